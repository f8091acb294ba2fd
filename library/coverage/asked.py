"""What somebody asks of the plans; anything may be typed into the address, and what makes no sense is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from library.coverage.gaps import FILTERS
from library.municipalities.districts import DISTRICTS
from library.municipalities.registry import in_order, matching
from library.plans.days import read_day
from library.plans.known import KnownPlan
from library.plans.status import Status, ends_soon
from library.plans.words import GROUPS, THEMES
from rmtc.search.folding import fold

SOON: Final = "soon"
LONGEST = 100


def _one_of(given: Mapping[str, str], name: str, known: Iterable[str]) -> str:
    value = given.get(name, "")
    return value if value in set(known) else ""


@dataclass(frozen=True)
class Asked:
    """Words of a name or title, filters, the day the status is computed for, the page."""

    day: date
    q: str = ""
    district: str = ""
    status: str = ""
    group: str = ""
    theme: str = ""
    gap: str = ""
    with_noted: bool = False
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str], usual: date) -> Self:
        """Read the parameters of an address; raises FieldRefusal where the day makes no sense."""
        page = given.get("page", "")
        return cls(
            day=read_day(given.get("as_of", "")[:LONGEST], usual),
            q=given.get("q", "").replace("\0", "").strip()[:LONGEST],
            district=_one_of(given, "district", DISTRICTS),
            status=_one_of(given, "status", [*Status, SOON]),
            group=_one_of(given, "group", GROUPS),
            theme=_one_of(given, "theme", THEMES),
            gap=_one_of(given, "gap", FILTERS),
            with_noted=given.get("kosovo", "") == "with",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,  # noqa: PLR2004 - a million pages
        )

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but the day narrows the list."""
        return bool(self.q or self.district or self.status or self.group or self.theme)

    def parameters(self) -> dict[str, Any]:
        """The query of the address that asks the same, from its first page."""
        names = ("q", "district", "status", "group", "theme", "gap")
        return {
            "as_of": self.day.isoformat(),
            **{name: getattr(self, name) for name in names},
            "kosovo": "with" if self.with_noted else "",
        }

    def fits(self, plan: KnownPlan, about: set[int]) -> bool:
        """Say whether a plan is what was asked for; `about` are the plans of the group and the theme asked for."""
        return (
            (not (self.group or self.theme) or plan.id in about)
            and self.district in {"", plan.government.district.code}
            and self._status_fits(plan)
        )

    def _status_fits(self, plan: KnownPlan) -> bool:
        if self.status == SOON:
            return plan.dates.is_valid(self.day) and ends_soon(plan.dates.last_day, self.day)
        return self.status in {"", plan.status(self.day)}

    def choose(self, plans: Iterable[KnownPlan], about: set[int]) -> list[KnownPlan]:
        """The plans that fit, in the order of their local governments, the newest of each first."""
        named, words = matching(self.q), fold(self.q).split()
        fitting = (plan for plan in plans if self.fits(plan, about))
        chosen = [plan for plan in fitting if plan.government.key in named or _is_called(plan, words)]
        chosen.sort(key=lambda plan: (plan.dates.starts, plan.id), reverse=True)
        return sorted(chosen, key=lambda plan: in_order(plan.government))


def _is_called(plan: KnownPlan, words: list[str]) -> bool:
    """Say whether the titles of a plan hold every word."""
    folded = fold(" ".join([plan.title, *plan.titles.values()]))
    return all(word in folded for word in words)
