"""Reading persons and bodies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.orm import selectinload

from library.resources.models import Creator, CreatorName, Resource, ResourceCreator, folded_name
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page
from rmtc.texts.numbers import is_number

MOST_SUGGESTED = 8


def creator_with_names(session: ReadSession, creator_id: int) -> Creator | None:
    """A person or body with further names."""
    return session.scalar(select(Creator).where(Creator.id == creator_id).options(selectinload(Creator.names)))


def find_creators(session: ReadSession, q: str, page: int) -> Paged[Row[Any]]:
    """Persons and bodies whose names hold every word, with the number of their records, by name."""
    count = (
        select(func.count(ResourceCreator.resource_id.distinct()))
        .where(ResourceCreator.creator_id == Creator.id)
        .scalar_subquery()
    )
    found = select(Creator, count.label("records"))
    for word in folded_name(q).split():
        found = found.where(_has(word))
    return read_page(session, found.order_by(Creator.folded, Creator.id), page)


def _has(word: str) -> ColumnElement[bool]:
    further = exists().where(CreatorName.creator_id == Creator.id, CreatorName.folded.contains(word, autoescape=True))
    return or_(Creator.folded.contains(word, autoescape=True), further)


def suggested_names(session: ReadSession, typed: str) -> list[str]:
    """Names of persons and bodies that hold what is typed, those that begin with it first."""
    words = folded_name(typed).split()
    if not words:
        return []
    found = select(Creator.name, Creator.folded)
    for word in words:
        found = found.where(_has(word))
    begins = Creator.folded.startswith(words[0], autoescape=True)
    rows = session.execute(found.order_by(begins.desc(), Creator.folded).limit(MOST_SUGGESTED))
    return [name for name, _folded in rows]


def records_of(session: ReadSession, creator_id: int, most: int = 100) -> Sequence[Row[Resource, str]]:
    """The records of a person or body with the role in each, the newest first."""
    rows = (
        select(Resource, ResourceCreator.role)
        .join(ResourceCreator, ResourceCreator.resource_id == Resource.id)
        .where(ResourceCreator.creator_id == creator_id)
        .order_by(Resource.year.desc(), Resource.title)
        .limit(most)
    )
    return session.execute(rows).all()


def creator_called(session: ReadSession, text: str) -> Creator | None:
    """The person or body with this number, or with exactly this name in whichever script."""
    if is_number(text):
        return session.get(Creator, int(text))
    return session.scalar(select(Creator).where(Creator.folded == folded_name(text)).order_by(Creator.id).limit(1))


def alike(session: ReadSession, creator: Creator, most: int = 5) -> Sequence[Creator]:
    """Others whose name shares its first word with this one's: perhaps the same."""
    first = creator.folded.split()[:1]
    if not first:
        return []
    found = select(Creator).where(Creator.id != creator.id, Creator.folded.startswith(first[0], autoescape=True))
    return session.scalars(found.order_by(Creator.folded).limit(most)).all()
