"""What every page about plans needs."""

from typing import Any

from library.municipalities.registry import SOURCE, SOURCE_DATE
from library.plans.facts import period
from library.plans.words import TONES, source_in_words, status_name
from library.resources.policies import is_staff
from rmtc.clock import today
from rmtc.web.pages import Page


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
