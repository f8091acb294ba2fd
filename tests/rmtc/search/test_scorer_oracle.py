"""The scorer against stock Whoosh on the same index: the same matches, the same order."""

import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from rmtc.search.index import Document, Query
from rmtc.search.syntax import parse
from rmtc.search.whoosh_index import WhooshIndex
from tests.rmtc.search.stock import stock_search

PUBLIC = frozenset({"public"})
SYLLABLES = [c + v for c in "bdgklmnprstvz" for v in "aeiou"]


def vocabulary(dice: random.Random, size: int) -> list[str]:
    return ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(size)]


def corpus(dice: random.Random, words: list[str], count: int) -> list[Document]:
    weights = [1 / rank for rank in range(1, len(words) + 1)]

    def text(length: int) -> str:
        return " ".join(dice.choices(words, weights, k=length))

    return [
        Document(
            str(number), text(dice.randint(1, 6)), tuple(text(dice.randint(5, 60)) for _ in range(2)),
            language=dice.choice(["sr", "en", "sq", "mk"]), published=date(2000, 1, 1) + timedelta(days=number),
            access=PUBLIC,
        )
        for number in range(count)
    ]  # fmt: skip


def typed(dice: random.Random, words: list[str], document: Document) -> str:
    kind = dice.choice(["one", "and", "or", "phrase", "prefix", "without", "mixed"])
    some = dice.choices(words[:200], k=3)
    neighbours = [" ".join(pair) for pair in pairwise(document.pages[0].split())]
    return {
        "one": some[0],
        "and": " ".join(some[:2]),
        "or": " OR ".join(some),
        "phrase": f'"{dice.choice(neighbours)}"',
        "prefix": f"{some[0][:3]}*",
        "without": f"{some[0]} -{some[1]}",
        "mixed": f'{some[0]} OR "{dice.choice(neighbours)}" {some[1][:2]}* -{some[2]}',
    }[kind]


def test_the_scorer_finds_what_stock_whoosh_finds(tmp_path: Path) -> None:
    dice = random.Random(3)  # noqa: S311 - the same dice in every run
    words = vocabulary(dice, 600)
    documents = corpus(dice, words, 300)
    index = WhooshIndex(tmp_path)
    index.rebuild(documents[:200])
    for start in range(200, 300, 25):
        index.update(documents[start : start + 25])
    index.delete(str(number) for number in range(0, 300, 17))
    folder = tmp_path / index.status().generation
    found, expected = 0, 0
    for _ in range(120):
        text = typed(dice, words, dice.choice(documents))
        stock = stock_search(folder, parse(text))
        result = index.search(Query(text, PUBLIC))
        assert result.total == len(stock), text
        ours = {hit.id: hit.score for hit in result.hits}
        if "*" in text:  # a prefix scores its documents alike, stock Whoosh by the words behind it
            assert set(index_ids(index, text)) == {each for each, _ in stock}
            continue
        lowest = stock[:10][-1][1] if stock else 0.0
        best = {each for each, score in stock if score >= lowest - 1e-6}
        expected += len(ours)
        found += len(ours.keys() & best)
        scores = dict(stock)
        assert all(score == pytest.approx(scores[each], rel=1e-4) for each, score in ours.items()), text
    assert expected > 300
    assert found / expected >= 0.98
    index.close()


def index_ids(index: WhooshIndex, text: str) -> list[str]:
    return [hit.id for hit in index.search(Query(text, PUBLIC, limit=1000)).hits]
