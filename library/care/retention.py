"""How long the library keeps what: each rule with its reason and the job that keeps it.

The lengths are those the jobs go by, so that the page cannot promise what does not happen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, func, select

from library.care import forgetting
from library.deposit import services as deposits
from library.deposit.models import SendingState, SentFile
from library.leave import services as requests
from library.leave.models import AccessRequest
from library.packages import services as packages
from library.packages.models import Package, PackageState
from library.removals import services as removals
from library.removals.models import RemovalRequest
from library.resources.models import Resource, ResourceState
from library.usage import queries as usage
from library.usage.models import VainSearch
from rmtc.clock import now, today
from rmtc.db import ReadSession
from rmtc.files import fixity
from rmtc.i18n.texts import mark
from rmtc.mail import jobs as mail
from rmtc.mail.models import Mail
from rmtc.paging import Paged, read_page

STALE: Final = timedelta(days=365)
"""So long nobody changed a draft that is shown as forgotten."""


@dataclass(frozen=True)
class Rule:
    """What is kept, how long (or, without a length, until when in words), why, and which job keeps the rule."""

    what: str
    why: str
    kept: timedelta | None = None
    until: str = ""
    job: str = ""
    late: Callable[[], Select[int]] | None = None


def _late_parts() -> Select[int]:
    waiting = SentFile.state == SendingState.ARRIVING
    return _count(SentFile).where(waiting, SentFile.keep_until < now())


def _late_packages() -> Select[int]:
    return _count(Package).where(Package.state == PackageState.CHECKED, Package.keep_until < now())


def _late_requests() -> Select[int]:
    old = now() - requests.KEPT
    ended = AccessRequest.until.is_(None) | (AccessRequest.until < old)
    return _count(AccessRequest).where(AccessRequest.answered_at < old, ended)


def _late_removals() -> Select[int]:
    return _count(RemovalRequest).where(RemovalRequest.forget_on < now())


def _late_words() -> Select[int]:
    return _count(VainSearch).where(VainSearch.day < today() - usage.KEPT)


def _late_mail() -> Select[int]:
    return _count(Mail).where(Mail.sent_at < now() - mail.KEPT)


def _count(table: type) -> Select[int]:
    return select(func.count()).select_from(table)


RULES: Final = (
    Rule(
        mark("Parts of files that nobody goes on sending"),
        mark("They are of no use without the rest, and may hold anything."),
        deposits.KEPT, job="library.end_abandoned", late=_late_parts,
    ),
    Rule(
        mark("Packages that were checked and not taken in"),
        mark("Whoever sent one still has it."),
        packages.KEPT, job="library.end_packages", late=_late_packages,
    ),
    Rule(
        mark("Drafts"),
        mark("Only a librarian can tell whether a draft is still wanted; those forgotten for a year stand below."),
        until=mark("Until they are published or merged"),
    ),
    Rule(
        mark("Withdrawn records and their files"),
        mark("What was cited stays provable: the address says when and why it was withdrawn. Only staff open it."),
        until=mark("For ever, closed to everybody else"),
    ),
    Rule(
        mark("Requests to read closed documents, after the answer and the end of the leave"),
        mark("Until then it can be shown who was let in, and why."),
        requests.KEPT, job="library.forget_requests", late=_late_requests,
    ),
    Rule(
        mark("Network addresses of those who asked to read"),
        mark("They only serve to slow down floods of requests."),
        forgetting.ADDRESS_KEPT, job="library.forget", late=forgetting.old_addresses,
    ),
    Rule(
        mark("Name, address and words of those who asked to take a document down, after the answer"),
        mark("They may object to the answer; then the decision stays without their name."),
        removals.KEPT, job="library.forget_askers", late=_late_removals,
    ),
    Rule(
        mark("Words of searches that found nothing"),
        mark("They show what is missing in the library; people also search for names."),
        usage.KEPT, job="library.forget_words", late=_late_words,
    ),
    Rule(
        mark("Counts of use by record and day"),
        mark("They name nobody; the reports of a plan’s whole period can be compared."),
        forgetting.COUNTS_KEPT, job="library.forget", late=forgetting.old_counts,
    ),
    Rule(
        mark("Kept searches, highlights and notes"),
        mark("They are the person’s own. What should be left after an erasure is deleted the next night."),
        until=mark("Until the person deletes them or is erased"), job="library.forget",
    ),
    Rule(
        mark("Letters that were delivered"),
        mark("So long a failed delivery can be looked into."),
        mail.KEPT, job="mail.forget_delivered", late=_late_mail,
    ),
    Rule(
        mark("Checks that found a file whole"),
        mark("They prove that a file is what it was; checks that found damage stay."),
        fixity.KEPT, job="files.check",
    ),
)  # fmt: skip
"""The rules in the order of the page."""


@dataclass(frozen=True)
class Kept:
    """A rule as it stands: when its job runs next, and how much is past its time (None where nothing is counted)."""

    rule: Rule
    next_run: datetime | None
    late: int | None


def rules_now(session: ReadSession, runs: dict[str, datetime]) -> list[Kept]:
    """Every rule, with the next runs of the jobs at hand."""
    return [Kept(rule, runs.get(rule.job), _late(session, rule)) for rule in RULES]


def _late(session: ReadSession, rule: Rule) -> int | None:
    if rule.job == "library.forget" and rule.late is None:
        return forgetting.count_leftovers(session)
    return (session.scalar(rule.late()) or 0) if rule.late else None


def forgotten_drafts(session: ReadSession, page: int) -> Paged[Row[Any]]:
    """The drafts nobody changed for a year, the oldest first."""
    wanted = select(Resource).where(Resource.state == ResourceState.DRAFT, Resource.changed_at < now() - STALE)
    return read_page(session, wanted.order_by(Resource.changed_at, Resource.id), page)
