"""Forms: Pydantic checks what was typed, and a template can show it again with the errors."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from typing import Annotated, Any, Generic, TypeVar, get_origin

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from rmtc.errors import FieldRefusal, SavedMeanwhile
from rmtc.i18n.texts import gettext as _
from rmtc.texts.letters import without_controls
from rmtc.texts.numbers import LARGEST
from rmtc.texts.problems import MESSAGES, message_for
from rmtc.web.requests import whole_body

F = TypeVar("F", bound=BaseModel)
FIRST_YEAR, LAST_YEAR = 1000, 2999  # at the ends of Python's calendar a change of time zone leads out of it


@dataclass(frozen=True)
class Bound(Generic[F]):
    """What a person typed, and either the checked form or the errors by field."""

    typed: dict[str, Any] = field(default_factory=dict)
    checked: F | None = None
    errors: dict[str, str] = field(default_factory=dict)

    def refused(self, refusal: FieldRefusal) -> "Bound[F]":
        """The same form with what the domain said about one field; shown what was saved meanwhile, one may go on."""
        typed = self.typed | {"seen": refusal.newest} if isinstance(refusal, SavedMeanwhile) else self.typed
        return replace(self, typed=typed, checked=None, errors={**self.errors, refusal.field: str(refusal)})


def filled(values: dict[str, Any]) -> Bound[Any]:
    """A form that shows what is already there."""
    return Bound({name: value if isinstance(value, list) else _shown(value) for name, value in values.items()})


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def bind(form: type[F]) -> Callable[..., Awaitable[Bound[F]]]:
    """Make the dependency that reads `form` from the body of a request.

    A list field collects every value of its name; an empty text counts as not filled in where the field is not a text.
    """
    many = {name for name, info in form.model_fields.items() if _is_list(info.annotation)}

    async def dependency(request: Request, _body: Annotated[None, Depends(whole_body)]) -> Bound[F]:
        return check(form, await request.form(), many)

    return dependency


def check(form: type[F], body: FormData, many: set[str]) -> Bound[F]:
    """Check what was typed against a form."""
    typed: dict[str, Any] = {}
    for name in body:
        values = [without_controls(value) for value in body.getlist(name) if isinstance(value, str)]
        if values:
            typed[name] = values if name in many else values[-1]
    try:
        checked = form.model_validate(typed)
    except ValidationError as problem:
        errors: dict[str, str] = {}
        for error in problem.errors():
            errors.setdefault(str(error["loc"][0]) if error["loc"] else "form", message_for(error))
        return Bound(typed, errors=errors)
    if errors := {name: text for name, value in checked if (text := _beyond(value))}:
        return Bound(typed, errors=errors)
    return Bound(typed, checked)


def _beyond(value: Any) -> str:
    """Say what is wrong with a number no table holds, or a day no calendar of ours has, alone or in a list."""
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, date) and not FIRST_YEAR <= one.year <= LAST_YEAR for one in values):
        return _("Please write a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    is_wide = any(isinstance(one, int) and abs(one) > LARGEST for one in values)
    is_endless = any(isinstance(one, float) and not isfinite(one) for one in values)
    said = MESSAGES["less_than_equal" if is_wide else "finite_number"]
    return (_(said) % {"le": LARGEST} if is_wide else _(said)) if is_wide or is_endless else ""


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) in {list, set, frozenset, tuple}
