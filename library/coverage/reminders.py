"""Telling institutions that a plan ends: 180, 90 and 30 days before its last day, once each."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import selectinload

from library.coverage.tokens import token_of
from library.plans.days import ONE_DAY
from library.plans.known import KnownPlan, known_plans
from library.plans.models import ActionPlan, PlanReminder, PlanSilence
from library.plans.status import Status
from library.resources.queries import visible_resources
from rmtc.accounts.actors import actor_of, the_site
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.i18n import formats
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark, ngettext
from rmtc.mail.services import post

DAYS: Final = (180, 90, 30)
"""So many days before the last day people are told."""

GREETING = mark("Dear %(name)s,")
SUBJECT = mark("The local action plan of %(place)s ends on %(day)s")
TEXT = mark(
    "the local action plan of %(place)s ends on %(day)s (%(left)s). In the library of the Centre no plan that follows "
    "it is known.\n\nIf a new plan has been adopted, or this one extended, please send it to the Centre, so that the "
    "library shows it. The plan as it is known now:\n%(link)s"
)
STOP = mark("To get no more reminders of plans, open this page and press the button:\n%(link)s")
CLOSING = mark("Regional Migration Training Centre")


def due(session: ReadSession, day: date) -> list[tuple[KnownPlan, int]]:
    """The published plans whose end is to be announced on a day, each with the reminder that is due, if not yet sent.

    Only the nearest reminder counts: where the job did not run for long, those that were missed are not made up for.
    """
    plans = known_plans(session, the_site())
    adopted = [plan for plan in plans if plan.status(day) is Status.ADOPTED]
    near = [(plan, _stage(plan, day)) for plan in plans if plan.dates.is_valid(day)]
    wanted = [(plan, days) for plan, days in near if days and not _is_followed(plan, adopted)]
    sent = _sent(session, [plan.id for plan, _days in wanted])
    return [(plan, days) for plan, days in wanted if (plan.id, days, plan.dates.last_day) not in sent]


def _stage(plan: KnownPlan, day: date) -> int:
    """Which reminder a plan is in the time of: 180, 90 or 30, or 0 where its end is further away."""
    left = (plan.dates.last_day - day).days
    return min((days for days in DAYS if left <= days), default=0)


def _is_followed(plan: KnownPlan, adopted: Sequence[KnownPlan]) -> bool:
    """Say whether an adopted plan of the same local government begins before there is a break."""
    latest = plan.dates.last_day + ONE_DAY
    return any(one.government.key == plan.government.key and one.dates.starts <= latest for one in adopted)


def _sent(session: ReadSession, ids: Sequence[int]) -> set[tuple[int, int, date]]:
    rows = select(PlanReminder.plan_id, PlanReminder.days, PlanReminder.last_day).where(PlanReminder.plan_id.in_(ids))
    return {(plan_id, days, last_day) for plan_id, days, last_day in session.execute(rows)}


def remind(session: WriteSession, plan_id: int, days: int, day: date, *, site_url: str, key: bytes) -> int:
    """Write the letters of one reminder; returns how many. Sent already, or no longer due, it writes none."""
    found = next((plan for plan, due_days in due(session, day) if (plan.id, due_days) == (plan_id, days)), None)
    if found is None:
        return 0
    readers = recipients(session, plan_id)
    for person in readers:
        stops_at = f"{site_url}/library/plans/reminders/{token_of(key, person.id)}"
        _write(session, person, found, day, f"{site_url}/library/plans/{plan_id}", stops_at)
    last_day = found.dates.last_day
    session.add(PlanReminder(plan_id=plan_id, days=days, last_day=last_day, letters=len(readers), at=now()))
    session.flush()
    record(session, "plan.reminded", ("plan", plan_id), by=None, days=days, letters=len(readers))
    return len(readers)


def recipients(session: ReadSession, plan_id: int) -> list[Person]:
    """Who is told: those who coordinate or keep the library for the plan's institution and may see its record.

    Where there is nobody, the Centre's librarians, so that somebody is; never those who want no reminders.
    """
    institution = session.scalar(select(ActionPlan.institution_id).where(ActionPlan.resource_id == plan_id))
    if institution is not None:
        own = _people(session, institution)
        actors = {person.id: actor_of(person, person.roles) for person in own}
        if readers := [one for one in own if visible_resources(session, [plan_id], actors[one.id])]:
            return readers
    return _centre(session)


def _people(session: ReadSession, institution: int) -> list[Person]:
    """Coordinators of an institution, and librarians who work there."""
    scoped = and_(Role.scope_kind == "institution", Role.scope_id == institution)
    there = and_(Role.name == RoleName.LIBRARIAN, Person.institution_id == institution)
    holds = exists().where(
        Role.person_id == Person.id,
        or_(and_(scoped, Role.name.in_((RoleName.COORDINATOR, RoleName.LIBRARIAN))), there),
    )
    return _active(session, holds)


def _centre(session: ReadSession) -> list[Person]:
    holds = exists().where(Role.person_id == Person.id, Role.name == RoleName.LIBRARIAN, Role.scope_kind == "")
    return _active(session, holds)


def _active(session: ReadSession, holds: ColumnElement[bool]) -> list[Person]:
    wants = not_(exists().where(PlanSilence.person_id == Person.id))
    chosen = select(Person).where(Person.state == PersonState.ACTIVE, wants, holds).options(selectinload(Person.roles))
    return list(session.scalars(chosen.order_by(Person.id)))


def _write(session: WriteSession, person: Person, plan: KnownPlan, day: date, link: str, stops_at: str) -> None:
    with speaking(person.language):
        left = (plan.dates.last_day - day).days
        values = {
            "place": plan.government.name,
            "day": formats.day(plan.dates.last_day),
            "left": ngettext("in %(num)d day", "in %(num)d days", left) % {"num": left},
            "link": link,
        }
        stop = _(STOP) % {"link": stops_at}
        text = "\n\n".join((_(GREETING) % {"name": person.name}, _(TEXT) % values, stop, _(CLOSING))) + "\n"
        subject = _(SUBJECT) % values
        post(session, to=person.email, subject=subject, text=text, language=person.language, stops_at=stops_at)
