"""What a bag says of a local action plan: its facts, the plans before and after it, and its annual reviews."""

from typing import Any

from pydantic import Field
from sqlalchemy import select

from library.carried.references import NamedRecord, names_of, record_named
from library.plan_reviews.forms import PlanReviewForm
from library.plan_reviews.models import PlanReview
from library.plan_reviews.queries import all_reviews, review_of, reviews_by_report
from library.plan_reviews.services import add_review, name_report
from library.plans.facts import keys_of
from library.plans.forms import NewPlanForm, PlanForm
from library.plans.models import ActionPlan, Axis
from library.plans.queries import plan_of
from library.plans.services import FACTS, add_plan, put_after
from library.resources.models import Resource
from rmtc.accounts.actors import Actor
from rmtc.accounts.queries import institutions_by_name
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _

OF_THIS_SITE = {"institution_id", "replaces_id"}
MOST_REVIEWS = 200


class BaggedReview(PlanReviewForm):
    """The review of a year, with the record of its report by name."""

    report: NamedRecord | None = None


class BaggedPlan(PlanForm):
    """The facts of a plan; its institution by name, the plans before and after it by the names of their records."""

    institution: str = Field("", max_length=200)
    replaces: NamedRecord | None = None
    replaced_by: list[NamedRecord] = Field(default_factory=list, max_length=MOST_REVIEWS)
    reviews: list[BaggedReview] = Field(default_factory=list, max_length=MOST_REVIEWS)


class ReviewedYear(NamedRecord):
    """A year of a plan whose report a record is."""

    year: int


def plan_in_bag(session: ReadSession, resource_id: int) -> dict[str, Any] | None:
    """What is to be said of the plan that a record holds, if it holds one."""
    plan = plan_of(session, resource_id)
    if plan is None:
        return None
    replacing = select(ActionPlan.resource_id).where(ActionPlan.replaces_id == resource_id)
    after = session.scalars(replacing.order_by(ActionPlan.resource_id)).all()
    reviews = all_reviews(session, resource_id)
    others = [plan.replaces_id, *after, *(review.report_id for review in reviews)]
    names = {number: name.model_dump() for number, name in names_of(session, list(filter(None, others))).items()}
    facts: dict[str, Any] = {name: getattr(plan, name) for name in FACTS if name not in OF_THIS_SITE}
    facts |= {"groups": keys_of(plan, Axis.GROUP), "themes": keys_of(plan, Axis.THEME)}
    said = PlanForm.model_construct(**facts).model_dump(mode="json", exclude=OF_THIS_SITE)
    return said | {
        "institution": plan.institution.name if plan.institution else "",
        "replaces": names.get(plan.replaces_id or 0),
        "replaced_by": [names[number] for number in after],
        "reviews": [_said_in(review) | {"report": names.get(review.report_id or 0)} for review in reviews],
    }


def _said_in(review: PlanReview) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(review, name) for name in PlanReviewForm.model_fields}
    return PlanReviewForm.model_construct(**facts).model_dump(mode="json", exclude={"report_id"})


def reviewed_years(session: ReadSession, resource_id: int) -> list[dict[str, Any]]:
    """The plans and years whose report a record is."""
    found = reviews_by_report(session, resource_id)
    names = names_of(session, [review.plan_id for review in found])
    return [names[review.plan_id].model_dump() | {"year": review.year} for review in found]


def take_plan(session: WriteSession, resource: Resource, said: BaggedPlan, *, by: Actor | None) -> list[str]:
    """Describe a record as the plan that a bag says it is; returns a sentence for each thing that stayed outside."""
    office = institutions_by_name(session).get(said.institution.casefold())
    before = _plan_named(session, said.replaces, said.municipality)
    facts = {name: getattr(said, name) for name in PlanForm.model_fields}
    facts |= {"institution_id": office, "replaces_id": before.resource_id if before else None}
    plan = add_plan(session, NewPlanForm(**facts, record=resource.id), by=by)
    for name in said.replaced_by:
        after = _plan_named(session, name, said.municipality)
        if after is not None and after.replaces_id is None:
            put_after(session, after, plan, by=by)
    left = [_("The institution “%(name)s” is not known here.") % {"name": said.institution}]
    return [*(left if said.institution and office is None else ()), *_take_reviews(session, plan, said.reviews, by)]


def _take_reviews(session: WriteSession, plan: ActionPlan, said: list[BaggedReview], by: Actor | None) -> list[str]:
    left = []
    for one in said:
        report = record_named(session, one.report)
        form = PlanReviewForm.model_construct(**one.model_dump(include=set(PlanReviewForm.model_fields)))
        form.report_id = report.id if report else None
        try:
            add_review(session, plan, form, by=by)
        except FieldRefusal as refusal:
            words = {"year": one.year, "why": str(refusal)}
            left.append(_("The review for %(year)d was left out. %(why)s") % words)
    return left


def take_reviewed_years(
    session: WriteSession, resource: Resource, said: list[ReviewedYear], *, by: Actor | None
) -> None:
    """Name a record as the report of the years of plans that a bag says, where they are here and have none."""
    for name in said:
        plan = record_named(session, name)
        review = review_of(session, plan.id, name.year) if plan else None
        if review is not None and review.report_id is None:
            name_report(session, review, resource.id, by=by)


def _plan_named(session: ReadSession, name: NamedRecord | None, municipality: str) -> ActionPlan | None:
    """The plan of a local government that the record of this name holds."""
    resource = record_named(session, name)
    plan = session.get(ActionPlan, resource.id) if resource else None
    return plan if plan is not None and plan.municipality == municipality else None
