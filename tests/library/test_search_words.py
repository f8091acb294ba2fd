"""Words of a search: mended, completed, related, names of creators; nothing of it from what the asker may not see."""

import pytest

from library.collections.forms import SubjectForm
from library.collections.services import add_subject
from library.finding.indexing import index_of
from library.resources.models import AccessLevel
from tests.factories.library import make_record
from tests.library.test_search_page import titles


def suggestions(browser, typed: str) -> list[str]:
    return browser.get("/library/suggestions", params={"q": typed}).json()["suggestions"]


def test_a_misspelt_word_is_mended(visitor, session, work) -> None:
    for number in range(3):
        make_record(session, f"Reintegration of returnees {number}")
    work()

    page = visitor.get("/library?q=reintergation")

    assert "Did you mean" in page.text
    assert 'href="/library?q=reintegration"' in page.text
    assert len(visitor.queries) <= 12
    assert visitor.get("/api/v1/library/search?q=reintergation").json()["correction"] == "reintegration"
    assert "Did you mean" not in visitor.get("/library?q=reintegration").text


def test_a_begun_word_is_completed_in_the_script_of_the_asker(visitor, session, work) -> None:
    make_record(session, "Повратак и реинтеграција", language="sr-Cyrl")
    work()
    assert suggestions(visitor, "реинт") == ["реинтеграција"]
    assert suggestions(visitor, "x") == []
    assert suggestions(visitor, "") == []
    assert 'data-suggest="/library/suggestions"' in visitor.get("/library").text


@pytest.mark.parametrize("level", [AccessLevel.SIGNED_IN, AccessLevel.STAFF])
def test_words_of_closed_records_are_neither_mended_to_nor_completed(level, browse, cast, session, work) -> None:
    make_record(session, "Xylophone", access=level)
    work()
    stranger, elena = browse(), browse(cast.elena)
    assert suggestions(stranger, "xylo") == []
    assert suggestions(elena, "xylo") == ["xylophone"]
    assert stranger.get("/api/v1/library/search?q=xylophon").json()["correction"] == ""
    assert "Did you mean" not in stranger.get("/library?q=xilophone").text
    assert "Did you mean" in elena.get("/library?q=xilophone").text


def test_related_words_are_searched_when_wanted(visitor, session, work) -> None:
    labels = {"en": "asylum", "sr-Cyrl": "азил", "sq": "azili"}
    add_subject(session, SubjectForm(key="asylum", labels=labels, others={"en": ["international protection"]}), by=None)
    make_record(session, "Ligji për azilin", language="sq", abstract="Azili në Kosovë.")
    make_record(session, "International protection in figures")
    make_record(session, "Asylum in Europe")
    work()

    plain, wide = visitor.get("/library?q=asylum"), visitor.get("/library?q=asylum&related=on")

    assert titles(plain) == ["Asylum in Europe"]
    assert 'href="/library?q=asylum&amp;related=on"' in plain.text
    assert titles(wide)[0] == "Asylum in Europe"
    assert len(titles(wide)) == 3
    assert "international protection" in wide.text
    assert "Search only what I typed" in wide.text
    assert len(visitor.queries) <= 12
    answer = visitor.get("/api/v1/library/search?q=asylum&related=on").json()
    assert (answer["total"], "азил" in answer["also"]) == (3, True)


def test_a_creator_is_found_by_name_in_any_script(visitor, session, work) -> None:
    make_record(session, "Annual figures", creators=["Комесаријат за избеглице и миграције", "Hoxha, Arta"])
    make_record(session, "Komesarijat in the title only", creators=["Office"])
    work()
    for query in ("creator:komesarijat", "аутор:комесаријат", "creator:hoxha", 'creator:"Arta Hoxha" OR creator:hoxha'):
        assert titles(visitor.get("/library", params={"q": query})) == ["Annual figures"], query


def test_suggestions_answer_while_the_index_is_broken(visitor, session, site, work, break_index) -> None:
    make_record(session, "Something")
    work()
    break_index()
    index_of(site.settings).close()
    assert suggestions(visitor, "some") == []
