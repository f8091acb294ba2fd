import zipfile
from pathlib import Path

import pytest

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.detecting import kind_of, reader_of
from library.intake.readers.reading import Reading

LIMITS = Limits()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def package(path: Path, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


def read(path: Path) -> Reading:
    return reader_of(kind_of(str(path), path.name, LIMITS))(str(path), LIMITS)


def pages(path: Path) -> list[str]:
    return list(read(path).pages)


def docx(path: Path, body: str, **more: str) -> Path:
    return package(path, word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>", **more)


def test_word_pages_tabs_tables_boxes_and_notes(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Prva</w:t><w:tab/><w:t>strana</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ćelija</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        '<w:p><w:r><w:br w:type="page"/><w:t>Druga</w:t></w:r>'
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>okvir</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>fusnota</w:t></w:r></w:p></w:footnote></w:footnotes>"
    first, second = pages(docx(tmp_path / "a.docx", body, word__footnotes_xml=notes))
    assert first == "Prva\tstrana\nćelija"
    assert second.split() == ["Druga", "okvir", "fusnota"]


def test_workbook_rows_are_lines(tmp_path: Path) -> None:
    shared = f"<sst {S}><si><t>Општина</t></si><si><r><t>Кла</t></r><r><t>дово</t></r></si></sst>"
    sheet = (
        f'<worksheet {S}><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c><v>2017</v></c><c t="inlineStr"><is><t>plan</t></is></c><c t="s"><v>99</v></c></row></sheetData>'
        "</worksheet>"
    )
    book = package(
        tmp_path / "a.xlsx", xl__workbook_xml="<x/>", xl__sharedStrings_xml=shared, xl__worksheets__sheet1_xml=sheet
    )
    assert pages(book) == ["Општина\tКладово\n2017\tplan"]


def test_opendocument_text(tmp_path: Path) -> None:
    content = (
        f"<office:document-content {ODF}><office:body><office:text><text:h>Naslov</text:h>"
        "<text:p>Azil<text:tab/>i <text:span>mi</text:span>gracije</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    file = package(tmp_path / "a.odt", mimetype="application/vnd.oasis.opendocument.text", content_xml=content)
    assert pages(file) == ["Naslov\nAzil\ti migracije"]


def test_web_page_gives_what_is_seen(tmp_path: Path) -> None:
    page = (
        "<!doctype html><html lang=sr><head><title>Naslov</title><style>p{}</style></head>"
        "<body><script>zlo()</script><p>Azil <b>i</b> <!-- ne -->migracije<p>Drugi</body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    reading = read(tmp_path / "a.html")
    assert " ".join("".join(reading.pages).split()) == "Azil i migracije Drugi"
    assert (reading.facts.title, reading.facts.language) == ("Naslov", "sr")


def test_a_web_page_of_any_depth_is_read_to_its_end(tmp_path: Path) -> None:
    page = "<p>Početak" + "<div><b>" * 5000 + "dno <script>zlo()</script>" + "</b></div>" * 5000 + "kraj"
    (tmp_path / "a.html").write_text(f"<html><body>{page}", encoding="utf-8")
    assert "".join(pages(tmp_path / "a.html")).split() == ["Početak", "dno", "kraj"]
    with pytest.raises(Unreadable):
        read(docx(tmp_path / "a.docx", "<w:p>" * 5000 + "<w:r><w:t>dno</w:t></w:r>" + "</w:p>" * 5000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2"])
def test_latin_text_in_old_encodings(encoding: str, tmp_path: Path) -> None:
    text = "Čuvanje žrtava, međunarodna zaštita i izbeglištvo; kuća, šuma, đak"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert pages(tmp_path / "a.txt") == [text]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "iso8859-5"])
def test_cyrillic_text_in_old_encodings(encoding: str, tmp_path: Path) -> None:
    text = "Локални акциони план за избеглице; Ђорђе и Љиљана Њежић"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert pages(tmp_path / "a.txt") == [text]


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("jedan\fdva", encoding="utf-8")
    assert pages(tmp_path / "a.txt") == ["jedan", "dva"]


def test_xml_loads_nothing_from_outside_and_expands_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("tajna", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY l0 "ha">{laughs}]>'
    body = f"{head}<w:document {W}><w:body><w:p><w:r><w:t>Plan &x;&l8;</w:t></w:r></w:p></w:body></w:document>"
    text = "".join(pages(package(tmp_path / "a.docx", word__document_xml=body)))
    assert "tajna" not in text
    assert len(text) < 100


@pytest.mark.parametrize("kind", ["ratio", "entries", "total"])
def test_archives_that_unpack_to_too_much_are_not_opened(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        if kind == "ratio":
            archive.writestr("word/media/a", b"\0" * 8_000_000)
        elif kind == "entries":
            for number in range(10_001):
                archive.writestr(f"x{number}", b"")
        else:
            for number in range(70):
                archive.writestr(f"x{number}", b"\0" * 4_100_000)
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert refused.value.reason == "suspicious_archive"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"just text", "wrong_type"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        ("a.rtf", b"{\\rtf1 azil}", "unsupported"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0", "unsupported"),
        ("a.docx", b"PK\x03\x04" + b"x" * 100, "damaged"),
        ("a.txt", b"", "empty_file"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read(tmp_path / name)
    assert refused.value.reason == reason


def test_any_other_zip_is_not_a_document(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read(package(tmp_path / "a.zip", readme="azil"))
    assert refused.value.reason == "unsupported"
