"""Commands that bring questions in and out."""

from pathlib import Path
from typing import Annotated

import typer

from courses.catalogue.queries import course_by_slug
from courses.interchange.report import Report
from courses.interchange.report_files import require_place, write_report
from courses.interchange.report_words import kind_name, outcome_name
from courses.question_files.services import import_questions, read_questions, write_questions
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.site import open_site

app = typer.Typer(help="Questions from files and into files.", no_args_is_help=True)

Slug = Annotated[str, typer.Option("--course", help="The course, by the name in its address.")]


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A file in GIFT, Aiken or Moodle XML.", exists=True, dir_okay=False)],
    course: Slug,
    file_format: Annotated[str, typer.Option("--format", help="gift, moodle-xml or aiken; found out by itself.")] = "",
    report: Annotated[Path | None, typer.Option(help="Write the whole report here, as JSON.")] = None,
) -> None:
    """Put the questions of a file into the bank of a course."""
    require_place(report)
    reading = read_questions(file.read_bytes(), file.name, file_format)
    with open_site() as site, site.database.writing() as session:
        done = import_questions(session, _course_id(session, course), reading, by=None)
    print_report(done)
    if report is not None:
        write_report(report, done.as_data())


@app.command("export")
def export_file(
    course: Slug,
    file_format: Annotated[str, typer.Option("--format", help="gift or moodle-xml.")] = "gift",
    out: Annotated[Path | None, typer.Option(help="The file to write; without it, standard output.")] = None,
) -> None:
    """Write the question bank of a course."""
    with open_site() as site, site.database.reading() as session:
        data, done = write_questions(session, _course_id(session, course), file_format)
    if out is None:
        typer.echo(data.decode(), nl=False)
    else:
        out.write_bytes(data)
    print_report(done, err=True)


def print_report(report: Report, *, err: bool = False) -> None:
    """Print what was changed and left out, line by line, then the totals."""
    for entry in report.entries:
        if entry.outcome != "taken":
            said = f"{outcome_name(entry.outcome)}: {kind_name(entry.kind)} {entry.what} ({entry.why})"
            typer.echo(said, err=True)
    totals = report.totals()
    line = f"taken {totals['taken']}, changed {totals['changed']}, left out {totals['left_out']}"
    typer.echo(line, err=err)


def _course_id(session: ReadSession, slug: str) -> int:
    course = course_by_slug(session, slug)
    if course is None:
        raise NotFound(f"there is no course “{slug}”")
    return course.id
