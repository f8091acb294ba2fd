"""Reading the thesaurus as a tree, and what belongs to a concept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from library.collections.models import Subject, SubjectLink, SubjectMatch
from library.collections.queries import all_subjects
from library.collections.ways import subject_ways
from library.resources.models import Resource, ResourceSubject
from library.resources.policies import visible
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession

DEEPEST = 12


@dataclass(frozen=True)
class Branch:
    """A concept in the tree: how deep it stands, and how many records are counted for it."""

    subject: Subject
    depth: int
    records: int


def tree(session: ReadSession, counts: Mapping[int, int]) -> list[Branch]:
    """Every concept, those under another after it, with what is counted for it."""
    under: dict[int | None, list[Subject]] = {}
    subjects = all_subjects(session)
    known = {one.id for one in subjects}
    for one in subjects:
        under.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)

    def walk(parent: int | None, depth: int) -> Iterator[Branch]:
        for one in under.get(parent, ()):
            yield Branch(one, depth, counts.get(one.id, 0))
            if depth < DEEPEST:
                yield from walk(one.id, depth + 1)

    return list(walk(None, 0))


def counts_under(session: ReadSession, actor: Actor | None) -> dict[int, int]:
    """How many records somebody sees under each concept and its narrower ones, each counted once."""
    ways, place = subject_ways(), ResourceSubject
    rows = select(ways.c.reached, func.count(place.resource_id.distinct())).join(
        place, place.subject_id == ways.c.start
    )
    rows = rows.join(Resource, Resource.id == place.resource_id).where(visible(actor))
    return dict(iter(session.execute(rows.group_by(ways.c.reached))))


def subject_with_key(session: ReadSession, key: str) -> Subject | None:
    """The concept with a key."""
    return session.scalar(select(Subject).where(Subject.key == key))


def narrower(session: ReadSession, subject: Subject) -> Sequence[Subject]:
    """The concepts right under one."""
    second = select(SubjectLink.from_id).where(SubjectLink.kind == "broader", SubjectLink.to_id == subject.id)
    found = select(Subject).where(or_(Subject.parent_id == subject.id, Subject.id.in_(second)))
    return session.scalars(found.order_by(Subject.key)).all()


def broader(session: ReadSession, subject: Subject) -> Sequence[Subject]:
    """The concepts right over one: usually one."""
    second = select(SubjectLink.to_id).where(SubjectLink.kind == "broader", SubjectLink.from_id == subject.id)
    return session.scalars(select(Subject).where(or_(Subject.id == subject.parent_id, Subject.id.in_(second)))).all()


def related_subjects(session: ReadSession, subject: Subject) -> Sequence[Subject]:
    """The concepts that are related to one."""
    there = select(SubjectLink.to_id).where(SubjectLink.kind == "related", SubjectLink.from_id == subject.id)
    back = select(SubjectLink.from_id).where(SubjectLink.kind == "related", SubjectLink.to_id == subject.id)
    found = select(Subject).where(or_(Subject.id.in_(there), Subject.id.in_(back)))
    return session.scalars(found.order_by(Subject.key)).all()


def matches_of(session: ReadSession, subject: Subject) -> Sequence[SubjectMatch]:
    """The same concept in other thesauri."""
    return session.scalars(select(SubjectMatch).where(SubjectMatch.subject_id == subject.id)).all()


def everything(session: ReadSession) -> tuple[list[Subject], Sequence[SubjectLink], Sequence[SubjectMatch]]:
    """The whole thesaurus, for an export."""
    links = session.scalars(select(SubjectLink)).all()
    return all_subjects(session), links, session.scalars(select(SubjectMatch)).all()
