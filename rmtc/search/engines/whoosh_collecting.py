"""Collects the words of the documents of a segment: numbers one after the other, sorted into posting lists at the end.

Each word is folded once and stemmed once in a language, however often it stands in the documents.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rmtc.search.engines.counting import texts
from rmtc.search.engines.whoosh_postings import Word
from rmtc.search.folding import WORD, fold_word
from rmtc.search.index import Document
from rmtc.search.stemming import STEMMERS, chain_of, stem

_CHAINS: Final = tuple(STEMMERS)
_NOTHING: Final = -1
Numbers = NDArray[Any]


class _Numbered(dict[str, int]):
    """The number of every word, the same for words of the same key; `keys_in_order` gives the keys back."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_in_order: list[str] = []
        self._of_keys: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        key = fold_word(word)
        number = self._of_keys.setdefault(key, len(self.keys_in_order)) if key else _NOTHING
        if number == len(self.keys_in_order):
            self.keys_in_order.append(key)
        self[word] = number
        return number


class _Running:
    """Words of documents, by their numbers: those of one document after those of the one before."""

    def __init__(self) -> None:
        self.words, self.lengths = array("i"), array("i")

    def add(self, words: list[int]) -> int:
        """Add the words of the next document and give their number."""
        self.words.extend(words)
        self.lengths.append(len(words))
        return len(words)


class Collected:
    """The words of documents, in the order in which these were added."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._chains = array("b")
        self._numbered = _Numbered()
        self._text, self._title = _Running(), _Running()

    @property
    def size(self) -> int:
        """Count the words."""
        return len(self._text.words)

    def add(self, document: Document) -> tuple[int, int]:
        """Add a document; gives how many words it has, and how many its title."""
        self._ids.append(document.id)
        self._chains.append(_CHAINS.index(chain_of(document.language)))
        return self._text.add(self._numbers(texts(document))), self._title.add(self._numbers([document.title]))

    def _numbers(self, some: Iterable[str]) -> list[int]:
        number_of = self._numbered.__getitem__
        return [number for text in some for number in map(number_of, WORD.findall(text)) if number != _NOTHING]

    def words(self, field: str) -> Iterator[Word]:
        """Give the posting lists of a field in the order of its words."""
        match field:
            case "id":
                return (Word(text.encode(), array("I", [doc]), array("I", [1]), None) for text, doc in self._by_id())
            case "exact":
                return _lists(self._text, self._numbered.keys_in_order, _flat(self._text.words), with_places=True)
            case _:
                return self._stems(self._text if field == "stem" else self._title)

    def _by_id(self) -> list[tuple[str, int]]:
        return sorted((text, doc) for doc, text in enumerate(self._ids))

    def _stems(self, running: _Running) -> Iterator[Word]:
        """Give the posting lists of the stems: every word by the chain of its document."""
        chains, words = np.repeat(_flat(self._chains, "b"), _flat(running.lengths)), _flat(running.words)
        keys, number_of = self._numbered.keys_in_order, dict[str, int]()
        stems = np.zeros(len(words), np.int32)
        for number in set(self._chains):
            mine = chains == number
            table = np.zeros(len(keys), np.int32)
            for word in np.unique(words[mine]).tolist():
                table[word] = number_of.setdefault(stem(keys[word], _CHAINS[number]), len(number_of))
            stems[mine] = table[words[mine]]
        return _lists(running, list(number_of), stems, with_places=False)


def _flat(numbers: "array[int]", kind: str = "i") -> Numbers:
    return np.frombuffer(numbers, np.dtype(kind)) if numbers else np.zeros(0, np.dtype(kind))


class _Sorted(NamedTuple):
    """Postings in the order of words: where those of each begin, which it is, documents, how often, and all places."""

    begins: list[int]
    words: list[int]
    docs: "array[int]"
    counts: "array[int]"
    place_begins: list[int]
    places: "array[int]"


def _lists(running: _Running, keys: list[str], words: Numbers, *, with_places: bool) -> Iterator[Word]:
    """Give the posting list of each key, in their order; `words` are the numbers of keys."""
    if not len(words):
        return
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = np.empty(len(keys), np.int32)
    ranks[order] = np.arange(len(keys), dtype=np.int32)
    found = _sorted(ranks[words], _flat(running.lengths), with_places=with_places)
    for number, rank in enumerate(found.words):
        start, end = found.begins[number], found.begins[number + 1]
        places = found.places[found.place_begins[number] : found.place_begins[number + 1]] if with_places else None
        yield Word(keys[order[rank]].encode(), found.docs[start:end], found.counts[start:end], places)


def _sorted(ranks: Numbers, lengths: Numbers, *, with_places: bool) -> _Sorted:
    docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    order = np.argsort(ranks, kind="stable")
    ranks, docs = ranks[order], docs[order]
    new_word = np.diff(ranks, prepend=-1) != 0
    posts = np.flatnonzero(new_word | (np.diff(docs, prepend=docs[:1]) != 0))
    begins = np.flatnonzero(new_word[posts])
    places = np.zeros(0, np.uint32)
    if with_places:
        places = (np.arange(len(docs)) - np.repeat(np.cumsum(lengths) - lengths, lengths)).astype(np.uint32)[order]
    return _Sorted(
        begins=[*begins.tolist(), len(posts)],
        words=ranks[posts[begins]].tolist(),
        docs=array("I", docs[posts].tobytes()),
        counts=array("I", np.diff(posts, append=len(docs)).astype(np.uint32).tobytes()),
        place_begins=[*posts[begins].tolist(), len(docs)],
        places=array("I", places.tobytes()),
    )
