"""Describing plans: a new one with its record, changes, removal. Refusals name the field."""

from sqlalchemy import delete

from library.plans import queries
from library.plans.forms import NewPlanForm, PlanForm
from library.plans.models import ActionPlan, Axis, PlanTopic
from library.resources.forms import ResourceForm
from library.resources.models import Resource
from library.resources.services import add_resource, touch
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _

KIND = "action_plan"
FACTS = tuple(name for name in PlanForm.model_fields if name not in {"groups", "themes"})


def add_plan(session: WriteSession, form: NewPlanForm, *, by: Actor | None) -> ActionPlan:
    """Describe a record as a plan, making a draft where none is named; refuses a record that is described already."""
    resource = _record(session, form, by)
    plan = ActionPlan(resource_id=resource.id, changed_at=now())
    _describe(session, plan, form, by)
    session.add(plan)
    session.flush()
    _set_topics(session, plan, form)
    resource.kind = KIND
    touch(session, resource)
    record(session, "plan.added", ("plan", plan.resource_id), by=_id(by), municipality=form.municipality)
    return plan


def edit_plan(session: WriteSession, plan: ActionPlan, form: PlanForm, *, by: Actor | None) -> ActionPlan:
    """Change what is known of a plan; refuses one that would replace itself, also by way of others."""
    before = {"starts": plan.starts.isoformat(), "ends": plan.ends.isoformat()}
    _describe(session, plan, form, by)
    session.execute(delete(PlanTopic).where(PlanTopic.plan_id == plan.resource_id))
    session.expire(plan, ["topics"])
    session.flush()
    _set_topics(session, plan, form)
    record(session, "plan.edited", ("plan", plan.resource_id), by=_id(by), before=before)
    return plan


def put_after(session: WriteSession, plan: ActionPlan, older: ActionPlan, *, by: Actor | None) -> None:
    """Say that a plan replaces an older one of the same local government; refuses circles."""
    _check_older(session, plan, plan.municipality, older)
    plan.replaces_id, plan.changed_at, plan.changed_by = older.resource_id, now(), _id(by)
    record(session, "plan.put_after", ("plan", plan.resource_id), by=_id(by), replaces=older.resource_id)


def remove_plan(session: WriteSession, plan: ActionPlan, *, by: Actor | None) -> None:
    """Forget what is known of a plan; its record stays, with its files."""
    record(session, "plan.removed", ("plan", plan.resource_id), by=_id(by), municipality=plan.municipality)
    session.execute(delete(ActionPlan).where(ActionPlan.resource_id == plan.resource_id))


def _record(session: WriteSession, form: NewPlanForm, by: Actor | None) -> Resource:
    if form.record is None:
        new = ResourceForm(kind=KIND, title=form.title, language=form.language, year=form.starts.year)
        return add_resource(session, new, by=by)
    resource = session.get(Resource, form.record)
    if resource is None:
        raise FieldRefusal("record", _("There is no such record."))
    if queries.has_plan(session, resource.id):
        raise FieldRefusal("record", _("This record is described as a plan already."))
    return resource


def _describe(session: WriteSession, plan: ActionPlan, form: PlanForm, by: Actor | None) -> None:
    _check_place(session, plan, form)
    for name in FACTS:
        setattr(plan, name, getattr(form, name))
    plan.changed_at, plan.changed_by = now(), _id(by)


def _check_place(session: WriteSession, plan: ActionPlan, form: PlanForm) -> None:
    if form.institution_id and session.get(Institution, form.institution_id) is None:
        raise FieldRefusal("institution_id", _("There is no such institution."))
    if form.replaces_id:
        _check_older(session, plan, form.municipality, session.get(ActionPlan, form.replaces_id))


def _check_older(session: WriteSession, plan: ActionPlan, municipality: str, older: ActionPlan | None) -> None:
    if older is None or older.municipality != municipality:
        raise FieldRefusal("replaces_id", _("Please choose a plan of the same local government."))
    seen: set[int] = set()
    while older is not None and older.resource_id not in seen:
        if older.resource_id == plan.resource_id:
            raise FieldRefusal("replaces_id", _("A plan cannot replace itself, nor one that replaces it."))
        seen.add(older.resource_id)
        older = session.get(ActionPlan, older.replaces_id) if older.replaces_id else None


def _set_topics(session: WriteSession, plan: ActionPlan, form: PlanForm) -> None:
    for axis, keys in ((Axis.GROUP, form.groups), (Axis.THEME, form.themes)):
        session.add_all(PlanTopic(plan_id=plan.resource_id, axis=axis, key=key) for key in keys)
    session.flush()


def _id(by: Actor | None) -> int | None:
    return by.id if by and by.id else None
