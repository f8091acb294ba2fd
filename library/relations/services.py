"""Saying how records belong together."""

from sqlalchemy import or_, select

from library.relations import queries
from library.relations.forms import ONE_WAY, SENSES, RelationForm
from library.resources.models import Resource, ResourceRelation
from library.resources.services import touch
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def relate(session: WriteSession, resource: Resource, form: RelationForm, *, by: Actor | None) -> ResourceRelation:
    """Say how a record stands to another; both pages show it. Refuses oneself, what is said already, and circles."""
    other = queries.record_meant(session, form.other)
    if other is None:
        raise FieldRefusal("other", _("There is no record of this number or title."))
    if other.id == resource.id:
        raise FieldRefusal("other", _("This is the record itself."))
    sense = SENSES[form.sense]
    first, second = (resource, other) if sense.is_forward else (other, resource)
    if _said(session, sense.kind, first.id, second.id):
        raise FieldRefusal("other", _("This is said already."))
    if sense.kind in ONE_WAY and queries.leads_back(session, sense.kind, first.id, second.id):
        raise FieldRefusal("other", _("The other way round is said already; a circle would come of it."))
    relation = ResourceRelation(from_id=first.id, kind=sense.kind, to_id=second.id)
    session.add(relation)
    session.flush()
    for one in (resource, other):
        touch(session, one)
    record(session, "resource.related", ("resource", first.id), by=_id(by), kind=sense.kind, to=second.id)
    return relation


def end_relation(session: WriteSession, relation: ResourceRelation, *, by: Actor | None) -> None:
    """Take back what was said of two records."""
    for number in (relation.from_id, relation.to_id):
        touch(session, session.get_one(Resource, number))
    subject = ("resource", relation.from_id)
    record(session, "resource.relation_ended", subject, by=_id(by), kind=relation.kind, to=relation.to_id)
    session.delete(relation)
    session.flush()


def _said(session: WriteSession, kind: str, first: int, second: int) -> bool:
    there = (ResourceRelation.from_id == first) & (ResourceRelation.to_id == second)
    back = (ResourceRelation.from_id == second) & (ResourceRelation.to_id == first)
    either = or_(there, back) if kind == "goes_with" else there
    return session.scalar(select(ResourceRelation.id).where(ResourceRelation.kind == kind, either)) is not None


def _id(by: Actor | None) -> int | None:
    return by.id if by else None
