"""Reading repositories of partners and the visits to them."""

from collections.abc import Iterable

from sqlalchemy import func, select

from library.gathering.models import PartnerRepository, TakenRecord, Visit
from rmtc.db import ReadSession

SHOWN = 20


def repositories(session: ReadSession) -> list[PartnerRepository]:
    """Every repository, by name."""
    return list(session.scalars(select(PartnerRepository).order_by(PartnerRepository.name)))


def repository_called(session: ReadSession, name: str) -> PartnerRepository | None:
    """The repository with a name."""
    return session.scalar(select(PartnerRepository).where(PartnerRepository.name == name))


def last_visits(session: ReadSession, ids: Iterable[int]) -> dict[int, Visit]:
    """The last visit to some repositories, by the repository's id."""
    newest = select(func.max(Visit.id)).where(Visit.repository_id.in_(list(ids))).group_by(Visit.repository_id)
    return {visit.repository_id: visit for visit in session.scalars(select(Visit).where(Visit.id.in_(newest)))}


def visits_of(session: ReadSession, repository_id: int) -> list[Visit]:
    """The last visits to a repository, the newest first."""
    wanted = select(Visit).where(Visit.repository_id == repository_id).order_by(Visit.id.desc())
    return list(session.scalars(wanted.limit(SHOWN)))


def count_taken(session: ReadSession) -> dict[int, int]:
    """How many records came from each repository."""
    rows = select(TakenRecord.repository_id, func.count()).group_by(TakenRecord.repository_id)
    return dict(session.execute(rows).all())


def taken_record(session: ReadSession, repository_id: int, identifier: str) -> TakenRecord | None:
    """What was taken over under an identifier."""
    wanted = select(TakenRecord).where(TakenRecord.repository_id == repository_id)
    return session.scalar(wanted.where(TakenRecord.identifier == identifier))
