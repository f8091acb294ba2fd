"""The command line `rmtc`: each part brings its own commands, this module puts them together."""

import sys

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from courses.interchange import course_commands as courses
from courses.question_files import commands as question_files
from courses.records import commands as records
from library.finding import commands as library
from rmtc.commands import audit, backup, checking, database, demo, serving
from rmtc.errors import Refusal
from rmtc.people import commands as people

app = typer.Typer(
    name="rmtc",
    help="The campus and library of the Regional Migration Training Centre.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("migrate")(database.migrate)
app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.work)
app.command("check")(checking.check_site)
app.add_typer(audit.app, name="audit")
app.add_typer(people.app, name="people")
app.add_typer(backup.app, name="backup")
app.add_typer(courses.app, name="courses")
app.add_typer(library.app, name="library")
app.add_typer(records.app, name="records")
app.add_typer(question_files.app, name="questions")

# A part's commands: `app.add_typer(commands.app, name="courses")`, where its module `commands` holds a typer.Typer.


def main() -> None:
    """Run a command; what goes wrong is one sentence on stderr and exit code 1."""
    try:
        app(prog_name="rmtc")
    except Refusal as refusal:
        sys.exit(f"rmtc: {refusal}")
    except ValidationError as error:
        sys.exit("\n".join(f"rmtc: {_place(list(each['loc']))}: {each['msg']}" for each in error.errors()))
    except SQLAlchemyError as error:
        sys.exit(f"rmtc: the database did not answer as expected: {str(error).splitlines()[0]}")
    except OSError as error:
        sys.exit(f"rmtc: {error}")


def _place(loc: list[int | str]) -> str:
    return f"RMTC_{'.'.join(map(str, loc)).upper()}"
