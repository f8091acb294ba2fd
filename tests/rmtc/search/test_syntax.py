import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmtc.search.syntax import MOST_PARTS, InField, Phrase, Prefix, Similar, Wanted, Word, Years, parse


def test_words_are_all_wanted() -> None:
    assert parse("Акциони plan") == Wanted(((Word("akcioni"),), (Word("plan"),)))


def test_phrases_prefixes_and_exclusions() -> None:
    assert parse('"akcioni plan" migr* -azil -"bez doma"') == Wanted(
        ((Phrase(("akcioni", "plan")),), (Prefix("migr"),)), (Word("azil"), Phrase(("bez", "doma")))
    )


def test_or_joins_its_neighbours_and_nothing_else() -> None:
    assert parse("plan azil OR readmisija 2017").groups == (
        (Word("plan"),),
        (Word("azil"), Word("readmisija")),
        (Word("2017"),),
    )
    assert parse("azil or plan").groups == ((Word("azil"),), (Word("or"),), (Word("plan"),))
    assert parse("OR azil OR").groups == ((Word("azil"),),)


def test_punctuation_separates_words() -> None:
    assert parse("2017-2021").groups == ((Word("2017"),), (Word("2021"),))
    assert parse("socio-ekonomsk*").groups == ((Word("socio"),), (Prefix("ekonomsk"),))
    assert parse("-socio-ekonomski").without == (Phrase(("socio", "ekonomski")),)


def test_a_prefix_of_one_letter_is_a_word() -> None:
    assert parse("a*").groups == ((Word("a"),),)


def test_an_unclosed_quotation_reaches_to_the_end() -> None:
    assert parse('plan "za azil').groups == ((Word("plan"),), (Phrase(("za", "azil")),))


@given(st.text(alphabet='ab "*-OR(){}[]:\\/~^?\n', max_size=60))
def test_no_text_is_refused(text: str) -> None:
    wanted = parse(text)
    assert all(wanted.groups)


def test_a_very_long_query_is_cut() -> None:
    assert len(parse("azil " * 5000).groups) == MOST_PARTS


def test_similar_words_fields_and_years() -> None:
    assert parse("azli~ azil~2").groups == ((Similar("azli", 1),), (Similar("azil", 2),))
    assert parse('title:azil наслов:"акциони план" author:Petrov*').groups == (
        (InField("title", Word("azil")),),
        (InField("title", Phrase(("akcioni", "plan"))),),
        (InField("creator", Prefix("petrov")),),
    )
    assert parse("year:2019..2024 godina:2020 -year:..2018").groups == ((Years(2019, 2024),), (Years(2020, 2020),))
    assert parse("year:..2018 year:2020..").groups == ((Years(0, 2018),), (Years(2020, 9999),))
    assert parse("year:soon https://rmtc.rs").groups == tuple(
        (Word(key),) for key in ("year", "soon", "https", "rmtc", "rs")
    )


def test_operators_are_known_in_the_languages_of_the_region() -> None:
    either = ((Word("azil"), Word("readmisija")),)
    for between in ("OR", "ILI", "ИЛИ", "OSE"):
        assert parse(f"azil {between} readmisija").groups == either
    assert parse("azil AND readmisija") == parse("azil readmisija") == parse("azil DHE readmisija")
    assert parse("azil NOT readmisija AND plan") == parse("azil -readmisija plan")
    assert parse("azil ili i and").groups == tuple((Word(key),) for key in ("azil", "ili", "i", "and"))
    assert parse("AND OR NOT") == parse("")


@pytest.mark.parametrize(
    "typed", ["„akcioni plan“", "“akcioni plan”", "«akcioni plan»", "»akcioni plan«", '"akcioni plan']
)
def test_any_quotation_marks_hold_a_phrase(typed: str) -> None:
    assert parse(typed).groups == ((Phrase(("akcioni", "plan")),),)
