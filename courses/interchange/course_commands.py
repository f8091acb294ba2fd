"""The command that brings a course in."""

from pathlib import Path
from typing import Annotated

import typer

from courses.interchange.imports import import_backup
from courses.interchange.report_files import require_place, write_report
from courses.interchange.report_words import kind_name, outcome_name
from rmtc.accounts.actors import the_site
from rmtc.files.store import open_store
from rmtc.site import open_site

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Courses from elsewhere."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A Moodle backup (.mbz).")],
    slug: Annotated[str, typer.Option(help="The name of the course in its address; else made of its title.")] = "",
    report: Annotated[Path | None, typer.Option(help="Write the whole report here, as JSON.")] = None,
) -> None:
    """Make a draft course of a file."""
    require_place(report)
    with open_site() as site:
        imported = import_backup(site.database, open_store(site.settings), file, slug, by=the_site())
    done = imported.report
    for entry in done.entries:
        if entry.outcome != "taken":
            said = f"{outcome_name(entry.outcome)}: {kind_name(entry.kind)} {entry.what} ({entry.why})"
            typer.echo(said, err=True)
    if report is not None:
        write_report(report, {"course": imported.slug} | done.as_data())
    typer.echo(f"course {imported.slug}, a draft that nobody else sees yet", err=True)
    totals = done.totals()
    typer.echo(f"taken {totals['taken']}, changed {totals['changed']}, left out {totals['left_out']}")
