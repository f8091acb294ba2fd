"""Adding and taking away single sources of an activity."""

from sqlalchemy import func, select

from courses.content.forms import SourceForm
from courses.content.models import Activity, ActivitySource
from courses.content.queries import record_to_name
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def add_source(session: WriteSession, activity: Activity, form: SourceForm, *, by: Actor) -> ActivitySource:
    """Add a source at the end; refuses a record that they may not see themselves."""
    if record_to_name(session, form.resource_id, by) is None:
        raise FieldRefusal("resource_id", _("Choose a document from the library."))
    last = session.scalar(select(func.max(ActivitySource.position)).where(ActivitySource.activity_id == activity.id))
    source = ActivitySource(activity_id=activity.id, position=(last or 0) + 1, **form.model_dump())
    session.add(source)
    session.flush()
    _note(session, "source_added", activity, source, by)
    return source


def remove_source(session: WriteSession, activity: Activity, source: ActivitySource, *, by: Actor) -> None:
    """Take a source away."""
    _note(session, "source_removed", activity, source, by)
    session.delete(source)
    session.flush()


def _note(session: WriteSession, what: str, activity: Activity, source: ActivitySource, by: Actor) -> None:
    details = {"activity": activity.id, "resource": source.resource_id, "locator": source.locator}
    record(session, f"activity.{what}", ("course", activity.course_id), by=by.id, **details)
