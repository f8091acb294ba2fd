"""Dates read as each language writes them, and wishes of browsers find the right script."""

from datetime import UTC, date, datetime

import pytest

from rmtc.i18n import formats, languages

OFFERED = ("en", "sr-Cyrl", "sr-Latn")


@pytest.mark.parametrize(
    ("code", "day", "time"),
    [
        ("en", "13 June 2025", "13 June 2025, 23:59"),
        ("sr-Cyrl", "13. јуна 2025.", "13. јуна 2025. 23:59"),
        ("sr-Latn", "13. juna 2025.", "13. juna 2025. 23:59"),
    ],
)
def test_a_day_is_written_out(code: str, day: str, time: str) -> None:
    with languages.speaking(code):
        assert formats.day(date(2025, 6, 13)) == day
        assert formats.moment(datetime(2025, 6, 13, 21, 59, tzinfo=UTC)) == time


@pytest.mark.parametrize(
    ("month", "cyrillic", "latin"), [(3, "марта", "marta"), (5, "маја", "maja"), (9, "септембра", "septembra")]
)
def test_serbian_months_stand_in_the_genitive(month: int, cyrillic: str, latin: str) -> None:
    for code, name in (("sr-Cyrl", cyrillic), ("sr-Latn", latin)):
        with languages.speaking(code):
            assert formats.days(date(2025, month, 1), date(2025, month, 3)) == f"1–3. {name} 2025."


def test_other_languages_keep_their_months() -> None:
    with languages.speaking("sl"):
        assert "april " in formats.day(date(2025, 4, 1))


def test_a_weekday_is_written_in_the_order_of_the_language() -> None:
    read = {}
    for code in OFFERED:
        with languages.speaking(code):
            read[code] = formats.day(date(2025, 6, 13), pattern=formats.WEEKDAY)
    assert read["en"] == "Friday 13 June"
    assert read["sr-Cyrl"] == "петак, 13. јуна"
    assert read["sr-Latn"] == "petak, 13. juna"


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("sr-Latn-RS,sr;q=0.9", "sr-Latn"),
        ("sr-RS", "sr-Cyrl"),
        ("de;q=0.9, en-US;q=0.5", "en"),
        ("SR-LATN", "sr-Latn"),
        ("de, fr", None),
        ("*", None),
        ("", None),
        ("sr;q=much", None),
    ],
)
def test_the_wish_of_a_browser_is_looked_up_by_shortening(wish: str, found: str | None) -> None:
    assert languages.from_header(wish, OFFERED) == found


@pytest.mark.parametrize(
    ("octets", "english", "serbian"),
    [(0, "0 kB", "0 kB"), (12, "0.1 kB", "0,1 kB"), (48_200, "48.2 kB", "48,2 kB"), (3_400_000, "3.4 MB", "3,4 MB")],
)
def test_the_size_of_a_file_is_written_in_the_readers_numbers(octets: int, english: str, serbian: str) -> None:
    with languages.speaking("en"):
        assert formats.size(octets) == english
    with languages.speaking("sr-Cyrl"):
        assert formats.size(octets) == serbian
