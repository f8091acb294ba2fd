"""The Serbian catalogue is whole: every text of the interface, in every form, with its placeholders."""

import re

import pytest
from babel.messages.catalog import Catalog

from rmtc.i18n import languages
from rmtc.i18n.messages import read_catalogue, refresh, untranslated, used_texts, written
from rmtc.i18n.texts import FOLDER, catalogue, gettext, ngettext

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")


@pytest.fixture(scope="module")
def used() -> Catalog:
    return used_texts()


@pytest.fixture(scope="module")
def serbian() -> Catalog:
    return read_catalogue("sr-Cyrl")


def forms(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_texts_of_code_and_templates_are_found(used: Catalog) -> None:
    assert len(list(used)) > 1000
    assert used.get("Skip to content").locations == [("templates/layouts/page.html", 0)]
    assert used.get("News & events") is not None, "marked in Python"
    assert used.get("hour").id == ("hour", "hours")


def test_no_text_waits_for_a_translation(used: Catalog, serbian: Catalog) -> None:
    waiting = untranslated(refresh(serbian, used))
    assert not waiting, "run `make messages` and translate:\n" + "\n".join(waiting)


def test_the_catalogue_keeps_nothing_that_is_said_nowhere(used: Catalog, serbian: Catalog) -> None:
    left = [message.id for message in serbian if message.id and used.get(forms(message.id)[0]) is None]
    assert not left, "run `make messages`"


@pytest.mark.parametrize("code", ["sr-Cyrl", "sr-Latn"])
def test_every_form_has_the_placeholders_of_the_text(code: str) -> None:
    for message in catalogue(code) or ():
        if message.id and message.string:
            expected = sorted(PLACEHOLDER.findall(forms(message.id)[-1]))
            for form in forms(message.string):
                assert sorted(PLACEHOLDER.findall(form)) == expected, message.id
                assert ("\n" in form) == ("\n" in forms(message.id)[0]), message.id


def test_every_counting_text_has_three_forms(serbian: Catalog) -> None:
    counting = [message for message in serbian if message.pluralizable]
    assert len(counting) > 20
    assert {len(message.string) for message in counting} == {3}


@pytest.mark.parametrize(
    ("number", "read"),
    [(1, "минут"), (2, "минута"), (5, "минута"), (11, "минута"), (21, "минут"), (22, "минута"), (25, "минута")],
)
def test_minutes_are_counted_as_serbian_counts(number: int, read: str) -> None:
    with languages.speaking("sr-Cyrl"):
        assert ngettext("%(num)d minute", "%(num)d minutes", number) == f"%(num)d {read}"


@pytest.mark.parametrize(
    ("number", "read"), [(1, "Примљена"), (2, "Примљене"), (5, "Примљено"), (21, "Примљена"), (22, "Примљене")]
)
def test_the_verb_follows_the_number(number: int, read: str) -> None:
    with languages.speaking("sr-Cyrl"):
        assert ngettext("%(num)d file was taken in.", "%(num)d files were taken in.", number).startswith(read)


def test_latin_is_derived_and_never_authored() -> None:
    assert not (FOLDER / "sr-Latn").exists()
    with languages.speaking("sr-Latn"):
        assert gettext("Skip to content") == "Pređi na sadržaj"
        assert ngettext("%(num)d question", "%(num)d questions", 25) == "%(num)d pitanja"


def test_a_language_without_catalogue_stays_english() -> None:
    with languages.speaking("sq"):
        assert gettext("Skip to content") == "Skip to content"


def test_collecting_keeps_translations_and_drops_what_is_gone() -> None:
    before = Catalog(locale="sr_Cyrl")
    before.add("Courses", "Курсеви", locations=[("a.py", 3)])
    before.add("Gone", "Нестало", locations=[("a.py", 4)])
    before.add("Doubtful", "Сумњиво", locations=[("a.py", 5)], flags=["fuzzy"])
    texts = Catalog()
    for text in ("Courses", "Doubtful", "Fresh", ("%(num)s day", "%(num)s days")):
        texts.add(text, locations=[("b.py", 9), ("a.py", 1)])
    after = refresh(before, texts)
    assert after.get("Courses").string == "Курсеви"
    assert after.get("Gone") is None
    assert untranslated(after) == ["Doubtful", "Fresh", "%(num)s day"]


def test_the_file_is_the_same_for_the_same_texts(used: Catalog, serbian: Catalog) -> None:
    first = written(refresh(serbian, used))
    assert first == written(refresh(serbian, used))
    assert b"Plural-Forms: nplurals=3;" in first
    assert b"-Date:" not in first
    assert not re.search(rb"^#: .*:\d", first, re.MULTILINE), "line numbers change with every edit"


def test_nothing_translates_to_nothing() -> None:
    for code in ("en", "sr-Cyrl", "sr-Latn"):
        with languages.speaking(code):
            assert gettext("") == ""
