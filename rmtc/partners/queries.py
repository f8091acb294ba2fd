"""Reading institutions."""

from collections.abc import Sequence

from sqlalchemy import select

from rmtc.accounts.models import Institution
from rmtc.db import ReadSession


def partners(session: ReadSession) -> Sequence[Institution]:
    """Institutions with a role in the project, in their order."""
    shown = select(Institution).where(Institution.partner_role != "")
    return session.scalars(shown.order_by(Institution.position, Institution.name)).all()


def institutions(session: ReadSession) -> Sequence[Institution]:
    """Every institution, partners first."""
    order = (Institution.partner_role == "", Institution.position, Institution.name)
    return session.scalars(select(Institution).order_by(*order)).all()


def institution_with(session: ReadSession, institution_id: int) -> Institution | None:
    """An institution by its id."""
    return session.get(Institution, institution_id)
