"""Arranging the library: shelves and subjects."""

from sqlalchemy import delete

from library.collections import queries
from library.collections.forms import CollectionForm, SubjectForm
from library.collections.models import Collection, Subject, SubjectTerm
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
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
        position=form.position,
        parent_id=_parent_collection(session, form.parent),
    )
    session.add(collection)
    session.flush()
    record(session, "collection.added", ("collection", collection.id), by=by.id if by else None, key=form.key)
    return collection


def edit_collection(
    session: WriteSession, collection: Collection, form: CollectionForm, *, by: Actor | None
) -> Collection:
    """Change a shelf's titles, descriptions and place; its key stays."""
    collection.titles, collection.descriptions = form.titles, form.descriptions
    collection.position = form.position
    record(session, "collection.edited", ("collection", collection.id), by=by.id if by else None)
    return collection


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
    record(session, "subject.added", ("subject", subject.id), by=by.id if by else None, key=form.key)
    return subject


def edit_subject(session: WriteSession, subject: Subject, form: SubjectForm, *, by: Actor | None) -> Subject:
    """Change a concept's names and place; its key stays. Refuses a place under itself."""
    subject.labels, subject.others, subject.notes = form.labels, form.others, form.notes
    subject.parent_id = _parent_subject(session, form.parent)
    if subject.parent_id and subject.id in queries.ancestors(session, subject.parent_id):
        raise FieldRefusal("parent", _("A subject cannot stand under itself."))
    _keep_terms(session, subject)
    record(session, "subject.edited", ("subject", subject.id), by=by.id if by else None)
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
