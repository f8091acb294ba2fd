"""What the site expects of a search index: documents in, counted and sorted results out.

The index is disposable. The database stays the truth; a damaged index is rebuilt from it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

Sort = Literal["relevance", "newest", "title"]
MOST_CHARACTERS = 2_000_000
"""So much of one document's text is indexed; the rest is only readable."""


class IndexDamaged(Exception):  # noqa: N818 - a state of the index, as the caller sees it
    """The index is missing, of another version or broken: the caller rebuilds it from the database."""


class IndexBusy(Exception):  # noqa: N818 - the same
    """Another process has been writing to the index for longer than a writer may wait."""


@dataclass(frozen=True)
class Document:
    """One thing to be found: `fields` serve filters and facets, `access` are the keys that open it.

    `year:` in a query asks the field "year" (numbers), or where there is none the year of `published`.
    """

    id: str
    title: str
    pages: Sequence[str] = ()
    about: str = ""
    language: str = ""
    published: date | None = None
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    access: frozenset[str] = frozenset()
    stamp: str = ""
    creators: Sequence[str] = ()


@dataclass(frozen=True)
class Query:
    """What somebody looks for who holds the `allowed` keys; filters are any-of in one field, all-of across fields.

    `expand` gives the labels to search beside a word or neighbouring words (folded), from a thesaurus.
    """

    text: str
    allowed: frozenset[str]
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0
    expand: Callable[[str], Sequence[str]] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Hit:
    """One found document."""

    id: str
    score: float


@dataclass(frozen=True)
class Result:
    """A page of hits; `total` and `facets` count every matching document the asker may see.

    `also` are the labels that were searched beside the typed words.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    took_ms: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """How an index is: its folder's name, documents, segments and bytes on disk."""

    generation: str
    documents: int
    segments: int
    size_bytes: int


class SearchIndex(Protocol):
    """The seam between the site and a search engine."""

    def search(self, query: Query) -> Result:
        """Answer a query; raises IndexDamaged."""
        ...

    def completions(self, typed: str, allowed: frozenset[str], limit: int = 8) -> tuple[str, ...]:
        """Suggest how the last typed word may go on, from documents that the allowed keys open."""
        ...

    def correction(self, query: Query) -> str:
        """Give the typed text with its misspelt words mended, if that finds more; empty otherwise."""
        ...

    def update(self, documents: Iterable[Document]) -> int:
        """Add or replace documents in one batch and give their number; visible when it returns."""
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Remove documents; unknown ids are no error."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a fresh index from all documents while readers go on, then put it in place at once."""
        ...

    def settle(self) -> bool:
        """Put together what many small changes have left, beside further ones; tell whether there was anything."""
        ...

    def tidy(self) -> bool:
        """Make the index quicker to read, at a quiet hour; tell whether there was anything to do."""
        ...

    def verify(self) -> None:
        """Look whether the index still is what was written; raises IndexDamaged, and IndexBusy while it changes."""
        ...

    def stamps(self) -> dict[str, str]:
        """Give id and stamp of every indexed document, to compare with the database."""
        ...

    def status(self) -> Status:
        """Tell how the index is; raises IndexDamaged."""
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...
