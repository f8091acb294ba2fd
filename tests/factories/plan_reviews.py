"""Reviews of plans for tests, made by the services as in real life."""

from typing import Any

from library.plan_reviews.forms import PlanReviewForm
from library.plan_reviews.models import PlanReview
from library.plan_reviews.services import add_review
from library.plans.models import ActionPlan
from rmtc.db import WriteSession


def a_review(session: WriteSession, plan: ActionPlan, year: int, **facts: Any) -> PlanReview:
    """A review of a year by a report of the next January, unless told otherwise."""
    usual = {
        "year": year,
        "reported_on": f"{year + 1}-01-20",
        "text": f"Two houses were repaired in {year}.",
        "language": "en",
        "source": "Report to the local assembly",
    }
    review = add_review(session, plan, PlanReviewForm.model_validate(usual | facts), by=None)
    session.commit()
    return review
