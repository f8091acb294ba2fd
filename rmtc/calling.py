"""What templates call most, done with few steps: translations, and plain functions in general."""

from collections.abc import Mapping
from functools import cache, lru_cache
from keyword import iskeyword
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from rmtc.i18n.languages import current
from rmtc.i18n.texts import translations

_NUMBERS = frozenset({int, float})
_PLAIN = (FunctionType, MethodType, BuiltinMethodType, type(lru_cache(int)))
# A macro is told how to escape by Jinja; here everything is escaped, which is what it does without being told.


OURS = frozenset({"_", "gettext", "ngettext", "icon", "icon_of_sheet", "static_url", "url_for", "piece"})
"""Plain functions that templates know by these names, whatever a page gives them."""


class LeanContext(Context):
    """Calls a plain function or a macro as it is; Jinja looks four times first what else it might be."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        kind = type(function)
        if kind is not Macro and (kind not in _PLAIN or hasattr(function, "jinja_pass_arg")):
            return super().call(function, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


def written(value: Any) -> str:
    """Escape what a template prints; what is safe stays as it is."""
    kind = type(value)
    if kind is Markup:
        return cast("Markup", value)
    return str(value) if kind in _NUMBERS else escape(value)


class LeanCode(CodeGenerator):
    """Compiles templates as Jinja does, but for printing: its text need not be wrapped as safe before it is joined."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - Jinja's name
        """Write the code of a template, which then finds `written` where it says `escape`."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import {written.__name__} as escape")

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        """Call what every page calls most without asking what it is."""
        asked = node.node
        is_simple = not (node.dyn_args or node.dyn_kwargs or any(iskeyword(given.key) for given in node.kwargs))
        if not (is_simple and isinstance(asked, nodes.Name) and asked.name in OURS):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(asked, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")


@cache
def _translated(language: str, message: str) -> Markup:
    return Markup(translations(language).gettext(message))  # noqa: S704 texts of templates, written by us


def translate(message: str, /, **values: Any) -> Markup:
    """Translate a text of a template; its values are escaped."""
    text = _translated(current(), message)
    return filled(text, values) if "%" in text else text


@lru_cache(maxsize=10_000)
def _counted(language: str, singular: str, plural: str, num: int) -> Markup:
    return Markup(translations(language).ngettext(singular, plural, num))  # noqa: S704 texts of templates, written by us


def translate_number(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    """Translate a text of a template that counts; the number is its value `num`."""
    return filled(_counted(current(), singular, plural, num), {"num": num, **values})


def filled(text: Markup, values: Mapping[str, Any]) -> Markup:
    """Put values into a text, all but numbers escaped: what Markup does, in fewer steps."""
    safe = {name: value if type(value) in _NUMBERS else escape(value) for name, value in values.items()}
    return Markup(str.__mod__(text, safe))  # noqa: S704 escaped above
