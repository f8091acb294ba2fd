"""Reading remarks."""

from sqlalchemy import select

from courses.remarks.models import Remark
from rmtc.accounts.models import Person
from rmtc.db import ReadSession

MOST = 200


def remarks_of(session: ReadSession, version_id: int) -> list[tuple[Remark, str]]:
    """What was said about a version and done with it, each with the name of who did, the newest first."""
    wanted = select(Remark, Person.name).join(Person, Person.id == Remark.person_id)
    wanted = wanted.where(Remark.version_id == version_id).order_by(Remark.id.desc()).limit(MOST)
    return [(remark, name) for remark, name in session.execute(wanted)]


def remark_of(session: ReadSession, version_id: int, remark_id: int) -> Remark | None:
    """A remark about a version."""
    return session.scalar(select(Remark).where(Remark.id == remark_id, Remark.version_id == version_id))
