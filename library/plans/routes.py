"""A plan for everyone who may see it, and two plans beside each other."""

from typing import Any

from fastapi import Request, Response

from library.municipalities.registry import registry
from library.plans import facts, queries
from library.plans.known import KnownPlan, known_plans, newest_first
from library.plans.models import ActionPlan
from library.plans.pages import context
from library.plans.services import KIND
from library.reading.access import ResourceToRead
from library.reading.queries import can_be_read, newest_version, open_files
from library.resources.policies import is_staff
from library.wording import format_name, other_title
from rmtc.accounts.signin import Visitor
from rmtc.clock import today
from rmtc.errors import NotFound
from rmtc.i18n.languages import current
from rmtc.i18n.texts import gettext as _
from rmtc.texts.numbers import is_number
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/library/plans")
TWO = 2


@router.get("/comparison", name="plans.comparison")
def compare(page: Answer, visitor: Visitor, session: Reads, request: Request) -> Response:
    """Two plans beside each other; an address that names none or one says how to choose."""
    numbers = [text for text in request.query_params.getlist("plan") if is_number(text)]
    ids = list(dict.fromkeys(int(text) for text in numbers))
    found = queries.visible_whole_plans(session, ids[:3], visitor)
    if len(found) < len(ids[:3]):
        raise NotFound(_("There is no such plan, or it is not open to you."))
    if len(ids) != TWO:
        return page.render("library/plans/comparison.html", pair=None, chosen=len(ids), **context(page))
    day = today()
    known = {plan.id: plan for key in {one.municipality for one in found.values()}
             for plan in known_plans(session, visitor, key)}  # fmt: skip
    pair = [found[number] for number in ids]
    told = [facts.facts_of(plan, known[plan.resource_id].dates, day) for plan in pair]
    return page.render(
        "library/plans/comparison.html",
        pair=pair,
        names=[facts.government_name(plan) for plan in pair],
        lines=facts.beside(*told),
        **context(page),
    )


@router.get("/{resource_id:int}", name="plans.plan")
def show_plan(page: Answer, visitor: Visitor, session: Reads, resource: ResourceToRead, request: Request) -> Response:
    """A plan: what is known of it, its files, what came before and after it."""
    plan = queries.plan_of(session, resource.id)
    if plan is None and resource.kind == KIND:
        return page.render("library/plans/undescribed.html", resource=resource, **context(page))
    government = registry().get(plan.municipality) if plan else None
    if plan is None or government is None:
        raise NotFound(_("There is no such plan, or it is not open to you."))
    history = known_plans(session, visitor, plan.municipality)
    mine = next((one for one in history if one.id == plan.resource_id), None)
    dates = mine.dates if mine else facts.dates_of(plan)
    files = open_files(resource, newest_version(resource), for_staff=is_staff(visitor))
    return page.render(
        "library/plans/plan.html",
        plan=plan,
        resource=resource,
        government=government,
        dates=dates,
        facts=facts.facts_of(plan, dates, today()),
        others=[one for one in newest_first(history) if one.id != plan.resource_id],
        **_relations(plan, history),
        parts=[ask(session, plan, dates, visitor) for ask in request.app.state.plan_parts],
        files=files,
        translation=other_title(resource, current()),
        can_be_read=can_be_read,
        format_name=format_name,
        **context(page),
    )


def _relations(plan: ActionPlan, history: list[KnownPlan]) -> dict[str, Any]:
    """What this plan replaces and what replaces it, as far as it may be seen."""
    return {
        "replaces": next((one for one in history if one.id == plan.replaces_id), None),
        "replaced_by": [one for one in history if one.replaces_id == plan.resource_id],
    }
