"""Changing collections so that the search index follows; who works in them."""

from sqlalchemy import Select, and_, select

from library.collections import services
from library.collections.forms import CollectionForm
from library.collections.models import Collection, CollectionRole, CollectionRoleName
from library.collections.policies import SUBMITTER, subtree
from library.resources.models import AccessLevel, Resource, ResourceCollection
from library.resources.services import touch_all
from library.shelves import queries
from library.shelves.forms import MemberForm
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution, PersonState
from rmtc.accounts.queries import person_by_email
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, NotFound, Refusal
from rmtc.i18n.texts import gettext as _


def edit_collection(session: WriteSession, collection: Collection, form: CollectionForm, *, by: Actor) -> Collection:
    """Change a collection; its records are found by its new names, and counted under what now stands over it."""
    was = dict(collection.titles), collection.parent_id
    services.edit_collection(session, collection, form, by=by)
    if was[0] != form.titles:
        on_it = select(ResourceCollection.resource_id).where(ResourceCollection.collection_id == collection.id)
        touch_all(session, Resource.id.in_(on_it))
    if was[1] != collection.parent_id:
        touch_all(session, Resource.id.in_(_inside(collection.id)))
    return collection


def remove_collection(session: WriteSession, collection: Collection, *, by: Actor) -> None:
    """Take an empty collection away; refuses one with records or with collections under it."""
    if queries.is_in_use(session, collection):
        raise Refusal(_("Only a collection without records and without collections under it can be removed."))
    services.remove_collection(session, collection, by=by)


def add_member(session: WriteSession, collection: Collection, form: MemberForm, *, by: Actor) -> CollectionRole:
    """Give a person, or the people of an institution, a role; refuses whom it cannot be given to."""
    given = services.give_role(session, collection, form.role, _holder(session, form), by=by)
    _tell_staffed(session, collection.id)
    return given


def end_membership(session: WriteSession, role: CollectionRole, *, by: Actor) -> None:
    """Take a role away."""
    collection_id = role.collection_id
    services.take_role(session, role, by=by)
    _tell_staffed(session, collection_id)


def _tell_staffed(session: WriteSession, collection_id: int) -> None:
    """Let the index learn anew of the records, here and below, that are open to those who work in a collection."""
    touch_all(session, and_(Resource.access == AccessLevel.COLLECTION, Resource.id.in_(_inside(collection_id))))


def _inside(collection_id: int) -> Select[int]:
    """The ids of the records in a collection and in all under it."""
    return select(ResourceCollection.resource_id).where(ResourceCollection.collection_id.in_(subtree(collection_id)))


def _holder(session: WriteSession, form: MemberForm) -> tuple[str, int]:
    if form.institution and not form.email:
        if form.role is not SUBMITTER:
            raise FieldRefusal("institution", _("An institution can deposit. Reviewers and curators are persons."))
        if session.get(Institution, int(form.institution)) is None:
            raise FieldRefusal("institution", _("Please choose one of the options."))
        return "institution", int(form.institution)
    if not form.email:
        raise FieldRefusal("email", _("Please write the address of a person or choose an institution."))
    person = person_by_email(session, form.email)
    if person is None or person.state is not PersonState.ACTIVE:
        raise FieldRefusal("email", _("There is no active account with this address."))
    return "person", person.id


def place_record(session: WriteSession, collection: Collection, resource_id: int, step: str, *, by: Actor) -> None:
    """Move a record of a collection one place up or down, or to the first; from then on the order is kept by hand."""
    rows = list(session.scalars(queries.places_in_order(collection.id)))
    at = next((place for place, row in enumerate(rows) if row.resource_id == resource_id), None)
    if at is None:
        raise NotFound(_("There is no such record in this collection."))
    to = {"up": max(at - 1, 0), "down": min(at + 1, len(rows) - 1), "first": 0}[step]
    rows.insert(to, rows.pop(at))
    for place, row in enumerate(rows, 1):
        row.position = place
    said = {"record": resource_id, "place": to + 1}
    record(session, "collection.record_placed", ("collection", collection.id), by=by.id or None, **said)


def role_name(role: CollectionRoleName) -> str:
    """What a role is called."""
    names = {"submitter": _("Submitter"), "reviewer": _("Reviewer"), "curator": _("Curator")}
    return names[role]
