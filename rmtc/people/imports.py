"""People from a CSV file: every line is taken, changes somebody, or is left out with the reason."""

import csv
import time
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic import ValidationError
from sqlalchemy import select

from rmtc.accounts.actors import Actor
from rmtc.accounts.membership import NewPerson, add_person
from rmtc.accounts.models import Person, Role, RoleName
from rmtc.accounts.queries import institutions_by_name
from rmtc.db import Database, ReadSession, WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.people.forms import InvitationForm
from rmtc.people.policies import manages_everybody, own_institutions, roles_to_give
from rmtc.people.services import give_role, send_invitation
from rmtc.texts.tables import opened_table

COLUMNS = ("email", "name", "institution", "role", "language")
MOST_LINES = 5000
AT_ONCE = 25
PAUSE = 0.12
"""Seconds between them: whoever waits for SQLite looks every tenth of a second whether it is their turn."""


class Outcome(StrEnum):
    """What becomes of a line."""

    TAKEN = "taken"
    CHANGED = "changed"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Line:
    """A line of the file (the header is line 1), what becomes of it and why."""

    number: int
    email: str
    outcome: Outcome
    why: str
    form: InvitationForm | None = None


@dataclass(frozen=True)
class _Known:
    institutions: dict[str, int]
    people: dict[str, tuple[int, int | None]]
    roles: set[tuple[int, RoleName]]


def read_csv(text: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV text with their line and by column; Refusal when the columns are not the expected ones."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    with opened_table(text) as table:
        reader = csv.DictReader(table, delimiter=separator)
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        missing = [column for column in COLUMNS[:2] if column not in names]
        if missing:
            raise Refusal(_("The first line must name the columns %(columns)s.") % {"columns": ", ".join(COLUMNS)})
        reader.fieldnames = names
        rows = [(reader.line_num, _filled_in(row)) for row in reader]
    if len(rows) > MOST_LINES:
        raise Refusal(_("Please import at most %(most)s people at once.") % {"most": MOST_LINES})
    return [(number, row) for number, row in rows if any(row.values())]


def _filled_in(row: dict[str, str | None]) -> dict[str, str]:
    return {name: str(value or "").strip() for name, value in row.items() if name in COLUMNS}


def plan_import(session: ReadSession, text: str, *, by: Actor) -> list[Line]:
    """Say what would become of every line; changes nothing. The number of queries does not grow with the lines."""
    rows, known = read_csv(text), _known(session)
    lines: list[Line] = []
    seen: set[str] = set()
    for number, row in rows:
        line = _plan(number, row, known, by)
        if line.form and line.form.email in seen:
            line = Line(number, line.email, Outcome.LEFT_OUT, _("This address stands in the file twice."))
        seen.add(line.form.email if line.form else "")
        lines.append(line)
    return lines


def import_people(database: Database, text: str, *, by: Actor, site_url: str) -> list[Line]:
    """Do what the plan says: new people are invited, known ones get the role they lack.

    A few at a time, so that nobody else waits long to write; a file imported again goes on where it stopped.
    """
    with database.reading() as session:
        lines = plan_import(session, text, by=by)
    for start in range(0, len(lines), AT_ONCE):
        if start and database.is_sqlite:
            time.sleep(PAUSE)
        with database.writing() as session:
            lines[start : start + AT_ONCE] = [
                _taken(session, line, by, site_url) for line in lines[start : start + AT_ONCE]
            ]
    return lines


def _taken(session: WriteSession, line: Line, by: Actor, site_url: str) -> Line:
    form = line.form
    if form is None or line.outcome is Outcome.LEFT_OUT:
        return line
    try:
        if line.outcome is Outcome.TAKEN:
            new = NewPerson(form.email, form.name, form.institution_id or None, form.language)
            person = add_person(session, new, by=by)
            send_invitation(session, person, by=by, site_url=site_url)
        else:
            person = session.scalars(select(Person).where(Person.email == form.email)).one()
        give_role(session, person, form.role, by=by)
    except FieldRefusal as refusal:  # somebody made the same account meanwhile
        return replace(line, outcome=Outcome.LEFT_OUT, why=str(refusal))
    return line


def totals(lines: list[Line]) -> dict[str, int]:
    """How many lines were taken, changed something, and were left out."""
    return {str(kind): sum(line.outcome is kind for line in lines) for kind in Outcome}


def _known(session: ReadSession) -> _Known:
    people = {
        email: (number, at)
        for number, email, at in session.execute(select(Person.id, Person.email, Person.institution_id))
    }
    held = select(Role.person_id, Role.name).where(Role.scope_kind.in_(("", "institution")))
    roles = {(number, name) for number, name in session.execute(held)}
    return _Known(institutions_by_name(session), people, roles)


def _plan(number: int, row: dict[str, str], known: _Known, by: Actor) -> Line:
    email, institution = row.get("email", "").lower(), row.get("institution", "")
    try:
        form = _checked(row, known)
        _refuse_reach(form, known, by)
    except (ValidationError, FieldRefusal) as problem:
        return Line(number, email, Outcome.LEFT_OUT, _reason(problem))
    kept = known.people.get(form.email)
    if kept is None:
        return Line(number, form.email, Outcome.TAKEN, institution, form)
    if form.institution_id and kept[1] != form.institution_id:
        return Line(number, form.email, Outcome.LEFT_OUT, _("Their account belongs to another institution."))
    if (kept[0], form.role) in known.roles:
        return Line(number, form.email, Outcome.LEFT_OUT, _("Has an account with this role already."))
    return Line(number, form.email, Outcome.CHANGED, _("Has an account already and gets the role."), form)


def _checked(row: dict[str, str], known: _Known) -> InvitationForm:
    name = row.get("institution", "")
    if name and name.casefold() not in known.institutions:
        raise FieldRefusal("institution", _("There is no institution “%(name)s”.") % {"name": name})
    return InvitationForm.model_validate(
        {
            "email": row.get("email", ""),
            "name": row.get("name", ""),
            "institution_id": known.institutions.get(name.casefold(), 0),
            "role": row.get("role", "").lower() or RoleName.LEARNER,
            "language": row.get("language") or "en",
        }
    )


def _refuse_reach(form: InvitationForm, known: _Known, by: Actor) -> None:
    if form.role not in roles_to_give(by):
        raise FieldRefusal("role", _("You may not give this role."))
    kept = known.people.get(form.email)
    place = kept[1] if kept else form.institution_id
    if not manages_everybody(by) and place not in own_institutions(by):
        raise FieldRefusal("institution", _("This is not your own institution."))
    if form.role is RoleName.COORDINATOR and not place:
        raise FieldRefusal("role", _("A coordinator needs an institution."))


def _reason(problem: ValidationError | FieldRefusal) -> str:
    if isinstance(problem, FieldRefusal):
        return str(problem)
    words = {"email": _("address"), "name": _("name"), "role": _("role"), "language": _("language")}
    wrong = {words.get(str(error["loc"][0]), str(error["loc"][0])) for error in problem.errors()}
    return _("Not right: %(fields)s.") % {"fields": ", ".join(sorted(wrong))}
