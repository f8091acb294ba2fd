"""Leaving remarks, and settling comments."""

from courses.remarks.models import Remark, RemarkKind
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import WriteSession


def add_remark(
    session: WriteSession, version_id: int, kind: RemarkKind, part: str = "", text: str = "", *, by: Actor
) -> Remark:
    """Write down what was said about a version, or done with it."""
    remark = Remark(version_id=version_id, kind=kind, part=part, text=text, person_id=by.id, at=now())
    session.add(remark)
    session.flush()
    return remark


def settle_remark(session: WriteSession, remark: Remark) -> Remark:
    """Note that a comment is settled, or open it again."""
    remark.settled_at = None if remark.settled_at else now()
    session.flush()
    return remark
