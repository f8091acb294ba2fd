"""Latin letters are derived from Cyrillic ones; what is no Cyrillic letter stays as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rmtc.i18n.serbian import html_to_latin, to_latin

LOWER = "абвгдђежзијклљмнњопрстћуфхцчџш"
CYRILLIC = LOWER + LOWER.upper()
LATIN = "abcčćdđefghijklmnoprsštuvzž"
WORDS = some.text(CYRILLIC, min_size=1, max_size=12)
PLACEHOLDERS = some.sampled_from(["%(name)s", "%(num)d", "%%", "{slot}", "https://rmtc.example/a?b=c", "<b>", "</b>"])


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубав и њива", "Ljubav i njiva"),
        ("ЊУЈОРК", "NJUJORK"),
        ("ЏЕП", "DŽEP"),
        ("Џеп", "Džep"),
        ("ПОЉЕ, КОЊ, ЊЊ", "POLJE, KONJ, NJNJ"),
        ("Џ. Њ. Љубић", "Dž. Nj. Ljubić"),
        ("Ђорђе, Ћуприја, шума", "Đorđe, Ćuprija, šuma"),
        ("PDF датотека: %(name)s", "PDF datoteka: %(name)s"),
    ],
)
def test_digraphs_follow_the_case_of_their_word(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@given(some.text(CYRILLIC + " .,-–„“123", max_size=60))
def test_no_cyrillic_letter_is_left(text: str) -> None:
    assert not re.search("[\u0400-\u04ff]", to_latin(text))


@given(some.lists(some.one_of(WORDS, PLACEHOLDERS), max_size=8))
def test_placeholders_addresses_and_markup_stay(parts: list[str]) -> None:
    plain = set(CYRILLIC)
    for before, after in zip(parts, to_latin(" ".join(parts)).split(" "), strict=bool(parts)):
        assert set(before) & plain or after == before


@given(WORDS)
def test_a_word_in_capitals_stays_in_capitals(word: str) -> None:
    capitals = to_latin(word.upper() * 2)
    assert capitals == capitals.upper()
    assert to_latin(word.lower()) == to_latin(word.lower()).lower()


@given(some.text(LATIN + LATIN.upper() + " 123%()<>/", max_size=40))
def test_latin_text_is_left_alone(text: str) -> None:
    assert to_latin(text) == text


@given(WORDS, WORDS)
def test_in_html_only_what_is_read_changes(word: str, other: str) -> None:
    html = f'<a href="/вести/{word}" id="{word}" title="{other}">{word}</a>'
    expected = f'<a href="/вести/{word}" id="{word}" title="{to_latin(other)}">{to_latin(word)}</a>'
    assert html_to_latin(html) == expected
