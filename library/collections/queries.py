"""Reading shelves and subjects."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from library.collections.models import Collection, Subject, SubjectTerm
from rmtc.db import ReadSession
from rmtc.search.folding import fold

DEEPEST = 50


def all_collections(session: ReadSession) -> list[Collection]:
    """Every shelf in its order."""
    return list(session.scalars(select(Collection).order_by(Collection.position, Collection.id)))


def all_subjects(session: ReadSession) -> list[Subject]:
    """Every subject in the order of their keys."""
    return list(session.scalars(select(Subject).order_by(Subject.key)))


def collections_with_keys(session: ReadSession, keys: Iterable[str]) -> dict[str, Collection]:
    """The shelves that have these keys."""
    found = session.scalars(select(Collection).where(Collection.key.in_(list(keys))))
    return {collection.key: collection for collection in found}


def subjects_with_keys(session: ReadSession, keys: Iterable[str]) -> dict[str, Subject]:
    """The subjects that have these keys."""
    found = session.scalars(select(Subject).where(Subject.key.in_(list(keys))))
    return {subject.key: subject for subject in found}


def collections_with_ids(session: ReadSession, ids: Sequence[int]) -> dict[int, Collection]:
    """The shelves with these numbers."""
    found = session.scalars(select(Collection).where(Collection.id.in_(ids))) if ids else ()
    return {collection.id: collection for collection in found}


def subjects_with_ids(session: ReadSession, ids: Sequence[int]) -> dict[int, Subject]:
    """The subjects with these numbers."""
    found = session.scalars(select(Subject).where(Subject.id.in_(ids))) if ids else ()
    return {subject.id: subject for subject in found}


def subjects_called(session: ReadSession, names: Sequence[str]) -> dict[str, Subject]:
    """Subjects by the names asked for: a key, or a name in any language and script; chosen labels come first."""
    folded = {name: fold(name)[:400] for name in names}
    named = or_(SubjectTerm.folded.in_(folded.values()), Subject.key.in_(names))
    rows = session.execute(
        select(Subject, SubjectTerm.folded)
        .outerjoin(SubjectTerm, SubjectTerm.subject_id == Subject.id)
        .where(named)
        .order_by(SubjectTerm.is_label, Subject.id.desc())
    ).all()
    by_term = {key: subject for subject, key in rows}
    by_key = {subject.key: subject for subject, _ in rows}
    found = {name: by_key.get(name) or by_term.get(key) for name, key in folded.items()}
    return {name: subject for name, subject in found.items() if subject}


def terms_beginning(session: ReadSession, typed: str, most: int = 8) -> list[str]:
    """Names of subjects that begin with what is typed, then those that hold it."""
    key = fold(typed)
    if not key:
        return []
    begins = SubjectTerm.folded.startswith(key, autoescape=True)
    found = select(SubjectTerm.text).where(SubjectTerm.folded.contains(key, autoescape=True))
    rows = session.scalars(
        found.order_by(begins.desc(), SubjectTerm.is_label.desc(), SubjectTerm.folded).limit(most * 3)
    )
    return list({fold(text): text for text in rows}.values())[:most]


def ancestors(session: ReadSession, subject_id: int) -> set[int]:
    """A subject and all that stand over it."""
    seen: set[int] = set()
    number: int | None = subject_id
    while number is not None and number not in seen and len(seen) < DEEPEST:
        seen.add(number)
        number = session.scalar(select(Subject.parent_id).where(Subject.id == number))
    return seen


def terms_of(session: ReadSession, folded: Sequence[str]) -> dict[str, list[str]]:
    """Every name of the subjects that have one of these (folded) names, and of those right under them."""
    asked = select(SubjectTerm.folded, SubjectTerm.subject_id).where(SubjectTerm.folded.in_(folded))
    meant: dict[str, set[int]] = {}
    for key, number in session.execute(asked):
        meant.setdefault(key, set()).add(number)
    ids = {number for numbers in meant.values() for number in numbers}
    if not ids:
        return {}
    rows = session.execute(
        select(SubjectTerm.text, Subject.id, Subject.parent_id)
        .join(Subject, Subject.id == SubjectTerm.subject_id)
        .where(or_(Subject.id.in_(ids), Subject.parent_id.in_(ids)))
        .order_by(Subject.parent_id.in_(ids), SubjectTerm.is_label.desc(), SubjectTerm.id)
    ).all()
    return {
        key: list({fold(text): text for text, own, over in rows if own in numbers or over in numbers}.values())
        for key, numbers in meant.items()
    }
