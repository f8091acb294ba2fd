"""Bytes become text in whichever code page somebody has written, and a page's own word is heard where it is true."""

from pathlib import Path

import pytest

from library.intake.outcomes import Limits
from library.intake.readers.decoding import decode
from library.intake.readers.detecting import kind_of, reader_of

LIMITS = Limits()
LATIN = (
    "Lokalni akcioni plan za unapređenje položaja izbeglica u opštini Plandište. Đorđe Šćepanović kaže da će žene "
    "učestvovati u radu saveta, a školska dvorišta i čekaonice su otvoreni. "
)
CYRILLIC = (
    "Локални акциони план за унапређење положаја избеглица и интерно расељених лица у општини Пландиште. „Ђорђе "
    "Шћепановић“ је рекао – да ће жене учествовати у раду савета, а школска дворишта и чекаонице су отворене. "
)
RUSSIAN = (
    "Закон о беженцах определяет порядок признания лица беженцем и его права. Эти люди живут на родине и в школе. "
)
ALBANIAN = "Çdo person ka të drejtë të kërkojë strehim në këtë shtet; çështja është e hapur për të gjithë. "


def read(path: Path) -> str:
    return "\n".join(reader_of(kind_of(str(path), path.name, LIMITS))(str(path), LIMITS).pages).strip()


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "cp852"])
@pytest.mark.parametrize("text", [LATIN, LATIN.upper(), "Šta je to? Žene i đaci."])
def test_latin_code_pages_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["cp1251", "iso8859-5", "cp855"])
@pytest.mark.parametrize("text", [CYRILLIC, CYRILLIC.upper(), "Шта је то? Жене и ђаци."])
def test_cyrillic_code_pages_are_told_apart(text: str, encoding: str) -> None:
    plain = text if encoding == "cp1251" else text.translate(dict.fromkeys(map(ord, "„“–"), None))
    assert decode(plain.encode(encoding)) == plain


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (ALBANIAN, "cp1252"),
                                                (ALBANIAN, "cp850")])  # fmt: skip
def test_papers_of_neighbours_are_read_too(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [LATIN, CYRILLIC])
def test_wide_letters_are_read_with_and_without_a_mark(text: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert read(tmp_path / "a.txt") == text.strip()


def test_a_stray_byte_costs_one_letter_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CYRILLIC.encode() + b"\xd0")
    assert read(tmp_path / "a.txt") == CYRILLIC + "\ufffd"


def test_two_code_pages_in_one_file_are_both_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((LATIN * 4).encode() + LATIN.encode("cp1250"))
    assert read(tmp_path / "a.txt") == (LATIN * 5).strip()


def test_a_page_is_read_as_it_declares_unless_that_is_untrue(tmp_path: Path) -> None:
    page = "<html><head><meta charset={}></head><body><p>{}</p></body></html>"
    for declared, encoding, text in (
        ("koi8-r", "koi8-r", "Ъ Ь Э"), ("windows-1251", "utf-8", CYRILLIC), ("klingon", "cp1250", LATIN),
        ("utf-16", "utf-16", CYRILLIC), ("iso-8859-1", "cp1250", LATIN),
    ):  # fmt: skip
        (tmp_path / "a.html").write_bytes(page.format(declared, text).encode(encoding))
        assert read(tmp_path / "a.html") == text.strip(), declared


def test_marked_text_of_other_kinds_gives_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.fodt").write_text('<?xml version="1.0"?><o:document><o:p>Савет за миграције</o:p></o:document>')
    assert read(tmp_path / "a.fodt") == "Савет за миграције"


def test_a_text_that_speaks_of_pdf_is_none(tmp_path: Path) -> None:
    text = "Every PDF begins with %PDF-1.4 in its first line."
    (tmp_path / "a.txt").write_text(text)
    assert read(tmp_path / "a.txt") == text
    (tmp_path / "b.pdf").write_bytes(b"junk\r\n%PDF-1.4\n")
    assert kind_of(str(tmp_path / "b.pdf"), "b.pdf", LIMITS) == "pdf"
