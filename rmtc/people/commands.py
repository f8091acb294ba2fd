"""The commands `rmtc people add` and `rmtc people import`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from rmtc.accounts.actors import the_site
from rmtc.accounts.membership import NewPerson, add_person
from rmtc.accounts.models import PersonState, RoleName
from rmtc.accounts.passwords import hash_password, weakness
from rmtc.accounts.queries import institutions_by_name
from rmtc.db import ReadSession
from rmtc.errors import Refusal
from rmtc.people.forms import InvitationForm
from rmtc.people.imports import Line, Outcome, import_people, plan_import, totals
from rmtc.people.services import give_role, send_invitation
from rmtc.site import open_site
from rmtc.texts.problems import message_for

app = typer.Typer(help="Accounts of people.", no_args_is_help=True)


@app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="the person's e-mail address")],
    name: Annotated[str, typer.Option(help="the person's name")],
    role: Annotated[RoleName, typer.Option(help="what the person may be")],
    institution: Annotated[str, typer.Option(help="the name of an institution that is known already")] = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="read the password from stdin")] = False,
) -> None:
    """Make an account; without a password its owner gets a letter with a link."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin and sys.stdin else ""
    if password_stdin and (wrong := weakness(password, name, email)):
        raise Refusal(wrong)
    with open_site() as site, site.database.writing() as session:
        form = _checked(email, name, role, _institution(session, institution))
        state = PersonState.ACTIVE if password else PersonState.INVITED
        hashed = hash_password(password) if password else ""
        new = NewPerson(form.email, form.name, form.institution_id or None, "en", state, hashed)
        person = add_person(session, new, by=the_site())
        give_role(session, person, form.role, by=the_site())
        if not password:
            send_invitation(session, person, by=the_site(), site_url=site.settings.site_url)
    typer.echo(f"{form.email} is {form.role}; {'the password is set' if password else 'an invitation is on its way'}.")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV with the columns email,name,institution,role,language")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would happen")] = False,
) -> None:
    """Make accounts from a CSV file; every line that is left out is named with the reason."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Refusal(f"{file} is not UTF-8 text.") from problem
    with open_site() as site:
        if dry_run:
            with site.database.reading() as session:
                lines = plan_import(session, text, by=the_site())
        else:
            lines = import_people(site.database, text, by=the_site(), site_url=site.settings.site_url)
    _tell(lines)


def _tell(lines: list[Line]) -> None:
    for line in lines:
        if line.outcome is Outcome.LEFT_OUT:
            typer.echo(f"line {line.number}: {line.email or '-'}: {line.why}", err=True)
    typer.echo(", ".join(f"{kind} {count}" for kind, count in totals(lines).items()))


def _institution(session: ReadSession, name: str) -> int:
    if not name:
        return 0
    found = institutions_by_name(session).get(name.strip().casefold())
    if found is None:
        raise Refusal(f"There is no institution called “{name}”. Add it under /manage/institutions first.")
    return found


def _checked(email: str, name: str, role: RoleName, institution_id: int) -> InvitationForm:
    values = {"email": email, "name": name, "role": role, "institution_id": institution_id, "language": "en"}
    try:
        return InvitationForm.model_validate(values)
    except ValidationError as problem:
        raise Refusal("\n".join(f"{error['loc'][0]}: {message_for(error)}" for error in problem.errors())) from problem
