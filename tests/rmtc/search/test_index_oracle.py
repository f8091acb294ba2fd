"""The index against a plain reading of the same documents: random documents, changes, queries and askers."""

import random
from collections.abc import Callable

import pytest

from rmtc.search.index import Document, Query
from rmtc.search.stemming import stem, stems
from tests.rmtc.search.conftest import MakeIndex

WORDS = ["zaza", "baba", "caca", "gaga", "fafa", "hahu", "lalo", "mimo", "nunu", "papa", "zazu", "babo"]
Text = list[str]
Test = Callable[[Text], bool]


def has_word(wanted: str) -> Test:
    return lambda text: wanted in text or bool(set(stems(wanted)) & {stem(each, "sr") for each in text})


def has_phrase(wanted: Text) -> Test:
    return lambda text: any(text[at : at + len(wanted)] == wanted for at in range(len(text)))


def has_prefix(wanted: str) -> Test:
    return lambda text: any(each.startswith(wanted) for each in text)


def some_part(dice: random.Random) -> tuple[str, Test]:
    kind = dice.random()
    if kind < 0.6:
        word = dice.choice(WORDS)
        return word, has_word(word)
    if kind < 0.8:
        phrase = dice.choices(WORDS, k=dice.randint(2, 3))
        return f'"{" ".join(phrase)}"', has_phrase(phrase)
    prefix = dice.choice(WORDS)[: dice.randint(2, 3)]
    return f"{prefix}*", has_prefix(prefix)


def some_query(dice: random.Random) -> tuple[str, Test]:
    groups = [[some_part(dice) for _ in range(dice.choice([1, 1, 1, 2, 3]))] for _ in range(dice.randint(0, 3))]
    without = [some_part(dice) for _ in range(dice.choice([0, 0, 0, 1, 2]))]
    typed = [" OR ".join(text for text, _ in group) for group in groups] + [f"-{text}" for text, _ in without]

    def holds(text: Text) -> bool:
        wanted = all(any(test(text) for _, test in group) for group in groups)
        return wanted and not any(test(text) for _, test in without)

    return " ".join(typed), holds


@pytest.mark.parametrize("seed", [1, 2])
def test_hits_counts_and_facets_are_those_of_a_plain_reading(seed: int, make_index: MakeIndex) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same dice in every run
    texts = {str(number): dice.choices(WORDS, k=dice.randint(1, 8)) for number in range(200)}
    access = {each: frozenset(dice.sample(["p", "q"], dice.randint(0, 2))) for each in texts}

    def document(each: str) -> Document:
        text = texts[each]
        return Document(each, "", (" ".join(text),), access=access[each], fields={"length": [str(len(text))]})

    index = make_index()
    index.rebuild(document(str(number)) for number in range(100))
    for start in range(100, 200, 25):
        index.update(document(str(number)) for number in range(start, start + 25))
    for each in dice.sample(sorted(texts), 15):
        texts[each] = dice.choices(WORDS, k=5)
        index.update([document(each)])
    gone = dice.sample(sorted(texts), 15)
    index.delete(gone)
    left = {each: text for each, text in texts.items() if each not in gone}

    for _ in range(100):
        typed, holds = some_query(dice)
        allowed = frozenset(dice.sample(["p", "q"], dice.randint(0, 2)))
        expected = sorted(each for each, text in left.items() if access[each] & allowed and holds(text))
        result = index.search(Query(typed, allowed, facets=("length",), limit=1000))
        assert sorted(hit.id for hit in result.hits) == expected, typed
        assert result.total == len(expected)
        lengths = [str(len(left[each])) for each in expected]
        assert result.facets["length"] == {length: lengths.count(length) for length in lengths}
