import unicodedata

import cyrtranslit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtc.search.folding import fold, fold_word, has_mixed_scripts, unmix

SERBIAN = st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ", min_size=1, max_size=12)
ANY = st.text(max_size=40)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Лoкaлни", "lokalni"),  # Latin o and a inside a Cyrillic word
        ("избеglice", "izbeglice"),  # the keyboard was changed in the middle
        ("Pепублика", "republika"),  # Latin P that stands for Cyrillic Р
        ("HAЦРТ", "nacrt"),  # Latin H and A that stand for Н and А
        ("Cрбија", "srbija"),
        ("Kомeсaријат", "komesarijat"),
        ("migrаcija", "migracija"),  # Cyrillic а inside a Latin word
        ("Đorđe", "dorde"),
        ("Djordje", "dorde"),
        ("Ђорђе", "dorde"),
        ("ĐORĐE", "dorde"),
        ("DJORDJE", "dorde"),
        ("šifra", "sifra"),
        ("sifra", "sifra"),
        ("Љиљана", "ljiljana"),
        ("Ǉiǉana", "ljiljana"),
        ("џеп", "dzep"),
        ("Ǆep", "dzep"),
        ("c\u030covek", "covek"),
        ("ﬁnansije", "finansije"),
        ("кило\ufffeметара", "kilometara"),
        ("kilo\u00admetara", "kilometara"),
        ("Ѓорѓи", "gjorgji"),
        ("Куќа", "kukja"),
        ("Ḱ", "kj"),
        ("ѕвезда", "dzvezda"),
        ("Shqipëria", "shqiperia"),
        ("çështje", "ceshtje"),
        ("Malmö", "malmo"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
    ],
)
def test_one_key_for_every_way_to_write_a_word(typed: str, key: str) -> None:
    assert fold(typed) == key


@given(SERBIAN)
def test_serbian_in_either_script_gives_the_same_key(word: str) -> None:
    assert fold_word(word) == fold_word(cyrtranslit.to_latin(word, "sr"))


@given(SERBIAN)
def test_capitals_do_not_matter(word: str) -> None:
    assert fold_word(word.upper()) == fold_word(word.lower()) == fold_word(word)


@given(SERBIAN)
def test_typing_without_diacritics_does_not_matter(word: str) -> None:
    latin = cyrtranslit.to_latin(word, "sr")
    bare = latin.replace("đ", "dj").replace("Đ", "Dj")
    bare = "".join(mark for mark in unicodedata.normalize("NFD", bare) if not unicodedata.combining(mark))
    assert fold_word(bare) == fold_word(latin)


@given(ANY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_keys_hold_no_capitals_cyrillic_or_marks(text: str) -> None:
    key = fold(text)
    assert not any("Ѐ" <= letter <= "ԯ" and letter in "абвгдежзијклмнопрстћуфхцчџш" for letter in key)
    assert not any(unicodedata.combining(letter) for letter in key)


def test_only_words_of_two_scripts_are_unmixed() -> None:
    assert unmix("Београд") == "Београд"
    assert unmix("Beograd") == "Beograd"
    assert has_mixed_scripts("Бeоград")
    assert unmix("Бeоград") == "Београд"
    assert unmix("Novi Сад") != "Novi Sad"
