"""The reviews of a plan at the librarian's desk: one a year, entered, changed, removed."""

from typing import Annotated, Any

from fastapi import Depends, Response

from library.desk.access import Librarian
from library.plan_reviews import queries, services
from library.plan_reviews.forms import PlanReviewForm
from library.plan_reviews.models import PlanReview
from library.plans.access import PlanToKeep, plan_again
from library.plans.facts import dates_of, period
from library.plans.known import superseded_days
from library.plans.models import ActionPlan
from library.plans.words import source_in_words
from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/plans/{plan_id:int}/reviews")
LARGEST_YEAR = 9999
Typed = Annotated[Bound[PlanReviewForm], Depends(bind(PlanReviewForm))]


def review_to_keep(session: Reads, plan: PlanToKeep, year: int) -> PlanReview:
    """The review of a year of a plan; 404 when there is none."""
    review = queries.review_of(session, plan.resource_id, year) if year <= LARGEST_YEAR else None
    if review is None:
        raise NotFound(_("There is no review for this year."))
    return review


ReviewToKeep = Annotated[PlanReview, Depends(review_to_keep)]


@router.get("", name="desk.plan_reviews")
def list_reviews(page: Answer, by: Librarian, session: Reads, plan: PlanToKeep) -> Response:
    """Every review of a plan, and the past years that have none."""
    reviews = queries.reviews_of(session, plan.resource_id, by)
    dates = dates_of(plan, superseded_days(session, [plan.resource_id]).get(plan.resource_id))
    return page.render(
        "library/plan_reviews/desk.html",
        plan=plan,
        period=period(plan.starts, plan.ends),
        reviews=reviews,
        missing=queries.missing_years(dates, {review.year for review, _report in reviews}, today()),
        source_in_words=source_in_words,
    )


@router.get("/new", name="desk.new_plan_review")
def show_new_review(page: Answer, plan: PlanToKeep, year: str = "") -> Response:
    """The form for the review of a year; the address may name the year."""
    return _form(page, plan, filled({"year": year[:4], "language": "sr-Cyrl"}))


@router.post("", name="desk.add_plan_review")
def add_review(page: Answer, by: Librarian, _plan: PlanToKeep, session: Writes, form: Typed, plan_id: int) -> Response:
    """Enter the review of a year."""
    plan = plan_again(session, plan_id)
    if form.checked is None:
        return _form(page, plan, form, status=422)
    try:
        services.add_review(session, plan, form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form(page, plan_again(session, plan_id), form.refused(refusal), status=422)
    return page.redirect("desk.plan_reviews", plan_id=plan_id, flash=_("The review is saved."))


@router.get("/{year:int}", name="desk.plan_review")
def show_review(page: Answer, plan: PlanToKeep, review: ReviewToKeep) -> Response:
    """The review of a year for changing."""
    shown: dict[str, Any] = {name: getattr(review, name) for name in PlanReviewForm.model_fields}
    typed = shown | {"reported_on": review.reported_on.isoformat(), "report_id": review.report_id or ""}
    return _form(page, plan, filled(typed), review.year)


@router.post("/{year:int}", name="desk.edit_plan_review")
def edit_review(
    page: Answer, by: Librarian, _review: ReviewToKeep, session: Writes, form: Typed, plan_id: int, year: int
) -> Response:
    """Save what is said of a year."""
    plan = plan_again(session, plan_id)
    if form.checked is None:
        return _form(page, plan, form, year, 422)
    try:
        services.edit_review(session, plan, _again(session, plan_id, year), form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form(page, plan_again(session, plan_id), form.refused(refusal), year, 422)
    return page.redirect("desk.plan_reviews", plan_id=plan_id, flash=_("The review is saved."))


@router.post("/{year:int}/removal", name="desk.remove_plan_review")
def remove_review(
    page: Answer, by: Librarian, _review: ReviewToKeep, session: Writes, plan_id: int, year: int
) -> Response:
    """Remove the review of a year."""
    services.remove_review(session, _again(session, plan_id, year), by=by)
    return page.redirect("desk.plan_reviews", plan_id=plan_id, flash=_("The review is removed."))


def _again(session: ReadSession, plan_id: int, year: int) -> PlanReview:
    """The review once more, in the transaction that writes."""
    review = queries.review_of(session, plan_id, year)
    if review is None:
        raise NotFound(_("There is no review for this year."))
    return review


def _form(page: Page, plan: ActionPlan, form: Bound[Any], year: int | None = None, status: int = 200) -> Response:
    return page.render(
        "library/plan_reviews/form.html",
        status,
        form=form,
        plan=plan,
        year=year,
        codes=[(code, languages.language_name(code)) for code in languages.LANGUAGES],
    )
