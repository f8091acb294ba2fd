"""Somebody's highlights as a file of their own: Markdown to read, JSON for programs."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from library.reading.models import Highlight
from library.resources.models import Resource
from rmtc.i18n.texts import gettext as _

Rows = Iterable[tuple[Highlight, Resource, str | None]]
Titles = Mapping[int, tuple[str, str] | None]


def title_of(titles: Titles, number: int) -> str:
    """The title of a record, as far as one may know it."""
    known = titles.get(number)
    return known[0] if known else _("A record that is no longer open to you")


def as_markdown(rows: Rows, titles: Titles, site: str) -> str:
    """Every quotation under the title of its record, with page and note."""
    lines = [f"# {_('My highlights')}", ""]
    for number, group in groupby(rows, key=lambda row: row[1].id):
        lines += [f"## {title_of(titles, number)}", "", f"<{site}/library/{number}>", ""]
        for highlight, _resource, _name in group:
            lines += [f"> {highlight.quote}", ">", "> " + _("page %(number)s") % {"number": highlight.page}, ""]
            lines += [highlight.note, ""] if highlight.note else []
    return "\n".join(lines)


def as_objects(rows: Rows, titles: Titles, site: str) -> list[dict[str, Any]]:
    """The same as JSON values, with what stands around the words."""
    return [
        {
            "record": f"{site}/library/{resource.id}",
            "title": title_of(titles, resource.id),
            "file": name,
            "page": highlight.page,
            "quote": highlight.quote,
            "prefix": highlight.prefix,
            "suffix": highlight.suffix,
            "note": highlight.note,
            "created": highlight.created_at.isoformat(),
        }
        for highlight, resource, name in rows
    ]
