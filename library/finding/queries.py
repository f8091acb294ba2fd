"""Answering a question: hits from the index, what they show from the database, both under one rule of access."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from library.finding.cards import Card, FileCard, cards, texts
from library.finding.forms import Asked
from library.resources.policies import access_keys
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.errors import Refusal
from rmtc.search.expanding import Expand
from rmtc.search.index import Result, SearchIndex
from rmtc.search.snippets import Marker, Parts, snippets

SNIPPET = 240
FEW = 3
"""With fewer results than this the text may hold a misspelt word."""


class SearchIsAway(Refusal):
    """The index cannot answer just now."""

    status = 503


@dataclass(frozen=True)
class Extract:
    """A piece of text around the words looked for: its language, the file and page it stands on."""

    parts: Parts
    language: str
    file: FileCard | None = None
    page: int | None = None


@dataclass(frozen=True)
class Found:
    """A hit with what the page shows of it."""

    resource: Card
    title: Parts
    extract: Extract
    score: float


@dataclass(frozen=True)
class Results:
    """An answered question; `total` and `facets` count only what the asker may see.

    `also` are related words that were searched too; `correction` is the text with its misspelt words mended.
    """

    asked: Asked
    total: int
    took_ms: float
    found: tuple[Found, ...]
    facets: Mapping[str, Mapping[str, int]]
    also: tuple[str, ...] = ()
    correction: str = ""

    @property
    def pages(self) -> int:
        """How many pages the results fill."""
        return max(1, -(-self.total // self.asked.per_page))


def find(
    session: ReadSession,
    index: SearchIndex,
    asked: Asked,
    actor: Actor | None,
    language: str,
    expand: Expand | None = None,
) -> Results:
    """Answer a question; a page behind the last gives the last. `expand` gives related words. Raises IndexDamaged."""
    keys = access_keys(actor)
    result = index.search(asked.query(keys, expand))
    last = max(1, -(-result.total // asked.per_page))
    if asked.page > last:
        asked = replace(asked, page=last)
        result = index.search(asked.query(keys, expand))
    facets = dict(result.facets)
    for name in asked.chosen:  # a facet counts what choosing another of its values would give
        facets[name] = index.search(asked.query(keys, expand, but=name)).facets[name]
    found = _found(session, result, asked, actor, language)
    correction = index.correction(asked.query(keys)) if asked.text and result.total < FEW else ""
    return Results(asked, result.total, result.took_ms, found, facets, result.also, correction)


def _found(session: ReadSession, result: Result, asked: Asked, actor: Actor | None, language: str) -> tuple[Found, ...]:
    shown = cards(session, [int(hit.id) for hit in result.hits], actor)
    marker = Marker(asked.text)
    read = texts(session, shown.values()) if asked.text else {}
    return tuple(
        Found(card, marker.parts(card.title), _extract(card, read, marker, language), hit.score)
        for hit in result.hits
        if (card := shown.get(int(hit.id)))
    )


def _extract(card: Card, read: Mapping[int, Sequence[tuple[int, str]]], marker: Marker, language: str) -> Extract:
    for file in card.files:
        best = snippets(read.get(file.id, ()), marker, width=SNIPPET, most=1)
        if best and best[0].page is not None:
            return Extract(best[0].parts, card.language, file, best[0].page)
    abstract = card.abstract_in(language)
    best = snippets([(0, abstract.text)], marker, width=SNIPPET, most=1)
    if best and best[0].page is not None:
        return Extract(best[0].parts, abstract.language)
    return Extract(((_beginning(abstract.text), False),) if abstract.text else (), abstract.language)


def _beginning(text: str) -> str:
    """The first words of a text, as many as an extract holds."""
    begun = " ".join(text[: SNIPPET * 2].split())
    if len(begun) <= SNIPPET and len(text) <= SNIPPET * 2:
        return begun
    kept = begun[: SNIPPET - 1]
    return (kept[: kept.rfind(" ")] if " " in kept else kept) + "\N{NO-BREAK SPACE}…"
