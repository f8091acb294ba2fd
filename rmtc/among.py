"""A list of values in a question as one parameter, so that the statement is written once whatever is in the list.

SQLAlchemy's own `in_` writes a parameter for each value into the statement whenever it is run, which takes it longer
than the database takes to answer.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, Dialect, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Listed(TypeDecorator[list[Any]]):
    """A list of values: an array where the database has them, else JSON."""

    impl = JSON
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the database takes."""
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else JSON())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> list[Any]:  # noqa: ARG002 - as asked
        """Give the values as they are kept: choices as their words."""
        return [str(each) if isinstance(each, str) else each for each in value or ()]


class _Among(FunctionElement[bool]):
    """The condition itself."""

    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:  # noqa: ARG002 - as SQLAlchemy asks
        """Stand among other conditions as it is: compared with true it would be answered without an index."""
        return self


def among(column: ColumnElement[Any] | Any, name: str, of: TypeEngine[Any]) -> ColumnElement[bool]:
    """The condition that a column has one of the values (of a type) that are given to the statement by a name."""
    return _Among(column, bindparam(name, type_=Listed(of)))


@compiles(_Among)
def _in_json(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - written by the compiler from its own parts


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY ({values})"
