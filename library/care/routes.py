"""What a librarian sees of the care of the library: files that are read again, and how much is used."""

from datetime import date, timedelta

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from library.care.exports import usage_csv
from library.care.links import SURE, broken, count_watched, records_named
from library.care.queries import holders_of
from library.care.retention import STALE, forgotten_drafts, rules_now
from library.desk.access import Librarian
from library.usage.queries import months, most_used, vain_words
from rmtc.clock import now, today
from rmtc.files.fixity import ROUND, checks_since, coverage, damaged
from rmtc.files.models import Fixity
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.jobs.queries import next_runs
from rmtc.web.downloads import disposition
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, database_of
from rmtc.web.routing import Router

router = Router(prefix="/desk")
OUTCOMES = {
    Fixity.WHOLE: mark("Whole"),
    Fixity.CHANGED: mark("Not what it was"),
    Fixity.MISSING: mark("Missing"),
}
PERIODS = {30: mark("30 days"), 90: mark("90 days"), 365: mark("a year")}


@router.get("/care", name="care.files")
def show_files(page: Answer, _by: Librarian, session: Reads, number: int = 1) -> Response:
    """How the files are: what is damaged and where it belongs, and how well the store is watched."""
    wrong = damaged(session, number)
    checks = [row[0] for row in wrong.rows]
    return page.render(
        "library/care/files.html",
        page=wrong,
        damaged=checks,
        holders=holders_of(session, [check.sha256 for check in checks]),
        coverage=coverage(session),
        recent=checks_since(session, now() - timedelta(days=ROUND)),
        days=ROUND,
        outcomes={outcome: _(words) for outcome, words in OUTCOMES.items()},
    )


@router.get("/links", name="care.links")
def show_links(page: Answer, _by: Librarian, session: Reads, number: int = 1) -> Response:
    """The addresses that lead nowhere any more, and the records that name them."""
    wrong = broken(session, number)
    links = [row[0] for row in wrong.rows]
    return page.render(
        "library/care/links.html",
        page=wrong,
        broken=links,
        records=records_named(session, links),
        watched=count_watched(session),
        nights=SURE,
    )


@router.get("/retention", name="care.retention")
def show_retention(page: Answer, _by: Librarian, session: Reads, number: int = 1) -> Response:
    """How long the library keeps what, when that is looked after next, and the drafts nobody touched for a year."""
    return page.render(
        "library/care/retention.html",
        rules=rules_now(session, next_runs(session)),
        drafts=forgotten_drafts(session, number),
        stale=STALE.days,
    )


@router.get("/statistics", name="care.statistics")
def show_statistics(page: Answer, _by: Librarian, session: Reads, days: int = 30, number: int = 1) -> Response:
    """How much the library is used."""
    days = days if days in PERIODS else 30
    return page.render(
        "library/care/statistics.html",
        days=days,
        periods={length: _(words) for length, words in PERIODS.items()},
        months=months(session, _year_ago()),
        used=most_used(session, today() - timedelta(days=days), number),
        vain=vain_words(session),
    )


@router.get("/statistics.csv", name="care.statistics_csv")
def send_statistics(_by: Librarian, request: Request) -> Response:
    """The counts of every record and day of the last year, as CSV, day by day as it is read."""
    lines = usage_csv(database_of(request), _year_ago(), today())
    headers = {"content-disposition": disposition("attachment", "usage.csv"), "cache-control": "private, no-store"}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _year_ago() -> date:
    """The first day of the month eleven months ago, so that twelve months are shown."""
    day = today()
    return date(day.year - (day.month < 12), day.month % 12 + 1, 1)  # noqa: PLR2004 - months
