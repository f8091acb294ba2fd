"""Reading shelves and subjects."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from sqlalchemy import Select, String, Text, cast, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from library.collections.labels import label
from library.collections.models import Collection, CollectionRole, Subject, SubjectTerm
from rmtc.among import among
from rmtc.db import ReadSession, rows
from rmtc.search.folding import fold

DEEPEST = 50


def all_collections(session: ReadSession) -> list[Collection]:
    """Every shelf in its order."""
    return list(session.scalars(select(Collection).order_by(Collection.position, Collection.id)))


def collection_with_key(session: ReadSession, key: str) -> Collection | None:
    """The shelf with a key."""
    return session.scalar(select(Collection).where(Collection.key == key))


def way_up(over: Mapping[int, int | None], number: int | None) -> list[int]:
    """A shelf and all it stands under, from what stands over each."""
    way: list[int] = []
    while number is not None and number not in way:
        way.append(number)
        number = over.get(number)
    return way


def roles_in(session: ReadSession, collection_ids: Iterable[int]) -> list[CollectionRole]:
    """The roles that are held on some shelves themselves."""
    rows = select(CollectionRole).where(CollectionRole.collection_id.in_(list(collection_ids)))
    return list(session.scalars(rows.order_by(CollectionRole.collection_id, CollectionRole.role, CollectionRole.id)))


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


def _terms() -> Select[str, str]:
    """Names of subjects called so, then of those right under them; the chosen names first."""
    asked, found = aliased(SubjectTerm), aliased(SubjectTerm)
    columns = asked.folded, found.text, found.is_label, found.id
    called = among(asked.folded, "folded", String())
    own = select(*columns, literal(0).label("depth")).join(found, found.subject_id == asked.subject_id).where(called)
    under = (
        select(*columns, literal(1).label("depth"))
        .join(Subject, Subject.parent_id == asked.subject_id)
        .join(found, found.subject_id == Subject.id)
        .where(called)
    )
    both = union_all(own, under).subquery()
    return select(both.c[0], both.c[1]).order_by(both.c.depth, both.c[2].desc(), both.c[3])


_TERMS: Final = _terms()


def terms_of(session: ReadSession, folded: Sequence[str]) -> dict[str, list[str]]:
    """Every name of the subjects that have one of these (folded) names, and of those right under them."""
    terms: dict[str, dict[str, str]] = {}
    for key, text in rows(session, _TERMS, {"folded": folded}).all():
        terms.setdefault(key, {})[fold(text)] = text
    return {key: list(texts.values()) for key, texts in terms.items()}


_NAMES: Final = union_all(
    select(literal(True).label("is_shelf"), Collection.key, cast(Collection.titles, Text))
    .where(among(Collection.key, "shelves", String())),
    select(literal(False), Subject.key, cast(Subject.labels, Text)).where(among(Subject.key, "subjects", String())),
)  # fmt: skip


def names_of(
    session: ReadSession, shelves: Iterable[str], subjects: Iterable[str], language: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The names of some shelves and of some subjects for a reader's language, by their keys."""
    called: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for is_shelf, key, names in rows(session, _NAMES, {"shelves": shelves, "subjects": subjects}).all():
        called[0 if is_shelf else 1][key] = _named(names, language) or key
    return called


@lru_cache(5_000)
def _named(names: str, language: str) -> str:
    """The name for a reader's language among names as they are kept: most pages show the same ones."""
    return label(json.loads(names), language).text
