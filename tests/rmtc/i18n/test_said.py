"""Sentences that are kept are said in the language of whoever reads them."""

from rmtc.errors import Refusal
from rmtc.i18n.languages import speaking
from rmtc.i18n.said import Said, Sentence, heard, kept, say, sentence_of

TITLE = "Column “%(column)s” cannot be “%(value)s”."


def test_a_kept_sentence_is_said_in_the_language_of_its_reader() -> None:
    said = heard(kept(say(TITLE, column="year", value="100 %")))
    assert str(said) == "Column “year” cannot be “100 %”."
    with speaking("sr-Cyrl"):
        assert str(said) == "У колони „year“ не може да стоји „100 %“."


def test_texts_that_were_kept_before_stay_as_they_are() -> None:
    assert str(heard("It was refused, 50 % of it.")) == "It was refused, 50 % of it."
    assert str(heard('{"a": 1}')) == '{"a": 1}'
    assert not heard("")


def test_a_refusal_keeps_what_it_says_for_every_reader() -> None:
    assert sentence_of(Refusal(say("The file is empty."))) == Said("The file is empty.")
    assert sentence_of(Refusal("as it was said")) == "as it was said"
    with speaking("sr-Cyrl"):
        assert str(Refusal(say("The file is empty."))) == "Датотека је празна."


def test_a_sentence_too_long_for_its_column_is_kept_as_it_is_said() -> None:
    column, long = Sentence(60), say(TITLE, column="c" * 30, value="v" * 80)
    assert column.process_bind_param(long, None) == str(long)[:60]
    assert column.process_bind_param(say("The file is empty."), None) == kept(say("The file is empty."))
