"""Packages and their lines."""

from collections.abc import Sequence

from sqlalchemy import case, func, select

from library.packages.models import Package, PackageRow
from rmtc.db import ReadSession

PER_PAGE = 25
LINES_PER_PAGE = 50

_ORDER = case({"refused": 0, "known": 1}, value=PackageRow.what, else_=2)


def packages(session: ReadSession, page: int) -> Sequence[Package]:
    """A page of the packages, the newest first."""
    chosen = select(Package).order_by(Package.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return session.scalars(chosen).all()


def count_packages(session: ReadSession) -> int:
    """How many packages there are."""
    return session.scalar(select(func.count()).select_from(Package)) or 0


def package_with_id(session: ReadSession, package_id: int) -> Package | None:
    """A package."""
    return session.get(Package, package_id)


def lines_of(session: ReadSession, package_id: int, page: int) -> Sequence[PackageRow]:
    """A page of a package's lines, what was refused first."""
    mine = select(PackageRow).where(PackageRow.package_id == package_id).order_by(_ORDER, PackageRow.number)
    return session.scalars(mine.limit(LINES_PER_PAGE).offset((page - 1) * LINES_PER_PAGE)).all()


def count_lines(session: ReadSession, package_id: int) -> dict[str, int]:
    """How many lines there are of each outcome."""
    counted = select(PackageRow.what, func.count()).where(PackageRow.package_id == package_id)
    return dict(iter(session.execute(counted.group_by(PackageRow.what).order_by(PackageRow.what))))


def numbers_added(session: ReadSession, package_id: int) -> set[int]:
    """The lines that have become drafts."""
    mine = (PackageRow.package_id == package_id, PackageRow.what == "added")
    return set(session.scalars(select(PackageRow.number).where(*mine)))
