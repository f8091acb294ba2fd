"""What the library keeps of a person: leave to read closed records, roles in collections, what they marked."""

from typing import Any

from sqlalchemy import delete, select

from library.collections.models import CollectionRole
from library.reading.models import Highlight
from library.resources.models import Grant
from rmtc.db import ReadSession, WriteSession
from rmtc.profile.own_data import OwnData, plain_rows


def _grants(person_id: int) -> Any:
    return (Grant.holder_kind == "person", Grant.holder_id == person_id)


def leave(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """The records a person was given leave to read."""
    wanted = select(Grant).where(*_grants(person_id)).order_by(Grant.id)
    return plain_rows(session, wanted, but=("granted_by", "holder_kind", "holder_id"))


def erase_leave(session: WriteSession, person_id: int) -> None:
    """Take the leave away."""
    session.execute(delete(Grant).where(*_grants(person_id)))


def _roles(person_id: int) -> Any:
    return (CollectionRole.holder_kind == "person", CollectionRole.holder_id == person_id)


def roles(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """The roles a person has in collections."""
    wanted = select(CollectionRole).where(*_roles(person_id)).order_by(CollectionRole.id)
    return plain_rows(session, wanted, but=("given_by", "holder_kind", "holder_id"))


def erase_roles(session: WriteSession, person_id: int) -> None:
    """Take the roles away."""
    session.execute(delete(CollectionRole).where(*_roles(person_id)))


def highlights(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """What they marked in texts, with their notes."""
    return plain_rows(session, select(Highlight).where(Highlight.person_id == person_id).order_by(Highlight.id))


def erase_highlights(session: WriteSession, person_id: int) -> None:
    """Delete it."""
    session.execute(delete(Highlight).where(Highlight.person_id == person_id))


PARTS = (
    OwnData("library", (Grant.__tablename__,), leave, erase_leave),
    OwnData("library_roles", (CollectionRole.__tablename__,), roles, erase_roles),
    OwnData("highlights", (Highlight.__tablename__,), highlights, erase_highlights),
)
"""The parts of the download that the library adds."""
