"""Imprecise dates: what people type, the EDTF that is kept, the days it may mean, the words it is shown in."""

from datetime import date

import pytest

from library.description.dates import read_date
from library.description.dates_in_words import date_in_words
from rmtc.i18n.languages import speaking

TYPED = [
    ("2021", "2021", (2021, 1, 1), (2021, 12, 31), "2021"),
    ("2021-02", "2021-02", (2021, 2, 1), (2021, 2, 28), "February 2021"),
    ("2020-02-29", "2020-02-29", (2020, 2, 29), (2020, 2, 29), "29 February 2020"),
    ("31.12.2020.", "2020-12-31", (2020, 12, 31), (2020, 12, 31), "31 December 2020"),
    ("1. 4. 2019", "2019-04-01", (2019, 4, 1), (2019, 4, 1), "1 April 2019"),
    ("12.2020", "2020-12", (2020, 12, 1), (2020, 12, 31), "December 2020"),
    ("2017-2021", "2017/2021", (2017, 1, 1), (2021, 12, 31), "2017–2021"),
    ("2017–2021.", "2017/2021", (2017, 1, 1), (2021, 12, 31), "2017–2021"),
    ("2017-05/2018-03-02", "2017-05/2018-03-02", (2017, 5, 1), (2018, 3, 2), "May 2017 – 2 March 2018"),
    ("2019–", "2019/..", (2019, 1, 1), None, "since 2019"),
    ("../2016", "../2016", None, (2016, 12, 31), "until 2016"),
    ("/2016", "/2016", None, (2016, 12, 31), "until 2016"),
    ("c. 1995", "1995~", (1995, 1, 1), (1995, 12, 31), "about 1995"),
    ("око 1995", "1995~", (1995, 1, 1), (1995, 12, 31), "about 1995"),
    ("1995?", "1995?", (1995, 1, 1), (1995, 12, 31), "perhaps 1995"),
    ("1995%", "1995%", (1995, 1, 1), (1995, 12, 31), "perhaps about 1995"),
    ("1990s", "199X", (1990, 1, 1), (1999, 12, 31), "1990–1999"),
    ("19xx", "19XX", (1900, 1, 1), (1999, 12, 31), "1900–1999"),
    ("2016-XX", "2016-XX", (2016, 1, 1), (2016, 12, 31), "2016"),
    ("1985-04-XX", "1985-04-XX", (1985, 4, 1), (1985, 4, 30), "April 1985"),
    ("2016-21", "2016-21", (2016, 3, 1), (2016, 5, 31), "spring 2016"),
]


@pytest.mark.parametrize(("typed", "text", "first", "last", "words"), TYPED)
def test_what_is_typed_is_understood(typed, text, first, last, words) -> None:
    span = read_date(typed)
    assert span.text == text
    assert span.first == (date(*first) if first else None)
    assert span.last == (date(*last) if last else None)
    with speaking("en"):
        assert date_in_words(text) == words
    assert read_date(text) == span, "what is kept reads the same again"


@pytest.mark.parametrize(
    "typed", ["", "x", "/", "../..", "2021-13", "2021-02-30", "2020/2019", "0000", "20211", "19XX-05", "2021-1-1", "21"]
)
def test_what_is_no_date_is_refused_in_a_sentence(typed) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_date(typed)


def test_words_are_in_the_readers_language() -> None:
    with speaking("sr-Cyrl"):
        assert date_in_words("2021-03") == "март 2021"
        assert date_in_words("1995~") == "око 1995"
    assert date_in_words("not a date") == "not a date"
