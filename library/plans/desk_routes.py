"""Plans at the librarian's desk: describing, changing, removing; which end next, and who was reminded."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from library.desk.access import Librarian
from library.municipalities.registry import registry
from library.plans import queries, services
from library.plans.access import PlanToKeep, plan_again
from library.plans.facts import dates_of, period
from library.plans.forms import NewPlanForm, PlanForm
from library.plans.known import superseded_days
from library.plans.models import ActionPlan, Axis
from library.plans.words import (
    BODIES,
    COUNCILS,
    CURRENCIES,
    GROUPS,
    THEMES,
    TONES,
    choices,
    government_choices,
    status_name,
)
from library.resources.models import Resource
from rmtc.accounts.queries import institution_choices
from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n import formats, languages
from rmtc.i18n.texts import gettext as _
from rmtc.texts.numbers import is_number
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/plans")


@router.get("", name="desk.plans")
def list_plans(page: Answer, _by: Librarian, session: Reads, number: int = 1) -> Response:
    """Every plan, those that end next first, with the reminders that were sent."""
    day = today()
    found = queries.plans_by_end(session, day, number)
    plans = [row[0] for row in found.rows]
    return page.render(
        "library/plans/desk.html",
        found=found,
        plans=plans,
        superseded=superseded_days(session, [plan.resource_id for plan in plans]),
        reminders=queries.reminders_of(session, [plan.resource_id for plan in plans]),
        dates_of=dates_of,
        period=period,
        status_name=status_name,
        tones=TONES,
        today=day,
        government=registry().get,
    )


@router.get("/new", name="desk.new_plan")
def show_new_plan(page: Answer, request: Request, _by: Librarian, session: Reads) -> Response:
    """The form for a new plan; the address may name its record or its local government."""
    record = request.query_params.get("record", "")
    if is_number(record) and queries.has_plan(session, int(record)):
        return page.redirect("desk.plan", plan_id=int(record))
    given = {name: request.query_params.get(name, "")[:60] for name in ("record", "municipality")}
    usual = {"language": "sr-Cyrl", "currency": "RSD", "adopted_by": "unknown", "council": "unknown"}
    return _form(page, session, filled(usual | given | {"checked_on": today().isoformat()}))


@router.post("", name="desk.add_plan")
def add_plan(
    page: Answer, by: Librarian, session: Writes, form: Annotated[Bound[NewPlanForm], Depends(bind(NewPlanForm))]
) -> Response:
    """Describe a plan."""
    if form.checked is None:
        return _form(page, session, form, status=422)
    try:
        plan = services.add_plan(session, form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form(page, session, form.refused(refusal), status=422)
    return page.redirect("plans.plan", resource_id=plan.resource_id, flash=_("The plan is saved."))


@router.get("/{plan_id:int}", name="desk.plan")
def show_plan(page: Answer, session: Reads, plan: PlanToKeep) -> Response:
    """A plan for changing."""
    return _form(page, session, filled(_shown(plan)), plan)


@router.post("/{plan_id:int}", name="desk.edit_plan")
def edit_plan(
    page: Answer,
    by: Librarian,
    _plan: PlanToKeep,
    session: Writes,
    form: Annotated[Bound[PlanForm], Depends(bind(PlanForm))],
    plan_id: int,
) -> Response:
    """Save what is known of a plan."""
    plan = plan_again(session, plan_id)
    if form.checked is None:
        return _form(page, session, form, plan, 422)
    try:
        services.edit_plan(session, plan, form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form(page, session, form.refused(refusal), plan_again(session, plan_id), 422)
    return page.redirect("plans.plan", resource_id=plan_id, flash=_("The plan is saved."))


@router.post("/{plan_id:int}/removal", name="desk.remove_plan")
def remove_plan(page: Answer, by: Librarian, _plan: PlanToKeep, session: Writes, plan_id: int) -> Response:
    """Forget what is known of a plan; its record stays."""
    services.remove_plan(session, plan_again(session, plan_id), by=by)
    return page.redirect("desk.resource", resource_id=plan_id, flash=_("The facts of the plan are removed."))


def _form(
    page: Page, session: ReadSession, form: Bound[Any], plan: ActionPlan | None = None, status: int = 200
) -> Response:
    municipality = str(form.typed.get("municipality", ""))
    return page.render(
        "library/plans/form.html",
        status,
        form=form,
        plan=plan,
        record=_record(session, form) if plan is None else None,
        governments=government_choices(),
        older=_older(session, municipality, plan),
        bodies=choices(BODIES),
        councils=choices(COUNCILS),
        groups=choices(GROUPS),
        themes=choices(THEMES),
        currencies=[(code, code) for code in CURRENCIES],
        institutions=institution_choices(session),
        codes=[(code, languages.language_name(code)) for code in languages.LANGUAGES],
    )


def _record(session: ReadSession, form: Bound[Any]) -> Resource | None:
    number = str(form.typed.get("record", ""))
    return session.get(Resource, int(number)) if is_number(number) else None


def _older(session: ReadSession, municipality: str, plan: ActionPlan | None) -> list[tuple[int, str]]:
    """The plans of the local government that this one may replace, the newest first."""
    found = queries.plans_of_government(session, municipality) if municipality else []
    return [(one.resource_id, _label(one)) for one in found if plan is None or one.resource_id != plan.resource_id]


def _label(plan: ActionPlan) -> str:
    return f"{period(plan.starts, plan.ends)}: {plan.resource.title}"


def _shown(plan: ActionPlan) -> dict[str, Any]:
    """What is there, as the form shows it."""
    values = {name: _typed(getattr(plan, name)) for name in services.FACTS}
    topics = {axis: [topic.key for topic in plan.topics if topic.axis is axis] for axis in Axis}
    return values | {
        "groups": topics[Axis.GROUP],
        "themes": topics[Axis.THEME],
        "is_example": "on" if plan.is_example else "",
    }


def _typed(value: Any) -> Any:
    if isinstance(value, Decimal):
        return formats.number(float(value), 2)
    return value.isoformat() if isinstance(value, date) else value
