"""The command line `rmtc`: each part brings its own commands, this module puts them together."""

import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from rmtc.commands import database
from rmtc.errors import Refusal

app = typer.Typer(
    name="rmtc",
    help="The campus and library of the Regional Migration Training Centre.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("migrate")(database.migrate)


def main() -> None:
    """Run a command; what goes wrong is one sentence on stderr and exit code 1."""
    try:
        app()
    except Refusal as refusal:
        sys.exit(f"rmtc: {refusal}")
    except SQLAlchemyError as error:
        sys.exit(f"rmtc: the database did not answer as expected: {str(error).splitlines()[0]}")
    except OSError as error:
        sys.exit(f"rmtc: {error}")
