"""Packages: handing in, trying, taking in, giving up."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update

from library.importing.imports import Outcome
from library.packages.models import Package, PackageRow, PackageState
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming
from rmtc.i18n.said import Said, say
from rmtc.i18n.texts import gettext as _
from rmtc.jobs.services import enqueue

CHECK_JOB, TAKE_JOB = "library.check_package", "library.take_package"
KEPT = timedelta(days=7)
ENDED = say("It was tried, but not taken in within a week. Please send it again.")


def add_package(session: WriteSession, incoming: Incoming, *, by: Actor) -> Package:
    """Note a package that has arrived, and queue the trial. The caller puts it into its place, `part`."""
    package = Package(
        name=incoming.name, size=incoming.size, part=f"package-{secrets.token_hex(12)}", created_by=by.id,
        created_at=now(), keep_until=now() + KEPT,
    )  # fmt: skip
    session.add(package)
    session.flush()
    enqueue(session, CHECK_JOB, key=f"{CHECK_JOB}:{package.id}", package_id=package.id)
    record(session, "package.added", ("package", package.id), by=by.id, name=incoming.name, sha256=incoming.sha256)
    return package


def take_package(session: WriteSession, package: Package, *, by: Actor) -> None:
    """Queue the taking in of a package that was tried."""
    if package.state is not PackageState.CHECKED:
        raise Refusal(_("Only a package that was tried, and is not taken in yet, can be taken in."))
    package.state, package.keep_until = PackageState.RUNNING, None
    enqueue(session, TAKE_JOB, key=f"{TAKE_JOB}:{package.id}", package_id=package.id)
    record(session, "package.taken_in", ("package", package.id), by=by.id)


def note_line(session: WriteSession, package_id: int, number: int, outcome: Outcome) -> None:
    """Write down what would become, or became, of a line."""
    session.merge(
        PackageRow(
            package_id=package_id, number=number, name=outcome.name[:500], what=outcome.what,
            sentence=outcome.sentence, title=outcome.title[:500], resource_id=outcome.resource_id or None,
        )
    )  # fmt: skip


def forget_lines(session: WriteSession, package_id: int) -> None:
    """Forget what an earlier trial said."""
    session.execute(delete(PackageRow).where(PackageRow.package_id == package_id))


def set_state(session: WriteSession, package_id: int, state: PackageState, reason: Said | str = "") -> None:
    """Note where a package stands."""
    values = {"state": state, "reason": reason}
    session.execute(update(Package).where(Package.id == package_id).values(values))


def end_untaken(session: WriteSession) -> list[str]:
    """Give up packages that nobody took in; returns their parts, which may be deleted."""
    late = select(Package).where(Package.keep_until < now(), Package.state.in_((PackageState.CHECKED,)))
    ended = list(session.scalars(late.order_by(Package.id)))
    for package in ended:
        package.state, package.reason, package.keep_until = PackageState.REFUSED, ENDED, None
    return [package.part for package in ended]
