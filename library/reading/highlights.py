"""Reading highlights: those of a person in a file, and everywhere."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from library.reading.anchoring import PageText, Placed, far, near, place
from library.reading.models import Highlight
from library.resources.models import Resource, ResourceFile, ResourcePage
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

MOST = 500
"""So many highlights somebody may make in one record."""
LOOKED_FAR, COMPARED = 10, 50_000
"""So many of those that are not near their page are looked for in the whole document at once; in a short one more:

as many as make so many looks at a page.
"""
SHOWN = 10
"""So many stand beside the reader at once."""


def highlight_of(session: ReadSession, person_id: int, highlight_id: int) -> Highlight | None:
    """A highlight, if it is this person's."""
    mine = (Highlight.id == highlight_id, Highlight.person_id == person_id)
    return session.scalar(select(Highlight).where(*mine))


def highlights_in(session: ReadSession, person_id: int, resource: Resource, file: ResourceFile) -> list[Highlight]:
    """Somebody's highlights of a file, and those they made in other versions of the record, by page."""
    siblings = [
        each.id for version in resource.versions if file in version.files for each in version.files if each is not file
    ]
    elsewhere = or_(Highlight.file_id.is_(None), Highlight.file_id.not_in(siblings))
    mine = select(Highlight).where(Highlight.person_id == person_id, _within(resource.id), elsewhere)
    return list(session.scalars(mine.order_by(Highlight.page, Highlight.id).limit(MOST)))


def _within(resource_id: int) -> ColumnElement[bool]:
    """The condition that a highlight is of a record, or of a double that was merged into it."""
    doubles = select(Resource.id).where(Resource.merged_into_id == resource_id)
    return or_(Highlight.resource_id == resource_id, Highlight.resource_id.in_(doubles))


def count_in(session: ReadSession, person_id: int, resource_id: int) -> int:
    """How many highlights somebody has in a record."""
    mine = (Highlight.person_id == person_id, Highlight.resource_id == resource_id)
    return session.scalar(select(func.count()).select_from(Highlight).where(*mine)) or 0


def placed(session: ReadSession, file: ResourceFile, highlights: Sequence[Highlight]) -> list[Placed]:
    """Where the words of some highlights stand in a file: one query, and another where some are not near their page."""
    if not highlights:
        return []
    numbers = {number for one in highlights for number in near(one.page)}
    texts = page_texts(session, file.id, ResourcePage.number.in_(sorted(numbers)))
    found = [place(one, texts) for one in highlights]
    most = max(LOOKED_FAR, COMPARED // max(1, file.page_count))
    lost = [one for one in found if one.page is None][:most]
    if not lost or len(texts) >= file.page_count:
        return found
    whole = page_texts(session, file.id, true())
    again = {one.highlight.id: place(one.highlight, whole, far(one.highlight, whole)) for one in lost}
    return [again.get(one.highlight.id, one) for one in found]


def page_texts(session: ReadSession, file_id: int, chosen: ColumnElement[bool]) -> dict[int, PageText]:
    """The texts of some pages of a file."""
    rows = session.execute(
        select(ResourcePage.number, ResourcePage.text).where(ResourcePage.file_id == file_id, chosen)
    )
    return {number: PageText(text) for number, text in rows}


def all_of(person_id: int) -> Select[Highlight, Resource, str | None]:
    """Everything somebody has marked, with its record and the name of the file, by record and page."""
    return (
        select(Highlight, Resource, ResourceFile.name)
        .join(Resource, Resource.id == Highlight.resource_id)
        .outerjoin(ResourceFile, ResourceFile.id == Highlight.file_id)
        .where(Highlight.person_id == person_id)
        .order_by(Resource.title, Resource.id, Highlight.page, Highlight.id)
    )


def page_of_all(session: ReadSession, person_id: int, number: int) -> Paged[tuple[Highlight, Resource, str | None]]:
    """A page of everything somebody has marked."""
    found = read_page(session, all_of(person_id), number)
    rows: list[Any] = list(found.rows)  # its columns are more than the type of a page's rows can say
    return Paged([(one, resource, name) for one, resource, name in rows], found.total, found.page, found.pages)
