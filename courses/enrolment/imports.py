"""Enrolling people from a list: each line is checked, and the report says what became of it."""

import csv
from dataclasses import dataclass

from sqlalchemy import select

from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import taken_places
from courses.enrolment.services import enrol
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.tables import opened_table

MOST_LINES = 500


@dataclass(frozen=True)
class Line:
    """A line of the list: what was typed, who it is, and why it is left out ("" when it is not)."""

    number: int
    email: str
    name: str
    person_id: int | None = None
    waits: bool = False
    why: str = ""


@dataclass(frozen=True)
class Report:
    """What a list leads to."""

    lines: list[Line]

    @property
    def taken(self) -> int:
        """How many people are enrolled, or would be."""
        return sum(not line.why for line in self.lines)


def check_list(session: ReadSession, run: CourseRun, text: str) -> Report:
    """Say what each line would lead to; nothing is changed."""
    rows = _rows(text)
    emails = {email for _number, email, _name in rows}
    people = {
        person.email: person
        for person in session.scalars(select(Person).where(Person.email.in_(emails)))
        if person.state is not PersonState.CLOSED
    }
    wanted = select(Enrolment.person_id).where(Enrolment.run_id == run.id)
    here = set(session.scalars(wanted.where(Enrolment.state != EnrolmentState.WITHDRAWN)))
    free = None if run.capacity is None else max(0, run.capacity - taken_places(session, run.id))
    lines: list[Line] = []
    seen: set[str] = set()
    for number, email, name in rows:
        person = people.get(email)
        why = _why_not(email, person, seen, here)
        seen.add(email)
        waits = not why and free is not None and sum(not line.why for line in lines) >= free
        lines.append(Line(number, email, name, person.id if person and not why else None, waits, why))
    return Report(lines)


def enrol_list(session: WriteSession, run: CourseRun, text: str, *, by: Actor) -> Report:
    """Enrol everybody on the list who can be; the report says who was left out and why."""
    report = check_list(session, run, text)
    for line in report.lines:
        if line.person_id is not None:
            enrol(session, run, line.person_id, by=by, reason=_("From a list"))
    return report


def _why_not(email: str, person: Person | None, seen: set[str], here: set[int]) -> str:
    if "@" not in email:
        return _("This is not an e-mail address.")
    if email in seen:
        return _("This address stands on an earlier line already.")
    if person is None:
        return _("Nobody with this address has an account yet. Invite them first.")
    if person.id in here:
        return _("Has a place in this run, or waits for one already.")
    return ""


def _rows(text: str) -> list[tuple[int, str, str]]:
    """The lines as number, address, name; a first line with the names of the columns is passed over."""
    delimiter = max(",;\t", key=text.count)
    try:
        with opened_table(text) as table:
            lines = list(csv.reader(table, delimiter=delimiter))
    except Refusal as refusal:
        raise FieldRefusal("rows", str(refusal)) from refusal
    rows = []
    for number, cells in enumerate(lines, 1):
        email, name = [*(cell.strip() for cell in cells[:2]), "", ""][:2]
        if email and not (number == 1 and email.lower() in {"email", "e-mail"}):
            rows.append((number, email.lower(), name))
    if not rows:
        raise FieldRefusal("rows", _("The list is empty. Write one person a line: address, name."))
    if len(rows) > MOST_LINES:
        raise FieldRefusal("rows", _("Please send at most %(count)s people at once.") % {"count": MOST_LINES})
    return rows
