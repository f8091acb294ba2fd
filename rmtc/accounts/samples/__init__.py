"""Demonstration people: institutions of the region, an account for every role, and learners of several institutions."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from rmtc.accounts.actors import Actor
from rmtc.accounts.membership import NewInstitution, NewPerson, add_institution, add_person, grant_role
from rmtc.accounts.models import Institution, PersonState, RoleName
from rmtc.accounts.passwords import hash_password
from rmtc.accounts.queries import person_by_email
from rmtc.db import WriteSession

PASSWORD = "plandiste-demo"  # noqa: S105 - public on purpose; `rmtc demo` refuses to run in production
DOMAIN = "demo.rmtc.example"
FOLDER = Path(__file__).parent


def load_people(session: WriteSession, *, by: Actor) -> None:
    """Make what is missing of the demonstration people; doing it again changes nothing."""
    data = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
    institutions = {each["code"]: _institution(session, each, by) for each in data["institutions"]}
    missing = [each for each in data["people"] if person_by_email(session, _address(each)) is None]
    if not missing:
        return
    hashed = hash_password(PASSWORD)  # one hash for all: sixty-four megabytes of work each would take a minute
    for each in missing:
        institution = institutions[each["institution"]]
        language = each.get("language", "en")
        new = NewPerson(_address(each), each["name"], institution.id, language, PersonState.ACTIVE, hashed)
        person = add_person(session, new, by=by)
        role = RoleName(each.get("role", "learner"))
        scope = ("institution", institution.id) if role is RoleName.COORDINATOR else ("", 0)
        grant_role(session, person, role, *scope, by=by)


def _address(entry: dict[str, Any]) -> str:
    return f"{entry['email']}@{DOMAIN}"


def _institution(session: WriteSession, entry: dict[str, Any], by: Actor) -> Institution:
    kept = session.scalar(select(Institution).where(Institution.name == entry["name"]))
    new = NewInstitution(entry["name"], entry["country"], entry["name_sr"])
    return kept or add_institution(session, new, by=by)
