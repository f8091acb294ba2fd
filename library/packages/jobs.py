"""Trying packages and taking them in, without the browser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from library.carried.plans_in_tables import plan_told
from library.deposit.jobs import arrived_file, sender
from library.deposit.models import Deposit, SendingState, SentFile
from library.deposit.services import refuse
from library.deposit.wording import NO_ZIP
from library.importing.imports import AT_ONCE, Manner, Outcome, Tell, import_files
from library.packages import queries, services
from library.packages.models import ZIP, Package, PackageState
from library.packages.unbagging import bags_in, take_bag
from rmtc.accounts.actors import Actor, actor_of
from rmtc.accounts.models import Person
from rmtc.clock import now
from rmtc.errors import Refusal
from rmtc.files.services import look_at
from rmtc.i18n.languages import speaking
from rmtc.i18n.said import sentence_of
from rmtc.site import Site


def take_sent_package(site: Site, args: dict[str, Any]) -> None:
    """Make a package of a ZIP that has arrived piece by piece, and have it tried."""
    arrived = arrived_file(site, args)
    if arrived is None:
        return
    sent, path = arrived
    incoming = look_at(path, sent.name)
    with site.database.writing() as session:
        found, deposit = session.get(SentFile, sent.id), session.get(Deposit, sent.deposit_id)
        by = sender(session, deposit) if deposit else None
        if found is None or found.state is not SendingState.ARRIVED:
            return
        if by is None or incoming.media_type != ZIP:
            refuse(session, sent.id, NO_ZIP)
        else:
            package = services.add_package(session, incoming, by=by)
            os.link(path, part_path(site, package.part))  # the part goes when the rows are there
            found.state, found.package_id, found.changed_at = SendingState.TAKEN, package.id, now()
    path.unlink(missing_ok=True)


def check_package(site: Site, args: dict[str, Any]) -> None:
    """Say of each line of a package what would become of it."""
    with _opened(site, int(args["package_id"]), PackageState.CHECKING) as found:
        if found is None:
            return
        package, path, _by = found
        with site.database.writing() as session:
            services.forget_lines(session, package.id)
        go_through(site, path, Lines(site, package.id), None)
        with site.database.writing() as session:
            services.set_state(session, package.id, PackageState.CHECKED)


def take_package(site: Site, args: dict[str, Any]) -> None:
    """Make drafts of the lines of a package; begun again after a break, it goes on with those that are missing."""
    with _opened(site, int(args["package_id"]), PackageState.RUNNING) as found:
        if found is None:
            return
        package, path, by = found
        go_through(site, path, Lines(site, package.id), Manner(by, publish=False, read=False))
        with site.database.writing() as session:
            services.set_state(session, package.id, PackageState.DONE)
        path.unlink(missing_ok=True)


def end_untaken(site: Site, _args: dict[str, Any]) -> None:
    """Delete packages that were tried and not taken in."""
    with site.database.writing() as session:
        parts = services.end_untaken(session)
    for part in parts:
        part_path(site, part).unlink(missing_ok=True)


def part_path(site: Site, part: str) -> Path:
    """Where a package lies."""
    return site.settings.data / "incoming" / part


def go_through(site: Site, path: Path, tell: Tell, manner: Manner | None) -> None:
    """Take in a bag or the lines of a ZIP, or say what would become of them (no manner)."""
    if bags_in(path):
        take_bag(site, path, tell, dry_run=manner is None, manner=manner or AT_ONCE)
    else:
        import_files(site, path, dry_run=manner is None, tell=tell, manner=manner or AT_ONCE, further=plan_told)


class Lines:
    """Writes each outcome down as it is told; what was added before stays so, though it is known by now."""

    def __init__(self, site: Site, package_id: int) -> None:
        self.site, self.package_id, self.number = site, package_id, 0
        with site.database.reading() as session:
            self.added = queries.numbers_added(session, package_id)

    def __call__(self, outcome: Outcome) -> None:
        self.number += 1
        if self.number not in self.added:
            with self.site.database.writing() as session:
                services.note_line(session, self.package_id, self.number, outcome)


@contextmanager
def _opened(site: Site, package_id: int, state: PackageState) -> Iterator[tuple[Package, Path, Actor | None] | None]:
    """Open a package that stands where it should; what refuses it whole is written down."""
    with site.database.reading() as session:
        package = session.get(Package, package_id)
        person = session.get(Person, package.created_by) if package and package.created_by else None
    if package is None or package.state is not state:
        yield None
        return
    with speaking(person.language if person else "en"):
        try:
            yield package, part_path(site, package.part), actor_of(person, ()) if person else None
        except Refusal as refusal:
            with site.database.writing() as session:
                services.set_state(session, package.id, PackageState.REFUSED, sentence_of(refusal))
            part_path(site, package.part).unlink(missing_ok=True)
