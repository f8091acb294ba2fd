"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, func, select

from rmtc.db import ReadSession

T = TypeVar("T")
USUAL_SIZE = 25


@dataclass(frozen=True)
class Paged(Generic[T]):
    """The rows of one page of a list; pages count from 1."""

    rows: list[T]
    total: int
    page: int
    pages: int


def page_of(rows: Sequence[T], page: int, size: int = USUAL_SIZE) -> Paged[T]:
    """One page of a list that is there already; a page beyond the end is the last one."""
    pages = max(1, -(-len(rows) // size))
    page = min(max(page, 1), pages)
    return Paged(list(rows[(page - 1) * size : page * size]), len(rows), page, pages)


def read_page(
    session: ReadSession, statement: Select[*tuple[Any, ...]], page: int, size: int = USUAL_SIZE
) -> Paged[Row[Any]]:
    """Read one page of a statement in two queries; a page beyond the end is the last one."""
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    total = session.scalar(counted) or 0
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    rows = list(session.execute(statement.limit(size).offset((page - 1) * size)))
    return Paged(rows, total, page, pages)
