"""What is known of a plan, as people read it: for its page, and beside another."""

from dataclasses import dataclass
from datetime import date

from library.municipalities.registry import registry
from library.plans.models import ActionPlan, AdoptingBody, Axis, MigrationCouncil
from library.plans.status import Dates
from library.plans.words import BODIES, COUNCILS, GROUPS, THEMES, named, status_name
from rmtc.i18n import formats
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class Fact:
    """A line: its key, what it is called, and its values; several stand one under the other."""

    key: str
    name: str
    values: tuple[str, ...]


def period(starts: date, ends: date) -> str:
    """A period in words; whole years as 2021–2025."""
    if (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31):
        return str(starts.year) if starts.year == ends.year else f"{starts.year}–{ends.year}"
    return formats.days(starts, ends)


def money(plan: ActionPlan) -> str:
    """The budget with its currency, or nothing."""
    return f"{formats.number(float(plan.budget), 2)} {plan.currency}" if plan.budget is not None else ""


def dates_of(plan: ActionPlan, superseded_on: date | None = None) -> Dates:
    """The dates that decide about the status of a plan."""
    return Dates(plan.adopted_on, plan.starts, plan.ends, plan.extended_to, superseded_on)


def facts_of(plan: ActionPlan, dates: Dates, day: date) -> list[Fact]:
    """What is known of a plan, line by line; a line without a value says that nothing is known."""
    return [
        Fact("status", _("Status on %(day)s") % {"day": formats.day(day)}, (status_name(dates.status(day)),)),
        Fact("period", _("Period"), (period(plan.starts, plan.ends), *_said(plan.period_note))),
        Fact("extension", _("Extended until"), (_extension(plan),)),
        Fact("adoption", _("Adopted"), _adoption(plan)),
        Fact("council", _("Migration council"), _council(plan)),
        Fact("groups", _("Target groups"), tuple(named(GROUPS, keys_of(plan, Axis.GROUP)))),
        Fact("themes", _("Themes"), tuple(named(THEMES, keys_of(plan, Axis.THEME)))),
        Fact("budget", _("Budget"), (*_said(money(plan)), *_said(plan.budget_note))),
        Fact("office", _("Office in charge"), _office(plan)),
    ]


def _said(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def keys_of(plan: ActionPlan, axis: Axis) -> list[str]:
    """The keys of the target groups or themes of a plan (with its topics)."""
    return [topic.key for topic in plan.topics if topic.axis is axis]


def _extension(plan: ActionPlan) -> str:
    return formats.day(plan.extended_to) if plan.extended_to else _("not extended")


def _adoption(plan: ActionPlan) -> tuple[str, ...]:
    body = _(BODIES[plan.adopted_by]) if plan.adopted_by is not AdoptingBody.UNKNOWN else ""
    day = formats.day(plan.adopted_on) if plan.adopted_on else ""
    return (*_said(day), *_said(body), *_said(plan.decision))


def _council(plan: ActionPlan) -> tuple[str, ...]:
    if plan.council is MigrationCouncil.UNKNOWN:
        return ()
    day = formats.day(plan.council_formed_on) if plan.council_formed_on else ""
    return (_(COUNCILS[plan.council]), *_said(day))


def _office(plan: ActionPlan) -> tuple[str, ...]:
    institution = plan.institution.shown_name if plan.institution else ""
    return (*_said(plan.office), *_said(institution))


@dataclass(frozen=True)
class Line:
    """A fact of two plans: both sides' values as (text, is in the other too), and whether they say the same."""

    name: str
    left: tuple[tuple[str, bool], ...]
    right: tuple[tuple[str, bool], ...]
    is_same: bool


def beside(left: list[Fact], right: list[Fact]) -> list[Line]:
    """The facts of two plans beside each other."""
    return [
        Line(
            mine.name,
            tuple((value, value in theirs.values) for value in mine.values),
            tuple((value, value in mine.values) for value in theirs.values),
            mine.values == theirs.values,
        )
        for mine, theirs in zip(left, right, strict=True)
    ]


def government_name(plan: ActionPlan) -> str:
    """The name of the local government whose plan it is."""
    return found.name if (found := registry().get(plan.municipality)) else plan.municipality
