"""The command line `rmtc`: each part brings its own commands, this module puts them together.

A part is only loaded when its command is called: loading them all takes seconds on a small machine.
"""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

PARTS = {
    "migrate": ("rmtc.commands.database:migrate", "Create or upgrade the database."),
    "demo": ("rmtc.commands.demo:demo", "Fill demonstration data; what is there already stays. Prints the accounts."),
    "serve": ("rmtc.commands.serving:serve", "Run the site, and its background work beside it."),
    "worker": ("rmtc.commands.serving:work", "Do background work as a process of its own, until told to stop."),
    "check": (
        "rmtc.commands.checking:check_site",
        "Show the settings and where they came from, and look at database, files, index, jobs and audit log.",
    ),
    "audit": ("rmtc.commands.audit:app", "The log of who changed what."),
    "people": ("rmtc.people.commands:app", "Accounts of people."),
    "backup": ("rmtc.commands.backup:app", "Everything needed to start again elsewhere, in one file."),
    "courses": ("courses.interchange.course_commands:app", "Courses from elsewhere."),
    "library": ("library.care.commands:app", "The library's documents and its search index."),
    "records": ("courses.records.commands:app", "Accreditation records: make them, verify them."),
    "questions": ("courses.question_files.commands:app", "Questions from files and into files."),
}
"""Each command: where its function or its typer.Typer lies, and the line that `rmtc --help` says about it."""


class Parts(TyperGroup):
    """Knows the names of all commands, and loads the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Put the command itself in the place of its name."""
        if args and args[0] in PARTS:
            self.add_command(load(args[0]), args[0])
        return super().resolve_command(ctx, args)


def load(name: str) -> Any:
    """Load a command or a group of commands, with the tables of every part (one refers to the other by name)."""
    import_module("rmtc.tables")
    module, _, attribute = PARTS[name][0].partition(":")
    found = getattr(import_module(module), attribute)
    alone = typer.Typer()
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    return get_group(alone).commands[name]


def _unloaded() -> None:
    """Stand for a command until it is called."""


app = typer.Typer(
    name="rmtc",
    help="The campus and library of the Regional Migration Training Centre.",
    cls=Parts,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for _name, (_place, _line) in PARTS.items():
    app.command(_name, help=_line)(_unloaded)


def main() -> None:
    """Run a command; what goes wrong is one sentence on stderr and exit code 1."""
    try:
        app(prog_name="rmtc")
    except Exception as error:
        sentence = import_module("rmtc.commands.mistakes").sentence_for(error)
        if sentence is None:
            raise
        sys.exit(sentence)
