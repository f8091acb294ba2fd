"""Reading institutions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from rmtc.accounts.models import Institution
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page


def partners(session: ReadSession) -> Sequence[Institution]:
    """Institutions with a role in the project, in their order."""
    shown = select(Institution).where(Institution.partner_role != "")
    return session.scalars(shown.order_by(Institution.position, Institution.name)).all()


def institutions(session: ReadSession, page: int) -> Paged[Row[Any]]:
    """A page of every institution, partners first."""
    order = (Institution.partner_role == "", Institution.position, Institution.name, Institution.id)
    return read_page(session, select(Institution).order_by(*order), page)


def institution_with(session: ReadSession, institution_id: int) -> Institution | None:
    """An institution by its id."""
    return session.get(Institution, institution_id)
