import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.intake.readers.languages import Guess, script_and_language
from library.intake.readers.normalising import normalise
from library.intake.readers.quality import judge

LATIN = (
    "Ovim pravilnikom se propisuje način na koji se obavlja prevoz, šta će se uređivati i koji je uslov za članove "
    "porodice. Svako ima pravo da traži zaštitu u drugoj državi, što je takođe međunarodna obaveza i opšti interes. "
) * 8
CYRILLIC = "Свако има право да тражи и ужива у другим земљама азил од прогањања. " * 6
TO_YUSCII = str.maketrans("čČćĆšŠžŽđĐ", "~^}]{[`@|\\")
TO_SHIFTED = str.maketrans("čČćđ", "þýüÿ")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("киломе\ufffeтара", "kилометара".replace("k", "к")),
        ("kilo\u00ad\r\nmetara", "kilometara"),
        ("kilo\ufffe\nmetara", "kilometara"),
        ("tako\x04e", "takoe"),
        ("c\u030covek", "čovek"),
        ("a\r\n\r\n\r\n\r\nb", "a\n\nb"),
        ("\ufeffA\u00a0 \u200bB\ud800", "A B"),
    ],
)
def test_normalising(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_normalised_text_stays_as_it_is_and_fits_into_xml(text: str) -> None:
    clean = normalise(text)
    assert normalise(clean) == clean
    assert not any(letter < " " and letter not in "\n\t" for letter in clean)
    clean.encode()


def test_yuscii_is_repaired_but_addresses_are_kept() -> None:
    judgement = judge([(LATIN + " pi{ite na info@primer.rs").translate(TO_YUSCII)])
    (page,) = judgement.pages
    assert page.text.startswith(LATIN[:150].strip())
    assert page.text.endswith("pišite na info@primer.rs")
    assert page.flags == ("repaired_yuscii",)
    assert judgement.reason == "ready"


def test_the_shifted_table_is_repaired() -> None:
    (page,) = judge([LATIN.translate(TO_SHIFTED)]).pages
    assert page.text == LATIN.strip()
    assert page.flags == ("repaired_shifted",)


def test_lost_letters_need_a_look_but_typing_without_diacritics_does_not() -> None:
    lost = judge([LATIN.translate(str.maketrans("", "", "čćđČĆĐ"))])
    assert lost.reason == "poor_text"
    assert lost.pages[0].flags == ("missing_letters",)
    plain = LATIN.translate(str.maketrans("čćđšž", "ccdsz"))
    assert judge([plain]).reason == "ready"


def test_sound_text_is_left_alone() -> None:
    code = "Use {braces}, [brackets] and a|b in the code of the program, for it is the way that is known to all. " * 5
    for text in (LATIN, CYRILLIC, code):
        (page,) = judge([text]).pages
        assert (page.text, page.flags) == (text.strip(), ())
        assert page.quality > 0.8


def test_private_use_letters_lower_the_quality() -> None:
    judgement = judge([CYRILLIC.replace("б", "\uf6c5").replace("а", "\ufffd")])
    assert judgement.pages[0].flags == ("broken_characters",)
    assert judgement.reason == "poor_text"


def test_pages_without_text() -> None:
    assert judge(["", " \n", "3"]).reason == "no_text"
    assert judge([LATIN, "", "", LATIN]).reason == "pages_without_text"
    assert judge([LATIN, "", LATIN]).reason == "ready"
    assert judge([]).reason == "no_text"


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("Свако има право на слободу мишљења и изражавања", Guess("Cyrl", "hbs")),
        ("Секој има право на слобода на мислење и изразување, што ќе се применува", Guess("Cyrl", "mk")),
        ("Svako ima pravo na slobodu mišljenja i izražavanja", Guess("Latn", "hbs")),
        ("Gjithkush ka të drejtën e lirisë së mendimit dhe të shprehjes", Guess("Latn", "sq")),
        ("Everyone has the right to freedom of opinion and expression", Guess("Latn", "en")),
        ("Jeder hat das Recht auf Meinungsfreiheit und die freie Meinung ist zu achten", Guess("Latn", "de")),
        ("Var och en har rätt till åsiktsfrihet och det är en rätt som inte kan tas", Guess("Latn", "sv")),
        ("Локални план 2017 and also a local plan for the people", Guess("mixed", "en")),
        ("123 456", Guess("", "")),
        ("Kladovo Knjaževac Plandište", Guess("Latn", "")),
    ],
)
def test_script_and_language(text: str, guess: Guess) -> None:
    assert script_and_language(text) == guess
