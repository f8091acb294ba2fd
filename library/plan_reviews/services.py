"""Entering, changing and removing the review of a year. Refusals name the field."""

from sqlalchemy import select

from library.plan_reviews.forms import PlanReviewForm
from library.plan_reviews.models import PlanReview
from library.plan_reviews.queries import review_of
from library.plans.facts import dates_of
from library.plans.models import ActionPlan
from library.resources.models import Resource
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now, today
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def add_review(session: WriteSession, plan: ActionPlan, form: PlanReviewForm, *, by: Actor | None) -> PlanReview:
    """Enter the review of a year of a plan; refuses a second one of the same year."""
    review = PlanReview(plan_id=plan.resource_id)
    _describe(session, plan, review, form, by)
    session.add(review)
    session.flush()
    record(session, "plan_review.added", ("plan", plan.resource_id), by=_id(by), year=review.year)
    return review


def edit_review(
    session: WriteSession, plan: ActionPlan, review: PlanReview, form: PlanReviewForm, *, by: Actor | None
) -> PlanReview:
    """Change the review of a year; refuses to make it the second one of another year."""
    before = {"year": review.year, "text": review.text}
    _describe(session, plan, review, form, by)
    session.flush()
    record(session, "plan_review.edited", ("plan", plan.resource_id), by=_id(by), year=review.year, before=before)
    return review


def name_report(session: WriteSession, review: PlanReview, report_id: int, *, by: Actor | None) -> None:
    """Name the record that holds the report of a review."""
    review.report_id, review.entered_at, review.entered_by = report_id, now(), _id(by)
    session.flush()
    record(session, "plan_review.report_named", ("plan", review.plan_id), by=_id(by), year=review.year)


def remove_review(session: WriteSession, review: PlanReview, *, by: Actor | None) -> None:
    """Remove the review of a year; the record of its report stays."""
    before = {"year": review.year, "text": review.text}
    record(session, "plan_review.removed", ("plan", review.plan_id), by=_id(by), year=review.year, before=before)
    session.delete(review)
    session.flush()


def _describe(
    session: WriteSession, plan: ActionPlan, review: PlanReview, form: PlanReviewForm, by: Actor | None
) -> None:
    # Two who enter a year of the same plan at once take turns, on PostgreSQL too.
    session.execute(select(ActionPlan.resource_id).where(ActionPlan.resource_id == plan.resource_id).with_for_update())
    _check_year(session, plan, review, form.year)
    _check_report(session, plan, form.report_id)
    for name in PlanReviewForm.model_fields:
        setattr(review, name, getattr(form, name))
    review.entered_at, review.entered_by = now(), _id(by)


def _check_year(session: WriteSession, plan: ActionPlan, review: PlanReview, year: int) -> None:
    first, last = plan.starts.year, dates_of(plan).last_day.year
    if not first <= year <= last:
        raise FieldRefusal(
            "year", _("The plan is for the years %(first)s to %(last)s.") % {"first": first, "last": last}
        )
    if year > today().year:
        raise FieldRefusal("year", _("This year is still to come."))
    other = review_of(session, plan.resource_id, year)
    if other is not None and other is not review:
        raise FieldRefusal("year", _("There is a review for this year already."))


def _check_report(session: WriteSession, plan: ActionPlan, report_id: int | None) -> None:
    if report_id == plan.resource_id:
        raise FieldRefusal("report_id", _("This is the record of the plan itself."))
    if report_id and session.get(Resource, report_id) is None:
        raise FieldRefusal("report_id", _("There is no such record."))


def _id(by: Actor | None) -> int | None:
    return by.id if by and by.id else None
