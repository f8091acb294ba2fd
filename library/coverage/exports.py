"""The gap report as a table for other programs: CSV (RFC 4180) in UTF-8, with the mark that spreadsheets need."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from library.coverage.gaps import Finding
from library.municipalities.registry import SOURCE, SOURCE_DATE
from library.plan_reviews.queries import LastReview
from rmtc.texts.spreadsheets import csv_table

HEADER: Final = (
    "as_of", "code", "local_government_cyrl", "local_government_latn", "kind", "district", "district_latn",
    "cover", "no_file", "plan", "plan_starts", "plan_ends", "covered_until", "days_left", "plan_is_example",
    "plan_source", "plan_checked_on", "plan_address", "last_review_for", "last_review_reported_on",
    "local_governments_source", "local_governments_date", "note",
)  # fmt: skip
MARK: Final = "\ufeff"
"""Without it spreadsheet programs take the letters of the names for those of a Windows code page."""
NOTE: Final = "References to Kosovo* shall be understood in the context of UNSCR 1244 (1999)"


def gap_table(findings: Iterable[Finding], reviews: Mapping[int, LastReview], day: date, site_url: str) -> str:
    """The report as CSV, with the last review of each plan by its number.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return MARK + csv_table(HEADER, (_cells(finding, reviews, day, site_url) for finding in findings))


def _cells(finding: Finding, reviews: Mapping[int, LastReview], day: date, site_url: str) -> Iterator[object]:
    government, plan, left = finding.government, finding.plan, finding.days_left(day)
    star = "*" if government.is_noted else ""
    yield from (day.isoformat(), government.code, government.cyrillic + star, government.latin + star)
    yield from (government.kind.value, government.district.code, government.district.latin + star)
    yield from (finding.cover.value, "yes" if finding.has_no_file else "no")
    if plan is None:
        yield from ("",) * 11
    else:
        yield from (plan.title, plan.dates.starts.isoformat(), plan.dates.ends.isoformat())
        yield from (finding.until.isoformat() if finding.until else "", "" if left is None else left)
        yield from ("yes" if plan.is_example else "no", plan.source, plan.checked_on.isoformat())
        yield f"{site_url}/library/plans/{plan.id}"
        last = reviews.get(plan.id)
        yield from (last.year, last.reported_on.isoformat()) if last else ("", "")
    yield from (SOURCE, SOURCE_DATE.isoformat(), NOTE if government.is_noted else "")
