"""The map of districts and the gap report, on the screen, on paper and as CSV."""

from fastapi import Response

from library.coverage.asked import Asked
from library.coverage.choices import district_choices, gap_choices
from library.coverage.exports import gap_table
from library.coverage.gaps import COVERS, TONES, Cover, Finding, by_district, cover_name, find_gaps, tally
from library.coverage.routes import read_asked, typed
from library.coverage.tiles import MARK, box, tiles
from library.municipalities.registry import local_governments
from library.plan_reviews.queries import LastReview, last_reviews
from library.plans.known import KnownPlan, known_plans
from library.plans.pages import context
from rmtc.accounts.signin import SiteUrl, Visitor
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.paging import USUAL_SIZE
from rmtc.web.downloads import disposition
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/library/plans")
URGENCY = (Cover.EXPIRED, Cover.EXPIRING, Cover.VALID, Cover.NONE)


def _findings(session: ReadSession, visitor: Visitor, asked: Asked) -> tuple[list[Finding], list[KnownPlan]]:
    """How every local government asked for stands, whatever gap is asked for; and the plans that were looked at."""
    plans = known_plans(session, visitor)
    chosen = local_governments(with_noted=asked.with_noted, district=asked.district)
    return find_gaps(chosen, plans, asked.day), plans


@router.get("/districts", name="plans.districts")
def show_districts(page: Answer, visitor: Visitor, session: Reads) -> Response:
    """The map: how the local governments of each district stand on a day."""
    asked, errors = read_asked(page)
    findings, plans = _findings(session, visitor, asked)
    counts = by_district(findings)
    drawn = tiles(counts)
    return page.render(
        "library/plans/districts.html",
        422 if errors else 200,
        form=typed(page, asked, errors),
        asked=asked,
        counts=counts,
        total=tally(findings),
        tiles=drawn,
        box=box(drawn),
        mark=MARK,
        covers=list(COVERS),
        cover_name=cover_name,
        examples=sum(plan.is_example for plan in plans),
        **context(page),
    )


@router.get("/gaps", name="plans.gaps")
def show_gaps(page: Answer, visitor: Visitor, session: Reads) -> Response:
    """Who has no valid plan on a day, or no file of it; the whole list on paper, 25 a page on the screen."""
    asked, errors = read_asked(page)
    findings, plans = _findings(session, visitor, asked)
    wanted = _with_gap(findings, asked)
    whole = page.request.query_params.get("whole", "") == "yes"
    pages = 1 if whole else max(1, -(-len(wanted) // USUAL_SIZE))
    number = min(max(asked.page, 1), pages)
    shown = wanted if whole else wanted[(number - 1) * USUAL_SIZE : number * USUAL_SIZE]
    return page.render(
        "library/plans/gaps.html",
        422 if errors else 200,
        form=typed(page, asked, errors),
        asked=asked,
        findings=shown,
        reviews=_reviews(session, shown, asked),
        wanted=len(wanted),
        everyone=len(findings),
        total=tally(findings),
        number=number,
        pages=pages,
        whole=whole,
        gaps=gap_choices(),
        covers=list(COVERS),
        cover_name=cover_name,
        cover_tones=TONES,
        districts=district_choices(),
        examples=sum(plan.is_example for plan in plans),
        **context(page),
    )


def _reviews(session: ReadSession, findings: list[Finding], asked: Asked) -> dict[int, LastReview]:
    """The last review of each plan that decides, as it was known on the day asked for."""
    return last_reviews(session, [finding.plan.id for finding in findings if finding.plan], asked.day)


def _with_gap(findings: list[Finding], asked: Asked) -> list[Finding]:
    """Those with the gap asked for, or with any: first what has expired or soon will, last those without a plan."""
    chosen = [finding for finding in findings if (asked.gap in finding.gaps if asked.gap else finding.gaps)]
    return sorted(chosen, key=lambda finding: URGENCY.index(finding.cover))


@router.get("/gaps.csv", name="plans.gaps_csv")
def send_gaps(page: Answer, visitor: Visitor, session: Reads, site_url: SiteUrl) -> Response:
    """The report as CSV: every local government asked for, those without a gap too unless one is asked for."""
    asked, errors = read_asked(page)
    if errors:
        return Response(next(iter(errors.values())), 422, media_type="text/plain")
    findings, _plans = _findings(session, visitor, asked)
    chosen = _with_gap(findings, asked) if asked.gap else findings
    name = _("local-action-plans-%(day)s.csv") % {"day": asked.day.isoformat()}
    headers = {
        "content-disposition": disposition("attachment", name),
        "cache-control": "private, no-store" if visitor else "private, no-cache",
        "x-content-type-options": "nosniff",
    }
    written = gap_table(chosen, _reviews(session, chosen, asked), asked.day, site_url)
    return Response(written, headers=headers, media_type="text/csv; charset=utf-8; header=present")
