"""Citations in words, and that reference managers' readers get back what was written."""

import bibtexparser
import pytest
import rispy
from citeproc import CitationStylesStyle
from lxml import html

from library.exchange.citing import _FOLDER, STYLES
from library.resources.models import AccessLevel
from tests.factories.library import make_record

PEOPLE = ["Hoxha, Arta Mira", "Општина Врњачка Бања"]


@pytest.fixture
def report(session):
    return make_record(
        session, "Повратници & <град> #3 {100 %}", language="sr-Cyrl", kind="report", date="2023-05-04", number="A/7",
        creators=PEOPLE, publisher="Комесаријат", abstract="О људима.",
    )  # fmt: skip


def cited(browser, resource, language):
    page = html.fromstring(browser.get(f"/library/{resource.id}?lang={language}").text)
    section = page.get_element_by_id("citations")
    return dict(
        zip((one.text for one in section.iter("dt")), (one.text_content() for one in section.iter("dd")), strict=True)
    )


@pytest.mark.parametrize("style", STYLES)
def test_styles_are_written_as_the_schema_wants(style) -> None:
    CitationStylesStyle(str(_FOLDER / f"{style}.csl"), locale="sr-Cyrl-RS", validate=True)  # a warning is an error


def test_a_report_is_cited_in_three_styles(visitor, report) -> None:
    found = cited(visitor, report, "en")
    address = f"http://127.0.0.1:8000/library/{report.id}"

    title = "Повратници & <град> #3 {100 %}"
    assert found == {
        "APA": f"Hoxha, A. M., & Општина Врњачка Бања. (2023, May 4). {title} (A/7). Комесаријат. {address}",
        "Chicago": f"Hoxha, Arta Mira, and Општина Врњачка Бања. 2023. {title}. A/7. Комесаријат. {address}.",
        "ISO 690": f"HOXHA, Arta Mira and ОПШТИНА ВРЊАЧКА БАЊА. {title}. Комесаријат, 4 May 2023, A/7. "
        f"Available at: {address}",
    }


def test_the_words_of_a_citation_are_in_the_readers_script(visitor, report) -> None:
    cyrillic, latin = (cited(visitor, report, code) for code in ("sr-Cyrl", "sr-Latn"))

    assert "(2023, мај 4)" in cyrillic["APA"]
    assert " и Општина" in cyrillic["Chicago"]
    assert "Доступно на: " in cyrillic["ISO 690"]
    assert "(2023, maj 4)" in latin["APA"]
    assert "Dostupno na: " in latin["ISO 690"]


def test_an_article_and_a_paper_without_author_and_date(visitor, session) -> None:
    details = {"journal": "Migration", "volume": "3", "issue": "2", "pages": "11-19"}
    article = make_record(session, "On work", kind="article", year=2021, creators=["Hoxha, Arta"], details=details)
    bare = make_record(session, "Leaflet", year=None, creators=[], publisher="")

    assert cited(visitor, article, "en")["APA"].startswith("Hoxha, A. (2021). On work. Migration, 3(2), 11–19. http")
    assert "‘On work’. Migration 3 (2): 11–19." in cited(visitor, article, "en")["Chicago"]
    assert cited(visitor, bare, "en")["APA"].startswith("Leaflet. (n.d.). http")


def test_ris_comes_back_as_it_was(visitor, report) -> None:
    answer = visitor.get(f"/library/{report.id}/citations/ris")

    [entry] = rispy.loads(answer.content.decode())
    assert (entry["type_of_reference"], entry["title"], entry["authors"]) == ("RPRT", report.title, PEOPLE)
    assert (entry["year"], entry["publisher"], entry["language"]) == ("2023", "Комесаријат", "sr-Cyrl")
    assert entry["urls"] == [f"http://127.0.0.1:8000/library/{report.id}"]
    assert f'filename="rmtc-{report.id}.ris"' in answer.headers["content-disposition"]


def test_bibtex_comes_back_as_it_was(visitor, report) -> None:
    answer = visitor.get(f"/library/{report.id}/citations/bib")

    library = bibtexparser.parse_string(
        answer.content.decode(), append_middleware=[bibtexparser.middlewares.SeparateCoAuthors()]
    )
    assert not library.failed_blocks
    [entry] = library.entries
    assert (entry.entry_type, entry["year"], entry["institution"]) == ("techreport", "2023", "{Комесаријат}")
    assert entry["author"] == ["Hoxha, Arta Mira", "{Општина Врњачка Бања}"]
    assert entry["title"] == r"{Повратници \& <град> \#3 (100 \%)}"


def test_csl_json_names_a_body_whole(visitor, report) -> None:
    [entry] = visitor.get(f"/library/{report.id}/citations/json").json()

    assert entry["author"] == [{"family": "Hoxha", "given": "Arta Mira"}, {"literal": "Општина Врњачка Бања"}]
    assert entry["issued"] == {"date-parts": [[2023, 5, 4]]}


def test_a_citation_is_for_those_who_may_see_the_page(browse, cast, session, report) -> None:
    hidden = make_record(session, "Hidden", access=AccessLevel.STAFF)
    for form in ("ris", "bib", "json"):
        assert browse().get(f"/library/{hidden.id}/citations/{form}").status_code == 404
        assert browse(cast.arta).get(f"/library/{hidden.id}/citations/{form}").status_code == 404
        assert browse(cast.elena).get(f"/library/{hidden.id}/citations/{form}").status_code == 200
    assert browse().get(f"/library/{report.id}/citations/docx").status_code == 404
