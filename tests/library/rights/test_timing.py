"""Asking for what is hidden costs what asking for nothing costs: the same statements, and no more of them.

Time itself is not measured here: it varies with the machine. What is compared is what takes the time.
"""

import re

import pytest

from tests.factories.library import make_record, take_text

HIDDEN, NOTHING = "brontovar", "krontovil"
"""A word that only a closed record holds, and one that no record holds; as long as each other."""
QUESTIONS = {
    "search": "/library?q={word}",
    "search by title": "/library?q=title:{word}",
    "search of a phrase": '/library?q="{word} migration"',
    "search with related words": "/library?q={word}&related=1",
    "beginning of a word": "/library?q={part}*",
    "API": "/api/v1/library/search?q={word}",
    "suggestions": "/library/suggestions?q={part}",
    "misspelt": "/api/v1/library/search?q={typo}",
    "feed": "/feeds/library.atom?q={word}",
}


@pytest.fixture
def library(session, site, work) -> dict[str, int]:
    """Some open records, and a closed one with a word of its own in title and text."""
    for number in range(6):
        make_record(session, f"Migration and return, part {number}")
    hidden = take_text(session, site, f"Migration of {HIDDEN}.", title=f"{HIDDEN} migration", access="staff",
                       language="en")  # fmt: skip
    draft = make_record(session, f"Draft of {HIDDEN}", publish=False)
    work()
    return {"staff": hidden.resource.id, "draft": draft.id}


def cost(browser, address: str, word: str) -> tuple[int, str, list[str]]:
    """The status, the answer without what was asked and how long it took, and the statements."""
    part, typo = word[:-3], word[:4] + word[5] + word[4] + word[6:]
    browser.get(address.format(word=word, part=part, typo=typo))  # what is kept from the first time costs neither
    answer = browser.get(address.format(word=word, part=part, typo=typo))
    said = re.sub(f"{word}|{part}|{typo}", "…", answer.text)
    said = re.sub(r'nonce="[^"]+"|"took_ms":[\d.]+|[\d.,]+ ms|<updated>[^<]+|csrf[^>]+|[0-9a-f]{12,}', "", said)
    return answer.status_code, said, list(browser.queries)


@pytest.mark.parametrize("who", ["visitor", "arta"])
def test_what_is_hidden_costs_what_nothing_costs(who, library, browse, cast) -> None:
    browser = browse() if who == "visitor" else browse(cast.arta)
    for name, address in QUESTIONS.items():
        assert cost(browser, address, HIDDEN) == cost(browser, address, NOTHING), name
    for path in ("", "/read", "/cover", "/files/note.txt", "/citations/ris"):
        missing = cost(browser, f"/library/999999{path}", NOTHING)
        for number in library.values():
            status, _said, statements = cost(browser, f"/library/{number}{path}", NOTHING)
            assert (status, statements) == (missing[0], missing[2]), path
