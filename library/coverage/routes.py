"""The list of plans, the registry of local governments, and each of these with its plans."""

from typing import Any

from fastapi import Response

from library.coverage.asked import SOON, Asked
from library.coverage.choices import district_choices, status_choices
from library.municipalities.registry import local_governments, registry
from library.plans import queries
from library.plans.days import read_day
from library.plans.known import known_plans, newest_first
from library.plans.pages import context
from library.plans.words import GROUPS, THEMES, choices, named
from rmtc.accounts.signin import Visitor
from rmtc.clock import today
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.paging import USUAL_SIZE, page_of
from rmtc.web.forms import Bound, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/library/plans")
GOVERNMENTS = 100
"""How many local governments a page of the registry lists."""


def read_asked(page: Page) -> tuple[Asked, dict[str, str]]:
    """What the address asks; with the errors of its fields, and then today instead of the day."""
    given = dict(page.request.query_params)
    try:
        return Asked.read(given, today()), {}
    except FieldRefusal as refusal:
        return Asked.read(given | {"as_of": ""}, today()), {refusal.field: str(refusal)}


@router.get("", name="plans.list")
def list_plans(page: Answer, visitor: Visitor, session: Reads) -> Response:
    """The plans that fit what was asked, 25 a page."""
    asked, errors = read_asked(page)
    known = known_plans(session, visitor)
    about = queries.plans_about(session, group=asked.group, theme=asked.theme)
    found = asked.choose(known, about)
    pages = max(1, -(-len(found) // USUAL_SIZE))
    number = min(max(asked.page, 1), pages)
    shown = found[(number - 1) * USUAL_SIZE : number * USUAL_SIZE]
    themes = queries.themes_of(session, [plan.id for plan in shown])
    return page.render(
        "library/plans/list.html",
        422 if errors else 200,
        form=typed(page, asked, errors),
        asked=asked,
        plans=shown,
        themes={plan_id: named(THEMES, keys) for plan_id, keys in themes.items()},
        total=len(found),
        number=number,
        pages=pages,
        is_empty=not known,
        examples=sum(plan.is_example for plan in found),
        districts=district_choices(),
        statuses=status_choices(),
        groups=choices(GROUPS),
        topics=choices(THEMES),
        soon=SOON,
        **context(page),
    )


def typed(page: Page, asked: Asked, errors: dict[str, str]) -> Bound[Any]:
    """The filters as a form shows them, with the day as it was typed."""
    day = page.request.query_params.get("as_of", "")[:20] if errors else asked.day.isoformat()
    return Bound(filled(asked.parameters() | {"as_of": day}).typed, errors=errors)


@router.get("/municipalities", name="plans.municipalities")
def list_municipalities(page: Answer, visitor: Visitor, session: Reads, number: int = 1) -> Response:
    """The registry: every local government with its code and district, and how many plans are known."""
    counts: dict[str, int] = {}
    for plan in known_plans(session, visitor):
        counts[plan.government.key] = counts.get(plan.government.key, 0) + 1
    return page.render(
        "library/plans/municipalities.html",
        found=page_of(local_governments(with_noted=True), number, GOVERNMENTS),
        counts=counts,
        **context(page),
    )


@router.get("/municipalities/{key}", name="plans.municipality")
def show_municipality(page: Answer, visitor: Visitor, session: Reads, key: str, as_of: str = "") -> Response:
    """A local government: where it belongs, and its plans in the course of time."""
    government = registry().get(key)
    if government is None:
        raise NotFound(_("There is no such local government in the table."))
    error = ""
    try:
        day = read_day(as_of[:20], today())
    except FieldRefusal as refusal:
        day, error = today(), str(refusal)
    plans = known_plans(session, visitor, key)
    return page.render(
        "library/plans/municipality.html",
        422 if error else 200,
        error=error,
        government=government,
        plans=newest_first(plans),
        day=day,
        **context(page),
    )
