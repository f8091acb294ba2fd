"""What the library keeps of somebody who asked to read closed files."""

from typing import Any

from sqlalchemy import delete, select

from library.leave.models import AccessRequest
from rmtc.db import ReadSession, WriteSession
from rmtc.profile.own_data import OwnData, plain_rows


def requests(session: ReadSession, person_id: int) -> list[dict[str, Any]]:
    """What somebody asked for, and what was answered."""
    wanted = select(AccessRequest).where(AccessRequest.person_id == person_id).order_by(AccessRequest.id)
    return plain_rows(session, wanted, but=("person_id", "answered_by", "token_hash"))


def erase_requests(session: WriteSession, person_id: int) -> None:
    """Let go of it."""
    session.execute(delete(AccessRequest).where(AccessRequest.person_id == person_id))


PARTS = (OwnData("library_requests", (AccessRequest.__tablename__,), requests, erase_requests),)
"""The part of the download that this adds."""
