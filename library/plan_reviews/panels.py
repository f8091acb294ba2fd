"""What the reviews add to the page of a plan."""

from library.plan_reviews.queries import missing_years, reviews_of
from library.plans.models import ActionPlan
from library.plans.pages import PlanPart
from library.plans.status import Dates
from rmtc.accounts.actors import Actor
from rmtc.clock import today
from rmtc.db import ReadSession


def reviews_part(session: ReadSession, plan: ActionPlan, dates: Dates, actor: Actor | None) -> PlanPart:
    """The reviews of a plan, newest first, and the past years that have none."""
    reviews = reviews_of(session, plan.resource_id, actor)
    missing = missing_years(dates, {review.year for review, _ in reviews}, today())
    return "library/plan_reviews/_reviews.html", {"reviews": reviews, "missing": missing}
