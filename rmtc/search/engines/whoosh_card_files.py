"""The cards of one segment in one file beside Whoosh's own: arrays read at once, texts taken out when asked for.

A card holds what filters, facets, sorting, comparison and the query's fields need of a document. The file's name begins
like those of its segment, so that Whoosh removes it with them.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from pathlib import Path
from struct import Struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rmtc.search.engines.whoosh_cards import Coded, Flags

ENDING: Final = "cards"
_HEAD: Final = Struct("<8sI")
_MAGIC: Final = b"RMTCcard"
_NO_YEARS: Final = (1, 0)
_SMALL: Final = np.dtype("<i4")
_ALIGNED: Final = 8
_TEXTS: Final = ("id", "title", "stamp", "creators", "written")


@dataclass(frozen=True, slots=True)
class Card:
    """A document's card: `title` and `creators` are folded, `written` is the title as it stands."""

    id: str
    day: int
    title: str
    stamp: str
    fields: Mapping[str, Sequence[str]]
    creators: str
    years: Sequence[int]
    written: str


class Texts(Sequence[str]):
    """A text of every document: one long text in UTF-8, and where each begins and the last ends."""

    def __init__(self, starts: NDArray[Any], data: memoryview) -> None:
        self._starts, self._data = starts, data

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._starts) - 1

    def __getitem__(self, number: Any) -> Any:
        """Give the text of a document."""
        return str(self._data[self._starts[number] : self._starts[number + 1]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        """Give all texts in order."""
        return (each.decode() for each in self.packed())

    def packed(self) -> Iterator[bytes]:
        """Give all texts in order as they are kept."""
        data = bytes(self._data)
        return (data[start:end] for start, end in pairwise(self._starts.tolist()))


class Cards:
    """The cards of a segment, by its own document numbers; they never change, deletions only stop matching."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        magic, size = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("These are no cards.")
        head = json.loads(data[_HEAD.size : _HEAD.size + size])
        parts = _parts(memoryview(data)[_HEAD.size + size :], head["parts"])
        self.size: Final[int] = head["size"]
        self.days = next(parts)
        self.years = next(parts).reshape(-1, 2)
        texts = {name: Texts(next(parts), next(parts).data) for name in _TEXTS}
        self.ids, self.titles, self.stamps = texts["id"], texts["title"], texts["stamp"]
        self.creators, self.written = texts["creators"], texts["written"]
        self.fields = {name: Coded(next(parts), next(parts), names) for name, names in head["fields"].items()}


def _parts(data: memoryview, described: Iterable[tuple[str, int]]) -> Iterator[NDArray[Any]]:
    at = 0
    for kind, count in described:
        part = np.frombuffer(data, np.dtype(kind), count, at)
        at += part.nbytes + -part.nbytes % _ALIGNED
        yield part


class CardWriter:
    """Collects the cards of a segment while it is written."""

    def __init__(self) -> None:
        self._size = 0
        self._days, self._years = array("i"), array("i")
        self._texts: dict[str, list[bytes]] = {name: [] for name in _TEXTS}
        self._pairs: dict[str, tuple[array[int], array[int], dict[str, int]]] = {}

    def add(self, card: Card) -> None:
        """Add the next document's card."""
        self._days.append(card.day)
        self._years.extend(card.years or _NO_YEARS)
        for name in _TEXTS:
            self._texts[name].append(getattr(card, name).encode())
        for name, values in card.fields.items():
            docs, codes, code_of = self._coded(name)
            for value in values if len(values) < 2 else dict.fromkeys(values):  # noqa: PLR2004 - a value counts once
                docs.append(self._size)
                codes.append(code_of.setdefault(value, len(code_of)))
        self._size += 1

    def take(self, cards: Cards, living: Flags) -> None:
        """Add the cards of another segment, without its deleted documents."""
        numbers = np.cumsum(living) - 1 + self._size
        self._days.frombytes(cards.days[living].tobytes())
        self._years.frombytes(cards.years[living].tobytes())
        flags = living.tolist()
        for name, texts in zip(_TEXTS, _texts_of(cards), strict=True):
            self._texts[name].extend(compress(texts.packed(), flags))
        for name, coded in cards.fields.items():
            docs, codes, code_of = self._coded(name)
            inside = living[coded.docs]
            table = np.array([code_of.setdefault(value, len(code_of)) for value in coded.names], _SMALL)
            docs.frombytes(numbers[coded.docs[inside]].astype(_SMALL).tobytes())
            codes.frombytes(table[coded.codes[inside]].tobytes())
        self._size += int(living.sum())

    def _coded(self, name: str) -> tuple["array[int]", "array[int]", dict[str, int]]:
        return self._pairs.setdefault(name, (array("i"), array("i"), {}))

    def packed(self) -> bytes:
        """Give what the file holds."""
        parts = [np.array(self._days, _SMALL), np.array(self._years, _SMALL)]
        for texts in self._texts.values():
            ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)))
            starts = np.concatenate([np.zeros(1, np.int64), ends])
            parts += [starts if starts[-1] >> 31 else starts.astype(_SMALL), np.frombuffer(b"".join(texts), np.uint8)]
        names = {}
        for name, (docs, codes, code_of) in self._pairs.items():
            names[name] = list(code_of)
            parts += [np.array(docs, _SMALL), np.array(codes, _SMALL)]
        head = {"size": self._size, "fields": names, "parts": [(part.dtype.str, len(part)) for part in parts]}
        said = json.dumps(head, ensure_ascii=False).encode()
        said += b" " * (-(len(said) + _HEAD.size) % _ALIGNED)
        packed = [part.tobytes() + bytes(-part.nbytes % _ALIGNED) for part in parts]
        return b"".join([_HEAD.pack(_MAGIC, len(said)), said, *packed])


def _texts_of(cards: Cards) -> tuple[Texts, ...]:
    return cards.ids, cards.titles, cards.stamps, cards.creators, cards.written
