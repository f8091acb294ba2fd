"""What templates call most, done with few steps: translations, and plain functions in general."""

from functools import cache, lru_cache
from types import FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context
from markupsafe import Markup

from rmtc.i18n.languages import current
from rmtc.i18n.texts import ngettext, translations

_PLAIN = (FunctionType, MethodType, type(lru_cache(int)))


class LeanContext(Context):
    """Calls a plain function as it is; Jinja looks four times first what else it might be."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if type(function) not in _PLAIN or hasattr(function, "jinja_pass_arg"):
            return super().call(function, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


@cache
def _translated(language: str, message: str) -> Markup:
    return Markup(translations(language).gettext(message))  # noqa: S704 texts of templates, written by us


def translate(message: str, /, **values: Any) -> Markup:
    """Translate a text of a template; its values are escaped."""
    text = _translated(current(), message)
    return text % values if "%" in text else text


def translate_number(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    """Translate a text of a template that counts; the number is its value `num`."""
    return Markup(ngettext(singular, plural, num)) % {"num": num, **values}  # noqa: S704 as above
