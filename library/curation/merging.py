"""Making one record of two: the one that stays takes what it lacks, the other leads to it for good."""

from typing import Any

from sqlalchemy import or_, select, update

from library.curation.describing import form_of
from library.resources.announcing import announce_related
from library.resources.forms import ResourceForm
from library.resources.models import AccessLevel, Resource, ResourceRelation, ResourceState, ResourceVersion
from library.resources.services import edit_resource, touch
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.i18n.said import say
from rmtc.i18n.texts import gettext as _

FILLED = ("abstract", "date", "period", "number", "publisher", "licence", "rights")
JOINED = ("creators", "identifiers", "collections", "subjects")
SPREAD = ("titles", "abstracts", "details")


def merged_form(session: ReadSession, kept: Resource, double: Resource) -> ResourceForm:
    """What the record that stays would say: its own words first, the other's where it has none."""
    mine, theirs = form_of(session, kept), form_of(session, double)
    values: dict[str, Any] = {name: getattr(mine, name) or getattr(theirs, name) for name in FILLED}
    for name in JOINED:
        values[name] = list(dict.fromkeys([*getattr(mine, name), *getattr(theirs, name)]))
    for name in SPREAD:
        values[name] = {**getattr(theirs, name), **getattr(mine, name)}
    roles = [*mine.contributors, *theirs.contributors]
    values["contributors"] = {
        role: list(dict.fromkeys([*mine.contributors.get(role, []), *theirs.contributors.get(role, [])]))
        for role in roles
    }
    return ResourceForm.model_validate(mine.model_dump() | values)


def merge_resources(session: WriteSession, double: Resource, kept: Resource, *, by: Actor) -> Resource:
    """Merge a double into the record that stays. Files go over only where that one has none; leave to read does not."""
    if double.id == kept.id:
        raise Refusal(_("These are one and the same already."))
    if kept.merged_into_id or double.merged_into_id:
        raise Refusal(_("One of the two was merged already."))
    form = merged_form(session, kept, double)
    double.state, double.merged_into_id = ResourceState.WITHDRAWN, kept.id
    double.withdrawn_at = now()
    double.withdrawn_reason = say("It is now part of record %(number)s.", number=kept.id)
    session.flush()
    edit_resource(session, kept, form, by=by)
    if not kept.versions:
        _keep_closed(kept, double)
        moved = update(ResourceVersion).where(ResourceVersion.resource_id == double.id)
        session.execute(moved.values(resource_id=kept.id))
    _move_relations(session, double.id, kept.id)
    session.execute(update(Resource).where(Resource.merged_into_id == double.id).values(merged_into_id=kept.id))
    touch(session, double)
    announce_related(session, [kept.id], now())
    record(session, "resource.merged", ("resource", kept.id), by=by.id, double=double.id, title=double.title)
    return kept


def _keep_closed(kept: Resource, double: Resource) -> None:
    """Let files that move to another record be open to no more people than they were: if in doubt, to the staff."""
    kept.files_open_on = double.files_open_on
    level = double.files_access or double.access
    if level is not AccessLevel.PUBLIC:
        kept.files_access = level if level is AccessLevel.SIGNED_IN else AccessLevel.STAFF


def _move_relations(session: WriteSession, double: int, kept: int) -> None:
    """Let the relations of the double be those of the record that stays; what would be said twice is dropped."""
    mine = or_(ResourceRelation.from_id.in_([double, kept]), ResourceRelation.to_id.in_([double, kept]))
    seen: set[tuple[int, str, int]] = set()
    for relation in session.scalars(select(ResourceRelation).where(mine).order_by(ResourceRelation.id)).all():
        first = kept if relation.from_id == double else relation.from_id
        second = kept if relation.to_id == double else relation.to_id
        if first == second or (first, relation.kind, second) in seen:
            session.delete(relation)
        else:
            seen.add((first, relation.kind, second))
    session.flush()
    for column in (ResourceRelation.from_id, ResourceRelation.to_id):
        session.execute(update(ResourceRelation).where(column == double).values({column: kept}))
