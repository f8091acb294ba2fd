"""Words of real and made office files, through the process that reads them: each on its page, in its order."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from library.intake.subprocesses import extract_file
from tests.fixture_files import fixture_file

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REAL = {
    "Strict.docx": ["Some text"],
    "testWORD_various.docx": ["Here is a text box", "Footnote appears here", "strikethrough", "Row 2 Col 3"],
    "testPPT_various.pptx": ["Row 1 Col 1", "Here is a text box", "Bold italic underline superscript"],
    "testEPUB.epub": ["This is the text for chapter One", "Subchapter 2.1", "a simple div, and a span"],
}


def words(path: Path, folder: Path) -> list[str]:
    """What each page of a file says, in single spaces."""
    extraction = extract_file(path, folder)
    assert (extraction.state, extraction.reason) == ("ready", "ready")
    return [" ".join(page.text.split()) for page in extraction.pages]


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", REAL)
def test_real_files_give_their_words(name: str, tmp_path: Path) -> None:
    text = " ".join(words(fixture_file("library", "office", name), tmp_path))
    for expected in REAL[name]:
        assert text.count(expected) >= 1, expected
    assert "\ufffd" not in text


def test_a_text_box_written_twice_for_old_programs_is_read_once(tmp_path: Path) -> None:
    text = " ".join(words(fixture_file("library", "office", "testWORD_various.docx"), tmp_path))
    assert text.count("Here is a text box") == 1


def slide(text: str) -> str:
    return f"<p:sld {P} {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"


def relations(*targets: str) -> str:
    each = "".join(f'<Relationship Id="r{n}" Target="{target}"/>' for n, target in enumerate(targets, 1))
    return f"<Relationships>{each}</Relationships>"


def test_slides_are_pages_in_the_order_they_are_shown_in_with_their_notes(tmp_path: Path) -> None:
    shown = "".join(f'<p:sldId r:id="r{number}"/>' for number in (3, 1, 2))
    order = f'<p:presentation {P} xmlns:r="{R}"><p:sldIdLst>{shown}</p:sldIdLst></p:presentation>'
    file = packed(
        tmp_path / "a.pptx",
        {
            "ppt/presentation.xml": order,
            "ppt/_rels/presentation.xml.rels": relations(
                "slides/slide1.xml", "slides/slide2.xml", "slides/slide10.xml"
            ),
            "ppt/slides/slide1.xml": slide("Повратници по споразуму"),
            "ppt/slides/slide2.xml": slide("Sezonski rad"),
            "ppt/slides/slide10.xml": slide("Uvod"),
            "ppt/slides/_rels/slide10.xml.rels": relations("../notesSlides/notesSlide1.xml"),
            "ppt/notesSlides/notesSlide1.xml": slide("Pozdraviti učesnike"),
        },
    )
    assert words(file, tmp_path) == ["Uvod Pozdraviti učesnike", "Повратници по споразуму", "Sezonski rad"]


def test_every_sheet_of_a_workbook_is_a_page(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        first, second = book.add_worksheet("Општине"), book.add_worksheet("Budget")
        first.write_row(0, 0, ["Општина", "Кладово", 2017])
        first.write_rich_string(1, 0, "Неготин", book.add_format({"bold": True}), " и околина")
        second.write_row(0, 0, ["Accommodation", 1250.5])
    assert words(tmp_path / "a.xlsx", tmp_path) == [
        "Општине Општина Кладово 2017 Неготин и околина",
        "Budget Accommodation 1250.5",
    ]


def test_sheets_stand_in_the_order_of_their_tabs_and_dates_are_days(tmp_path: Path) -> None:
    sheet = '<c t="inlineStr"><is><t>{}</t></is></c>'
    days = "".join(
        f'<c s="{style}"><v>{value}</v></c>' for style, value in enumerate((45351, 45351, 45351.5, 45351, 0.5))
    )
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d/m/yyyy h:mm"/>'
        '<numFmt numFmtId="165" formatCode="[Red]0.0 &quot;days&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>"
    )
    names = '<sheet name="Збир" r:id="r2"/><sheet name="Sheet2" r:id="r1"/>'
    file = packed(
        tmp_path / "a.xlsx",
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{R}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations("worksheets/sheet1.xml", "/xl/worksheets/total.xml"),
            "xl/styles.xml": styles,
            "xl/worksheets/sheet1.xml": f"<x><row>{days}</row></x>",
            "xl/worksheets/total.xml": f"<x><row>{sheet.format('Укупно повратника')}</row></x>",
        },
    )
    assert words(file, tmp_path) == ["Збир Укупно повратника", "45351 2024-02-29 2024-02-29 12:00 45351 0.5"]


def test_the_document_may_be_called_otherwise(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    body = "<w:document xmlns:w='urn:w'><w:body><w:p><w:t>Савет за миграције</w:t></w:p></w:body></w:document>"
    named = f"<Relationships><Relationship Type='{office}' Target='/word/document2.xml'/></Relationships>"
    file = packed(tmp_path / "a.docx", {"_rels/.rels": named, "word/document2.xml": body})
    assert words(file, tmp_path) == ["Савет за миграције"]


def test_a_text_document_gives_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = (
        "<text:h>Акциони план</text:h><text:list><text:list-item><text:p>смештај</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Škole</text:p></table:table-cell></table:table-row>"
        "</table:table><text:p>Пре<text:note><text:note-body><text:p>напомена</text:p></text:note-body></text:note>гледи"
        "</text:p>"
    )
    names = " ".join(f'xmlns:{one}="{office}:{one}:1.0"' for one in ("office", "text", "table"))
    whole = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {names}>{whole}</office:document-content>"
    kind = "application/vnd.oasis.opendocument.text"
    (said,) = words(packed(tmp_path / "a.odt", {"mimetype": kind, "content.xml": content}), tmp_path)
    assert said == "Акциони план смештај Škole Прегледи напомена"


def test_chapters_of_a_book_are_pages_in_reading_order(tmp_path: Path) -> None:
    container = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    items = '<item id="a" href="%C4%8Dlan.xhtml"/><item id="b" href="text/two.xhtml"/>'
    book = f'<package><manifest>{items}</manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><p>{}</p></body></html>"
    file = packed(
        tmp_path / "a.epub",
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/book.opf": book,
            "OPS/članak.xhtml": page.format("not in the book"),
            "OPS/član.xhtml": page.format("Правна помоћ"),
            "OPS/text/two.xhtml": page.format("Te drejtat &amp; ndihma"),
        },
    )
    assert words(file, tmp_path) == ["Te drejtat & ndihma", "Правна помоћ"]
