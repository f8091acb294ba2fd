"""The ways through the thesaurus: what stands over a subject and what stands under it, by parent or further link."""

from collections.abc import Sequence

from sqlalchemy import CTE, ColumnElement, Select, Subquery, select, union

from library.collections.models import Subject, SubjectLink
from rmtc.db import ReadSession


def keys_over(session: ReadSession, subject_ids: Sequence[int]) -> dict[int, list[str]]:
    """The keys of each of some subjects and of all broader ones, by the subject's number; one statement."""
    found = _walk(Subject.id.in_(subject_ids), "id", "over")
    rows = select(found.c.start, Subject.key).join(Subject, Subject.id == found.c.reached).order_by(Subject.key)
    keys: dict[int, list[str]] = {}
    for subject_id, key in session.execute(rows):
        keys.setdefault(subject_id, []).append(key)
    return keys


def those_under(subject_id: int) -> Select[int]:
    """The ids of a subject and of all narrower ones."""
    return select(_walk(Subject.id == subject_id, "over", "id").c.reached)


def _steps() -> Subquery:
    """Each subject and what stands right over it."""
    parents = select(Subject.id.label("id"), Subject.parent_id.label("over")).where(Subject.parent_id.is_not(None))
    links = select(SubjectLink.from_id, SubjectLink.to_id).where(SubjectLink.kind == "broader")
    return union(parents, links).subquery()


def _walk(begin: ColumnElement[bool], here: str, there: str) -> CTE:
    """Pairs of where a way begins and what it reaches; a circle is gone round once."""
    steps = _steps()
    start = select(Subject.id.label("start"), Subject.id.label("reached")).where(begin)
    found = start.cte(recursive=True)
    return found.union(select(found.c.start, steps.c[there]).join(steps, steps.c[here] == found.c.reached))
