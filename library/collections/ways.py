"""The ways through the trees: what stands over a subject or collection, and what stands under it.

Subjects stand under a parent and under further broader ones, collections under a parent.
"""

from collections.abc import Sequence

from sqlalchemy import CTE, ColumnElement, Select, Subquery, select, true, union

from library.collections.models import Collection, Subject, SubjectLink
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


def subject_ways() -> CTE:
    """Pairs of every subject (`start`) and each that it stands under (`reached`), itself among them."""
    return _walk(true(), "id", "over")


def collection_ways() -> CTE:
    """Pairs of every collection (`start`) and each that it stands under (`reached`), itself among them."""
    parents = select(Collection.id.label("id"), Collection.parent_id.label("over"))
    steps = parents.where(Collection.parent_id.is_not(None)).subquery()
    return _along(select(Collection.id.label("start"), Collection.id.label("reached")), steps, "id", "over")


def _walk(begin: ColumnElement[bool], here: str, there: str) -> CTE:
    """Pairs of the subject where a way begins and one that it reaches."""
    start = select(Subject.id.label("start"), Subject.id.label("reached")).where(begin)
    return _along(start, _steps(), here, there)


def _along(start: Select[int, int], steps: Subquery, here: str, there: str) -> CTE:
    """Pairs of where a way begins and what it reaches; a circle is gone round once."""
    found = start.cte(recursive=True)
    return found.union(select(found.c.start, steps.c[there]).join(steps, steps.c[here] == found.c.reached))
