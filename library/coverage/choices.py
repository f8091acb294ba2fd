"""What can be chosen in the forms about plans, named in the reader's language."""

from library.coverage.asked import SOON
from library.coverage.gaps import FILTERS, gap_name
from library.municipalities.districts import DISTRICTS
from library.municipalities.registry import alphabetical
from library.plans.status import Status
from library.plans.words import status_name
from rmtc.i18n.texts import gettext as _


def district_choices() -> list[tuple[str, str]]:
    """Code and name of every district, by name."""
    return sorted(((one.code, one.name) for one in DISTRICTS.values()), key=lambda pair: alphabetical(pair[1]))


def status_choices() -> list[tuple[str, str]]:
    """Every status, and what ends soon."""
    return [*((status.value, status_name(status)) for status in Status), (SOON, _("Ends within 12 months"))]


def gap_choices() -> list[tuple[str, str]]:
    """Every gap that may be asked for."""
    return [(gap, gap_name(gap)) for gap in FILTERS]
