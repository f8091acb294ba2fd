"""Which local governments have no valid plan on a day, and why: the gap report and the counts of the map."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from library.municipalities.districts import DISTRICTS, District
from library.municipalities.registry import LocalGovernment
from library.plans.days import ONE_DAY
from library.plans.known import WITH_TEXT, KnownPlan
from library.plans.status import Status, ends_soon
from rmtc.i18n.texts import gettext, mark


class Cover(StrEnum):
    """How a local government is covered on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NONE = "none"


COVERS: Final[dict[Cover, str]] = {
    Cover.VALID: mark("Valid plan"),
    Cover.EXPIRING: mark("Expires within 12 months"),
    Cover.EXPIRED: mark("Expired"),
    Cover.NONE: mark("No plan"),
}
TONES: Final = {Cover.VALID: "pass", Cover.EXPIRING: "due", Cover.EXPIRED: "stop", Cover.NONE: ""}
NO_FILE: Final = "no_file"
FILTERS: Final = (Cover.NONE.value, Cover.EXPIRED.value, Cover.EXPIRING.value, NO_FILE)
"""The gaps somebody may ask for."""


@dataclass(frozen=True)
class Finding:
    """How a local government stands: its cover, the plan that decides (None: there is none), the last day covered."""

    government: LocalGovernment
    cover: Cover
    plan: KnownPlan | None
    until: date | None
    coming: KnownPlan | None = None

    @property
    def has_no_file(self) -> bool:
        """Say whether there is a plan whose file is not in the library."""
        return self.plan is not None and not self.plan.has_file

    @property
    def has_no_text(self) -> bool:
        """Say whether there is a file whose text could not be read."""
        return self.plan is not None and self.plan.has_file and self.plan.text < WITH_TEXT

    @property
    def gaps(self) -> tuple[str, ...]:
        """Every gap it has."""
        cover = () if self.cover is Cover.VALID else (self.cover.value,)
        return (*cover, *((NO_FILE,) if self.has_no_file else ()))

    def days_left(self, day: date) -> int | None:
        """Days until the cover ends; less than 0 where it has ended."""
        return (self.until - day).days if self.until else None


def find_gaps(governments: Iterable[LocalGovernment], plans: Iterable[KnownPlan], day: date) -> list[Finding]:
    """How each local government stands on a day, in the order given."""
    own: dict[str, list[KnownPlan]] = {}
    for plan in plans:
        own.setdefault(plan.government.key, []).append(plan)
    return [_finding(one, own.get(one.key, ()), day) for one in governments]


def _finding(government: LocalGovernment, plans: Sequence[KnownPlan], day: date) -> Finding:
    valid = [plan for plan in plans if plan.dates.is_valid(day)]
    coming = sorted((plan for plan in plans if plan.status(day) is Status.ADOPTED), key=lambda plan: plan.dates.starts)
    following = coming[0] if coming else None
    if valid:
        plan = max(valid, key=_last_day)
        replaced = [one.dates.starts - ONE_DAY for one in coming if one.replaces_id == plan.id]
        until = covered_until(min([_last_day(plan), *replaced]), coming)
        cover = Cover.EXPIRING if ends_soon(until, day) else Cover.VALID
        return Finding(government, cover, plan, until, following)
    over = [plan for plan in plans if plan.status(day) in {Status.EXPIRED, Status.SUPERSEDED}]
    if over:
        plan = max(over, key=lambda one: one.dates.over_since(day))
        return Finding(government, Cover.EXPIRED, plan, plan.dates.over_since(day) - ONE_DAY, following)
    return Finding(government, Cover.NONE, None, None, following)


def _last_day(plan: KnownPlan) -> date:
    return plan.dates.last_day


def covered_until(last_day: date, coming: Iterable[KnownPlan]) -> date:
    """The last day covered without a break, where adopted plans follow one another (in the order of their begin)."""
    for plan in coming:
        if plan.dates.starts <= last_day + ONE_DAY:
            last_day = max(last_day, plan.dates.last_day)
    return last_day


@dataclass(frozen=True)
class DistrictCount:
    """How the local governments of a district stand."""

    district: District
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[Cover, int]:
        """How many stand how, every kind of cover among them."""
        found = Counter(finding.cover for finding in self.findings)
        return {cover: found.get(cover, 0) for cover in Cover}

    @property
    def without_file(self) -> int:
        """How many have a plan whose file is not in the library."""
        return sum(finding.has_no_file for finding in self.findings)


def by_district(findings: Iterable[Finding]) -> list[DistrictCount]:
    """The findings of each district that has any, from north to south."""
    own: dict[str, list[Finding]] = {}
    for finding in findings:
        own.setdefault(finding.government.district.code, []).append(finding)
    districts = sorted((DISTRICTS[code] for code in own), key=lambda one: (one.row, one.column))
    return [DistrictCount(one, tuple(own[one.code])) for one in districts]


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """How many stand how, and how many lack a file."""
    found: Counter[str] = Counter()
    for finding in findings:
        found.update({finding.cover.value: 1, NO_FILE: int(finding.has_no_file)})
    return {key: found.get(key, 0) for key in (*(cover.value for cover in Cover), NO_FILE)}


def cover_name(cover: Cover) -> str:
    """How a cover is called."""
    return gettext(COVERS[cover])


def gap_name(gap: str) -> str:
    """How a gap is called."""
    return gettext("No file") if gap == NO_FILE else cover_name(Cover(gap))


NAMED_ABOVE: Final = (mark("No file"),)
