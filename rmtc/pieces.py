"""Pieces of pages that depend on nothing but the language and what they are given: rendered once for each."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from rmtc.i18n.languages import current

MOST = 5_000
"""Pieces that are kept; those asked for longest ago give way."""


class Pieces:
    """Renders small templates that include no others; one that has changed since is rendered anew."""

    def __init__(self, templates: Environment) -> None:
        self._found = templates.get_template
        self._rendered = lru_cache(MOST)(_render)

    def __call__(self, name: str, /, **values: Hashable) -> Markup:
        """A template with these values, all that it may tell."""
        return self._rendered(current(), self._found(name), tuple(values.items()))


def _render(_language: str, template: Template, values: tuple[tuple[str, Any], ...]) -> Markup:
    return Markup(template.render(dict(values)))  # noqa: S704 - escaped by the template
