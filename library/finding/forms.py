"""What somebody asks the library; anything may be typed into the address, and nothing of it is an error."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from library.finding.documents import COLLECTION, KIND, LANGUAGE, SUBJECT, YEAR
from rmtc.search.expanding import Expand
from rmtc.search.index import Query, Sort

FACETS: Final = (KIND, LANGUAGE, COLLECTION, SUBJECT)
PER_PAGE, MOST_PER_PAGE = 10, 100
LONGEST_QUERY, LAST_PAGE = 500, 10_000
SORTS: Final[dict[str, Sort]] = {"relevance": "relevance", "newest": "newest", "title": "title"}
FIRST_YEAR, LAST_YEAR = 1000, 2200


@dataclass(frozen=True)
class Asked:
    """A query with its filters (any of the values in one field), years order, page, related words or not."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    with_related: bool = False

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Read the parameters of an address; what makes no sense is left out."""
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            given.setdefault(name, []).append(value.replace("\0", "").strip())
        text = given.get("q", [""])[-1][:LONGEST_QUERY]
        chosen = {name: tuple(dict.fromkeys(filter(None, given.get(name, []))))[:50] for name in FACETS}
        default: Sort = "relevance" if text else "newest"
        return cls(
            text=text,
            chosen={name: values for name, values in chosen.items() if values},
            first_year=_whole(given, "from", FIRST_YEAR, LAST_YEAR),
            last_year=_whole(given, "to", FIRST_YEAR, LAST_YEAR),
            sort=SORTS.get(given.get("sort", [""])[-1], default),
            page=_whole(given, "page", 1, LAST_PAGE) or 1,
            per_page=_whole(given, "limit", 1, MOST_PER_PAGE) or PER_PAGE,
            with_related=given.get("related", [""])[-1] == "on",
        )

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything but words narrows the search."""
        return bool(self.chosen or self.first_year or self.last_year)

    def parameters(self) -> dict[str, Any]:
        """The query of the address that asks the same, from its first page."""
        years = {"from": self.first_year, "to": self.last_year}
        sort = "" if self.sort == ("relevance" if self.text else "newest") else self.sort
        related = "on" if self.with_related else ""
        chosen = {name: list(values) for name, values in self.chosen.items()}
        return {"q": self.text, **chosen, **years, "sort": sort, "related": related}

    def without(self, name: str, value: str) -> Self:
        """The same question with one filter taken out."""
        chosen = {
            key: tuple(each for each in values if (key, each) != (name, value)) for key, values in self.chosen.items()
        }
        years = {"from": "first_year", "to": "last_year"}
        changes: dict[str, Any] = (
            {years[name]: None} if name in years else {"chosen": {k: v for k, v in chosen.items() if v}}
        )
        return replace(self, page=1, **changes)

    def query(self, allowed: frozenset[str], expand: Expand | None = None, *, but: str = "") -> Query:
        """The question to the index, without the filter `but` where its own counts are wanted."""
        filters = {name: frozenset(values) for name, values in self.chosen.items() if name != but}
        if self.first_year or self.last_year:
            first, last = self.first_year or FIRST_YEAR, self.last_year or LAST_YEAR
            filters[YEAR] = frozenset(map(str, range(first, last + 1)))
        return Query(
            self.text, allowed, filters, FACETS if not but else (but,), self.sort,
            0 if but else self.per_page, 0 if but else (self.page - 1) * self.per_page,
            expand if self.with_related else None,
        )  # fmt: skip


def _whole(given: Mapping[str, list[str]], name: str, least: int, most: int) -> int | None:
    value = given.get(name, [""])[-1]
    if not (value.isascii() and value.isdigit() and len(value) < 10):  # noqa: PLR2004 - longer than any limit here
        return None
    return int(value) if least <= int(value) <= most else None
