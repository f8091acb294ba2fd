"""Unqualified Dublin Core (ISO 15836): pairs for XML and for the head of a page."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from library.exchange.described import Described
from library.resources.kinds import KINDS

DCMI_TYPES: Final = {"data": "Dataset", "video": "MovingImage"}
"""DCMI types of the kinds that are not texts."""


class Term(NamedTuple):
    """An element of Dublin Core, its value, and the language the value is in, if it is in one."""

    name: str
    value: str
    language: str = ""


def terms(one: Described) -> list[Term]:
    """What Dublin Core can say of a record."""
    return [term for term in (*_about(one), *_source(one)) if term.value]


def _about(one: Described) -> Iterator[Term]:
    yield from (Term("title", text, code) for code, text in one.titles.items())
    yield from (Term("creator", maker.name) for maker in one.makers)
    for labels in one.subjects:
        yield from (Term("subject", text, code) for code, text in labels.items())
    yield from (Term("description", text, code) for code, text in one.abstracts.items())
    yield Term("publisher", one.publisher)
    yield from (Term("contributor", maker.name) for _role, maker in one.others)
    yield Term("date", one.date)
    yield Term("type", KINDS.get(one.kind, one.kind), "en")
    yield Term("type", DCMI_TYPES.get(one.kind, "Text"))


def _source(one: Described) -> Iterator[Term]:
    yield from (Term("format", kind) for kind in dict.fromkeys(file.media_type for file in one.files))
    yield Term("identifier", one.address)
    yield from (Term("identifier", other.url or other.text) for other in one.identifiers)
    yield Term("language", one.language)
    yield from (Term("relation", file.address) for file in one.files)
    yield from (Term("relation", address) for _sense, address in one.relations)
    yield Term("coverage", one.period)
    yield Term("rights", one.licence_address or one.licence)
    yield Term("rights", one.rights)
