"""Where a plan stands on a day: computed from its dates, never written down."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from library.plans.days import ONE_DAY


class Status(StrEnum):
    """Where a plan stands, in the order in which time takes it."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


VALID: Final = frozenset({Status.IN_FORCE, Status.EXTENDED})
SOON: Final = 12
"""A plan that ends within so many months is said to expire soon."""


@dataclass(frozen=True)
class Dates:
    """The dates that decide: adopted (None: not), first and last day, extended to, from when another replaces it."""

    adopted_on: date | None
    starts: date
    ends: date
    extended_to: date | None = None
    superseded_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day, with an extension where there is one."""
        return max(self.ends, self.extended_to) if self.extended_to else self.ends

    def over_since(self, day: date) -> date:
        """The first day on which the plan, over on a day, was so: after its last one, or when another replaced it."""
        after = self.last_day + ONE_DAY
        return min(after, self.superseded_on) if self.superseded_on and self.superseded_on <= day else after

    def status(self, day: date) -> Status:
        """Where the plan stands on a day; the first and the last day belong to its period."""
        if self.adopted_on is None or day < self.adopted_on:
            return Status.DRAFT
        if self.superseded_on is not None and self.superseded_on <= day:
            return Status.SUPERSEDED
        if day < self.starts:
            return Status.ADOPTED
        if day <= self.ends:
            return Status.IN_FORCE
        return Status.EXTENDED if day <= self.last_day else Status.EXPIRED

    def is_valid(self, day: date) -> bool:
        """Say whether the plan holds on a day."""
        return self.status(day) in VALID


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ends_soon(last_day: date, day: date) -> bool:
    """Say whether what is valid on a day ends within twelve months from it."""
    return last_day <= months_later(day, SOON)
