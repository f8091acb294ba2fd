"""The searches somebody keeps, for their own download; they go with the person."""

from typing import Any

from sqlalchemy import delete, select

from library.searches.models import KnownMatches, SavedSearch
from rmtc.db import ReadSession, WriteSession
from rmtc.profile.own_data import OwnData, plain_rows


def searches(session: ReadSession, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """The searches, and the records each was told of."""
    mine = select(SavedSearch).where(SavedSearch.person_id == person_id).order_by(SavedSearch.id)
    known = select(KnownMatches).where(
        KnownMatches.search_id.in_(mine.with_only_columns(SavedSearch.id).order_by(None))
    )
    return {"searches": plain_rows(session, mine), "told": plain_rows(session, known.order_by(KnownMatches.search_id))}


def forget_searches(session: WriteSession, person_id: int) -> None:
    """Delete them; their feeds and letters end with them."""
    mine = select(SavedSearch.id).where(SavedSearch.person_id == person_id)
    session.execute(delete(KnownMatches).where(KnownMatches.search_id.in_(mine)))
    session.execute(delete(SavedSearch).where(SavedSearch.person_id == person_id))


TABLES = (SavedSearch.__tablename__, KnownMatches.__tablename__)
PARTS = (OwnData("searches", TABLES, searches, forget_searches),)
"""The part of the download that kept searches add."""
