"""Reading plans: one with everything, many for a list, the topics of some."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import joinedload, selectinload

from library.plans.models import ActionPlan, Axis, PlanReminder, PlanTopic
from library.resources.models import Resource
from library.resources.policies import visible
from library.resources.queries import WITH_CREATORS, WITH_FILES
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.paging import Paged, read_page

WHOLE = (
    joinedload(ActionPlan.resource).options(WITH_CREATORS, WITH_FILES),
    joinedload(ActionPlan.institution),
    selectinload(ActionPlan.topics),
)


def plan_of(session: ReadSession, resource_id: int) -> ActionPlan | None:
    """What is known of the plan that a record holds; the record itself is loaded, and asked for leave, apart."""
    loaded = (joinedload(ActionPlan.institution), joinedload(ActionPlan.topics))
    found = session.scalars(select(ActionPlan).where(ActionPlan.resource_id == resource_id).options(*loaded))
    return found.unique().one_or_none()


def visible_whole_plans(session: ReadSession, ids: Sequence[int], actor: Actor | None) -> dict[int, ActionPlan]:
    """Those of some plans that somebody may see, with everything, by number."""
    chosen = select(ActionPlan).join(Resource, Resource.id == ActionPlan.resource_id)
    found = session.scalars(chosen.where(ActionPlan.resource_id.in_(ids), visible(actor)).options(*WHOLE))
    return {plan.resource_id: plan for plan in found}


def plan_to_keep(session: ReadSession, plan_id: int) -> ActionPlan | None:
    """A plan with its record and topics, whoever asks: for the desk."""
    loaded = (joinedload(ActionPlan.resource), selectinload(ActionPlan.topics))
    return session.scalar(select(ActionPlan).where(ActionPlan.resource_id == plan_id).options(*loaded))


def has_plan(session: ReadSession, resource_id: int) -> bool:
    """Say whether a record is described as a plan."""
    return session.scalar(select(ActionPlan.resource_id).where(ActionPlan.resource_id == resource_id)) is not None


def plans_about(session: ReadSession, *, group: str = "", theme: str = "") -> set[int]:
    """The numbers of the plans for a target group, about a theme, or both."""
    found: set[int] | None = None
    for axis, key in ((Axis.GROUP, group), (Axis.THEME, theme)):
        if key:
            wanted = select(PlanTopic.plan_id).where(PlanTopic.axis == axis, PlanTopic.key == key)
            numbers = set(session.scalars(wanted))
            found = numbers if found is None else found & numbers
    return found or set()


def themes_of(session: ReadSession, ids: Sequence[int]) -> dict[int, list[str]]:
    """The themes of some plans, by number."""
    found: dict[int, list[str]] = {}
    wanted = select(PlanTopic.plan_id, PlanTopic.key).where(PlanTopic.plan_id.in_(ids), PlanTopic.axis == Axis.THEME)
    for plan_id, key in session.execute(wanted):
        found.setdefault(plan_id, []).append(key)
    return found


def plans_of_government(session: ReadSession, municipality: str) -> list[ActionPlan]:
    """The plans of a local government with their records, whoever asks, the newest first: for the desk."""
    own = select(ActionPlan).where(ActionPlan.municipality == municipality).options(joinedload(ActionPlan.resource))
    return list(session.scalars(own.order_by(ActionPlan.starts.desc(), ActionPlan.resource_id.desc())))


def plans_by_end(session: ReadSession, day: date, page: int) -> Paged[Row[Any]]:
    """Every plan with its record, whoever asks, 25 a page: those that end next first, then those that have ended."""
    last_day = func.coalesce(ActionPlan.extended_to, ActionPlan.ends)
    ordered = select(ActionPlan).options(joinedload(ActionPlan.resource))
    return read_page(session, ordered.order_by(last_day < day, last_day, ActionPlan.resource_id), page)


def reminders_of(session: ReadSession, ids: Sequence[int]) -> dict[int, list[PlanReminder]]:
    """The reminders of some plans, by number, in the order in which they were sent."""
    found: dict[int, list[PlanReminder]] = {}
    wanted = select(PlanReminder).where(PlanReminder.plan_id.in_(ids)).order_by(PlanReminder.at, PlanReminder.id)
    for reminder in session.scalars(wanted):
        found.setdefault(reminder.plan_id, []).append(reminder)
    return found
