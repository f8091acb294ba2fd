"""What the command line says when something goes wrong."""

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from rmtc.errors import Refusal

NO_TABLE = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")
"""What SQLite and PostgreSQL say where the schema is not that of this version."""


def sentence_for(error: Exception) -> str | None:
    """The sentence that tells an operator what went wrong; None for a mistake of ours, which keeps its trace."""
    if isinstance(error, ValidationError):
        said = ((_setting(list(each["loc"])), each["msg"].removeprefix("Value error, ")) for each in error.errors())
        return "\n".join(f"rmtc: {setting}: {message}" for setting, message in said)
    if isinstance(error, ModuleNotFoundError) and error.name == "psycopg":
        return "rmtc: the driver for PostgreSQL is missing: run `python3 scripts/setup.py --server`"
    if isinstance(error, SQLAlchemyError) and any(sign in str(error) for sign in NO_TABLE):
        return "rmtc: the database is empty or of another version of the site: run `rmtc migrate`"
    if isinstance(error, SQLAlchemyError):
        return f"rmtc: the database did not answer as expected: {str(error).splitlines()[0]}"
    if isinstance(error, OSError) and error.strerror:
        return f"rmtc: {error.strerror}: {error.filename}" if error.filename else f"rmtc: {error.strerror}"
    return f"rmtc: {error}" if isinstance(error, Refusal | OSError) else None


def _setting(loc: list[int | str]) -> str:
    return f"RMTC_{'.'.join(map(str, loc)).upper()}"
