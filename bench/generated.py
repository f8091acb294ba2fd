"""A generated library: the same documents for the same number, with words spread as in real texts (Zipf)."""

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from rmtc.search.index import Document

PUBLIC = frozenset({"public"})
LANGUAGES = ("sr-Latn", "sr-Cyrl", "en", "sq", "mk", "bs")
_SYLLABLES = [
    c + v for c in ("b", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "pr") for v in "aeiou"
]
_ENDINGS = ("", "", "a", "e", "i", "om", "ima", "ovi", "s", "ing")
_CYRILLIC = str.maketrans("abvgdezijklmnoprstufhc", "абвгдезијклмнопрстуфхц")


class Generated:
    """Words by rank, and documents made of them; `count` documents have about 240 words each."""

    def __init__(self, seed: int = 20261122) -> None:
        dice = random.Random(seed)
        self.words: list[str] = []
        known: set[str] = set()
        while len(self.words) < 30_000:
            word = "".join(dice.choices(_SYLLABLES, k=dice.choice((2, 2, 3, 3, 4)))) + dice.choice(_ENDINGS)
            if word not in known:
                known.add(word)
                self.words.append(word)
        self._sums = list(accumulate(1 / (rank + 10) ** 1.12 for rank in range(len(self.words))))

    def text(self, dice: random.Random, length: int) -> str:
        top = self._sums[-1]
        return " ".join(self.words[bisect(self._sums, dice.random() * top)] for _ in range(length))

    def document(self, number: int) -> Document:
        dice = random.Random(number)
        language = LANGUAGES[number % len(LANGUAGES)]
        pages = [self.text(dice, min(400, int(dice.lognormvariate(4.4, 0.5)) + 20)) for _ in range(1 + number % 4)]
        title = self.text(dice, 5)
        if language in {"sr-Cyrl", "mk"}:
            title, pages = title.translate(_CYRILLIC), [page.translate(_CYRILLIC) for page in pages]
        return Document(
            str(number), title, pages, language=language, creators=(self.text(dice, 2),),
            published=date(2004, 1, 1) + timedelta(days=dice.randrange(8000)), access=PUBLIC, stamp=str(number),
            fields={
                "kind": [dice.choice(("report", "law", "plan", "article", "training", "data", "video", "project"))],
                "language": [language],
                "subject": [f"s{each}" for each in dice.sample(range(18), 1 + number % 3)],
                "collection": [f"c{number % 12}"],
                "year": [str(2004 + number % 22)],
            },
        )  # fmt: skip

    def documents(self, count: int) -> Iterator[Document]:
        return (self.document(number) for number in range(count))

    def queries(self, kind: str, many: int) -> list[str]:
        dice = random.Random(kind)
        word = lambda low, high: self.words[dice.randrange(low, high)]  # noqa: E731
        made = {
            "common": lambda: word(20, 200),
            "rare": lambda: word(3000, 20_000),
            "and": lambda: f"{word(20, 400)} {word(20, 400)}",
            "or": lambda: " OR ".join(word(20, 400) for _ in range(3)),
            "phrase": lambda: '"' + " ".join(self.document(dice.randrange(1000)).title.split()[:2]) + '"',
            "prefix": lambda: word(20, 2000)[:5] + "*",
            "fuzzy": lambda: word(100, 2000) + "~",
            "fielded": lambda: f"title:{word(5, 100)} year:2010..2020",
        }[kind]
        return [made() for _ in range(many)]
