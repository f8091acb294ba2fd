"""The command that verifies the audit log."""

import typer

from rmtc.audit import queries, sealing
from rmtc.commands.findings import Finding
from rmtc.errors import Refusal
from rmtc.site import Site, open_site

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """The log of who changed what."""


@app.command("verify")
def verify() -> None:
    """Check the chain of sealed blocks, their signatures, and the heads noted outside the database."""
    with open_site() as site:
        found = finding(site)
    if found.problems:
        raise Refusal("\n".join(found.problems))
    typer.echo(f"Intact: {found.line}.")


def finding(site: Site) -> Finding:
    """How the log stands; seals first, so that everything committed is covered."""
    sealing.seal(site.database, site.settings)
    with site.database.reading() as session:
        last = queries.last_block(session)
        problems = sealing.verify(session, site.settings)
    return Finding(f"audit log {last.number if last else 0} sealed blocks", problems)
