"""Reading curricula and their versions."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from courses.curricula.models import Curriculum, CurriculumVersion, VersionState
from rmtc.accounts.models import Person
from rmtc.db import ReadSession

WHOLE = (
    selectinload(CurriculumVersion.outcomes),
    selectinload(CurriculumVersion.modules),
    selectinload(CurriculumVersion.assessments),
)


def newest_versions() -> Select[CurriculumVersion]:
    """The newest version of each curriculum, with the curriculum, by code."""
    newest = (
        select(CurriculumVersion.curriculum_id, func.max(CurriculumVersion.number).label("number"))
        .group_by(CurriculumVersion.curriculum_id)
        .subquery()
    )
    return (
        select(CurriculumVersion)
        .join(
            newest,
            (newest.c.curriculum_id == CurriculumVersion.curriculum_id) & (newest.c.number == CurriculumVersion.number),
        )
        .join(CurriculumVersion.curriculum)
        .options(contains_eager(CurriculumVersion.curriculum))
        .order_by(Curriculum.code)
    )


def find_version(session: ReadSession, code: str, number: int | None = None) -> CurriculumVersion | None:
    """A whole version of the curriculum with this code: the one with a number, else the newest."""
    wanted = (
        select(CurriculumVersion)
        .join(CurriculumVersion.curriculum)
        .where(Curriculum.code == code)
        .options(contains_eager(CurriculumVersion.curriculum), *WHOLE)
        .order_by(CurriculumVersion.number.desc())
        .limit(1)
    )
    return session.scalar(wanted if number is None else wanted.where(CurriculumVersion.number == number))


def whole_version(session: ReadSession, version_id: int) -> CurriculumVersion | None:
    """A version by its id, with everything that belongs to it."""
    return session.scalar(
        select(CurriculumVersion)
        .join(CurriculumVersion.curriculum)
        .where(CurriculumVersion.id == version_id)
        .options(contains_eager(CurriculumVersion.curriculum), *WHOLE)
    )


def reread_version(session: ReadSession, version: CurriculumVersion) -> CurriculumVersion:
    """The same version with everything that belongs to it, as the present transaction sees it."""
    whole = whole_version(session, version.id)
    assert whole is not None
    return whole


def versions_of(session: ReadSession, curriculum_id: int) -> list[CurriculumVersion]:
    """Every version of a curriculum, newest first."""
    wanted = select(CurriculumVersion).where(CurriculumVersion.curriculum_id == curriculum_id)
    return list(session.scalars(wanted.order_by(CurriculumVersion.number.desc())))


def versions_to_teach(session: ReadSession) -> list[CurriculumVersion]:
    """The versions from which a course may be made: all but the retired ones, by code."""
    wanted = (
        select(CurriculumVersion)
        .join(CurriculumVersion.curriculum)
        .where(CurriculumVersion.state != VersionState.RETIRED)
        .options(contains_eager(CurriculumVersion.curriculum))
    )
    return list(session.scalars(wanted.order_by(Curriculum.code, CurriculumVersion.number.desc())))


def curriculum_with_code(session: ReadSession, code: str) -> Curriculum | None:
    """The curriculum with a code."""
    return session.scalar(select(Curriculum).where(Curriculum.code == code))


def name_of(session: ReadSession, person_id: int | None) -> str:
    """The name of who approved a version; empty where nobody did."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or "" if person_id else ""


def curriculum_names(session: ReadSession, ids: Iterable[int]) -> dict[int, str]:
    """The codes and titles of some curricula, by id."""
    found = session.scalars(select(Curriculum).where(Curriculum.id.in_(list(ids))))
    return {curriculum.id: f"{curriculum.code} {curriculum.title}" for curriculum in found}
