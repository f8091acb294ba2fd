"""Arranging the library: shelves with their roles, and subjects."""

from sqlalchemy import delete

from library.collections import queries
from library.collections.forms import CollectionForm, SubjectForm
from library.collections.models import Collection, CollectionRole, CollectionRoleName, Subject, SubjectTerm
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.search.folding import fold


def add_collection(session: WriteSession, form: CollectionForm, *, by: Actor | None) -> Collection:
    """Put up a shelf; refuses a key that is taken and a parent that is not there."""
    if queries.collections_with_keys(session, [form.key]):
        raise FieldRefusal("key", _("There is a collection with this key already."))
    collection = Collection(
        key=form.key,
        titles=form.titles,
        descriptions=form.descriptions,
        parent_id=(parent := _parent_collection(session, form.parent)),
        position=_next_position(session, parent) if form.position is None else form.position,
    )
    session.add(collection)
    session.flush()
    record(session, "collection.added", ("collection", collection.id), by=_id(by), key=form.key)
    return collection


def edit_collection(
    session: WriteSession, collection: Collection, form: CollectionForm, *, by: Actor | None
) -> Collection:
    """Change a shelf's titles, descriptions and place; its key stays. Refuses a place under itself."""
    parent_id = _parent_collection(session, form.parent)
    if parent_id is not None and collection.id in queries.way_up(_parents(session), parent_id):
        raise FieldRefusal("parent", _("A collection cannot stand under itself."))
    collection.titles, collection.descriptions = form.titles, form.descriptions
    if form.position is not None:
        collection.position = form.position
    if parent_id != collection.parent_id:
        collection.parent_id, collection.position = parent_id, _next_position(session, parent_id)
    record(session, "collection.edited", ("collection", collection.id), by=_id(by), parent=parent_id)
    return collection


def move_collection(session: WriteSession, collection: Collection, step: int, *, by: Actor | None) -> None:
    """Let a shelf change places with the one before (-1) or after (1) it; at the end nothing happens."""
    beside = [one for one in queries.all_collections(session) if one.parent_id == collection.parent_id]
    at = next(place for place, one in enumerate(beside) if one.id == collection.id)
    to = min(max(at + step, 0), len(beside) - 1)
    beside.insert(to, beside.pop(at))
    for place, one in enumerate(beside):
        one.position = place
    record(session, "collection.moved", ("collection", collection.id), by=_id(by), place=to)


def remove_collection(session: WriteSession, collection: Collection, *, by: Actor | None) -> None:
    """Take a shelf away with its roles; whoever calls has made sure that nothing stands on it or under it."""
    session.execute(delete(CollectionRole).where(CollectionRole.collection_id == collection.id))
    record(session, "collection.removed", ("collection", collection.id), by=_id(by), key=collection.key)
    session.delete(collection)
    session.flush()


def give_role(
    session: WriteSession,
    collection: Collection,
    role: CollectionRoleName,
    holder: tuple[str, int],
    *,
    by: Actor | None,
) -> CollectionRole:
    """Let a person (or an institution) have a role in a shelf; refuses one that they have."""
    kind, number = holder
    if any(
        (one.role, one.holder_kind, one.holder_id) == (role, kind, number)
        for one in queries.roles_in(session, [collection.id])
    ):
        raise FieldRefusal("holder", _("This role is held already."))
    given = CollectionRole(
        collection_id=collection.id, role=role, holder_kind=kind, holder_id=number, given_at=now(), given_by=_id(by)
    )
    session.add(given)
    session.flush()
    said = {"role": role, "holder": f"{kind}:{number}"}
    record(session, "collection.role_given", ("collection", collection.id), by=_id(by), **said)
    return given


def take_role(session: WriteSession, given: CollectionRole, *, by: Actor | None) -> None:
    """Take a role away again."""
    said = {"role": given.role, "holder": f"{given.holder_kind}:{given.holder_id}"}
    record(session, "collection.role_taken", ("collection", given.collection_id), by=_id(by), **said)
    session.delete(given)
    session.flush()


def add_subject(session: WriteSession, form: SubjectForm, *, by: Actor | None) -> Subject:
    """Add a concept to the thesaurus; refuses a key that is taken and a parent that is not there."""
    if queries.subjects_with_keys(session, [form.key]):
        raise FieldRefusal("key", _("There is a subject with this key already."))
    subject = Subject(
        key=form.key,
        labels=form.labels,
        others=form.others,
        notes=form.notes,
        uri=form.uri,
        parent_id=_parent_subject(session, form.parent),
    )
    session.add(subject)
    session.flush()
    _keep_terms(session, subject)
    record(session, "subject.added", ("subject", subject.id), by=_id(by), key=form.key)
    return subject


def edit_subject(session: WriteSession, subject: Subject, form: SubjectForm, *, by: Actor | None) -> Subject:
    """Change a concept's names and place; its key stays. Refuses a place under itself."""
    subject.labels, subject.others, subject.notes = form.labels, form.others, form.notes
    subject.parent_id = _parent_subject(session, form.parent)
    if subject.parent_id and subject.id in queries.ancestors(session, subject.parent_id):
        raise FieldRefusal("parent", _("A subject cannot stand under itself."))
    _keep_terms(session, subject)
    record(session, "subject.edited", ("subject", subject.id), by=_id(by))
    return subject


def _keep_terms(session: WriteSession, subject: Subject) -> None:
    """Write the names of a concept as they are looked up."""
    session.execute(delete(SubjectTerm).where(SubjectTerm.subject_id == subject.id))
    names = [(code, text, True) for code, text in subject.labels.items()]
    names += [(code, text, False) for code, texts in subject.others.items() for text in texts]
    seen: set[str] = set()
    for code, text, is_label in names:
        key = fold(text)[:400]
        if key and (is_label or key not in seen):
            term = SubjectTerm(subject_id=subject.id, language=code, text=text[:200], folded=key, is_label=is_label)
            session.add(term)
        seen.add(key)
    session.flush()


def _id(by: Actor | None) -> int | None:
    """The person who acts; None for the site itself."""
    return (by.id or None) if by else None


def _parents(session: WriteSession) -> dict[int, int | None]:
    return {one.id: one.parent_id for one in queries.all_collections(session)}


def _next_position(session: WriteSession, parent_id: int | None) -> int:
    """The place after the last under a shelf (None: at the top)."""
    here = [one.position for one in queries.all_collections(session) if one.parent_id == parent_id]
    return max(here, default=-1) + 1


def _parent_collection(session: WriteSession, key: str) -> int | None:
    if not key:
        return None
    found = queries.collections_with_keys(session, [key]).get(key)
    if found is None:
        raise FieldRefusal("parent", _("There is no collection with this key."))
    return found.id


def _parent_subject(session: WriteSession, key: str) -> int | None:
    if not key:
        return None
    found = queries.subjects_with_keys(session, [key]).get(key)
    if found is None:
        raise FieldRefusal("parent", _("There is no subject with this key."))
    return found.id
