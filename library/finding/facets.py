"""What narrows a search: facets with counts and names in the reader's language, and the filters that are set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from library.collections.queries import names_of
from library.finding.documents import COLLECTION, KIND, LANGUAGE, SUBJECT
from library.finding.forms import Asked
from library.finding.queries import Results
from library.resources.kinds import kind_name
from rmtc.db import ReadSession
from rmtc.i18n.languages import language_name
from rmtc.i18n.texts import gettext as _

MOST_VALUES = 12


class FacetValue(NamedTuple):
    """A value to choose, its name, how many records it would give, and whether it is chosen."""

    value: str
    name: str
    many: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow the results."""

    name: str
    title: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Filter:
    """A filter that is set; `value` is empty for years."""

    name: str
    value: str
    text: str


Names = Mapping[str, Callable[[str], str]]


def names(session: ReadSession, language: str, results: Results) -> Names:
    """How the values of each facet of some results are called."""
    shelves, topics = (
        {*results.facets.get(name, ()), *results.asked.chosen.get(name, ())} for name in (COLLECTION, SUBJECT)
    )
    return called(session, language, shelves, topics)


def called(session: ReadSession, language: str, shelves: set[str], topics: set[str]) -> Names:
    """How values are called, with these collections and subjects (keys) among them."""
    collections, subjects = names_of(session, shelves, topics, language)
    return {
        KIND: kind_name,
        LANGUAGE: language_name,
        COLLECTION: lambda key: collections.get(key, key),
        SUBJECT: lambda key: _capital(subjects[key]) if key in subjects else key,
    }


def facets(results: Results, names: Names) -> list[Facet]:
    """The facets of some results: chosen values first, then those that give most."""
    titles = {KIND: _("Kind"), LANGUAGE: _("Language"), COLLECTION: _("Collection"), SUBJECT: _("Subject")}
    return [Facet(name, titles[name], _values(results, name, names[name])) for name in titles]


def _values(results: Results, name: str, word: Callable[[str], str]) -> tuple[FacetValue, ...]:
    counts, chosen = results.facets.get(name, {}), results.asked.chosen.get(name, ())
    rows = [FacetValue(value, word(value), counts.get(value, 0), value in chosen) for value in {*counts, *chosen}]
    rows.sort(key=lambda row: (not row.is_chosen, -row.many, row.name))
    return tuple(rows[: max(MOST_VALUES, len(chosen))])


def filters(asked: Asked, names: Names) -> list[Filter]:
    """The filters that are set, to be taken out one by one."""
    found = [Filter(name, value, names[name](value)) for name, values in asked.chosen.items() for value in values]
    if asked.first_year:
        found.append(Filter("from", "", _("from %(year)s") % {"year": asked.first_year}))
    if asked.last_year:
        found.append(Filter("to", "", _("until %(year)s") % {"year": asked.last_year}))
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
