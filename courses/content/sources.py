"""Adding and taking away single sources of an activity."""

from sqlalchemy import func, select

from courses.content.forms import SourceForm
from courses.content.models import Activity, ActivitySource
from courses.content.queries import record_to_name, sources_of
from library.resources.models import ResourceVersion
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def add_source(session: WriteSession, activity: Activity, form: SourceForm, *, by: Actor) -> ActivitySource:
    """Add a source at the end; refuses a record that they may not see themselves, a version that is not there."""
    if record_to_name(session, form.resource_id, by) is None:
        raise FieldRefusal("resource_id", _("Choose a document from the library."))
    if form.last_page and form.last_page < form.page:
        raise FieldRefusal("last_page", _("The last page comes before the first."))
    if form.version and not _has_version(session, form):
        raise FieldRefusal("version", _("The document has no such version."))
    last = session.scalar(select(func.max(ActivitySource.position)).where(ActivitySource.activity_id == activity.id))
    source = ActivitySource(activity_id=activity.id, position=(last or 0) + 1, **form.model_dump())
    session.add(source)
    session.flush()
    _note(session, "source_added", activity, source, by)
    return source


def _has_version(session: WriteSession, form: SourceForm) -> bool:
    wanted = (ResourceVersion.resource_id == form.resource_id, ResourceVersion.number == form.version)
    return session.scalar(select(ResourceVersion.id).where(*wanted)) is not None


def move_source(session: WriteSession, activity: Activity, source: ActivitySource, step: int, *, by: Actor) -> None:
    """Move a source up (-1) or down (1) among those of its activity."""
    sources = list(sources_of(session, activity.id))
    place = sources.index(source)
    sources.insert(max(0, place + step), sources.pop(place))
    for position, one in enumerate(sources, start=1):
        one.position = position
    session.flush()
    _note(session, "source_moved", activity, source, by)


def remove_source(session: WriteSession, activity: Activity, source: ActivitySource, *, by: Actor) -> None:
    """Take a source away."""
    _note(session, "source_removed", activity, source, by)
    session.delete(source)
    session.flush()


def _note(session: WriteSession, what: str, activity: Activity, source: ActivitySource, by: Actor) -> None:
    details = {"activity": activity.id, "resource": source.resource_id, "locator": source.locator}
    record(session, f"activity.{what}", ("course", activity.course_id), by=by.id, **details)
