"""What every page about plans needs."""

from collections.abc import Callable
from typing import Any

from library.municipalities.registry import SOURCE, SOURCE_DATE
from library.plans.facts import period
from library.plans.models import ActionPlan
from library.plans.status import Dates
from library.plans.words import TONES, source_in_words, status_name
from library.resources.policies import is_staff
from rmtc.accounts.actors import Actor
from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.web.pages import Page

PlanPart = tuple[str, dict[str, Any]]
PlanParts = Callable[[ReadSession, ActionPlan, Dates, Actor | None], PlanPart]
"""What other slices add to the page of a plan: a template and its context (there as `part`)."""


def context(page: Page) -> dict[str, Any]:
    """What every page about plans needs: words, and who may change them."""
    return {
        "today": today(),
        "period": period,
        "status_name": status_name,
        "tones": TONES,
        "source": SOURCE,
        "source_in_words": source_in_words,
        "source_date": SOURCE_DATE,
        "is_staff": is_staff(page.request.state.viewer),
    }
