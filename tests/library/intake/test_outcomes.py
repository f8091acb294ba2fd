import time
from pathlib import Path

import pytest

from library.intake.outcomes import SENTENCES, Limits, state_of
from library.intake.subprocesses import extract_file
from tests.fixture_files import fixture_file

EXPECTED = {
    "nasty/own__flate_bomb_1GB.pdf": "too_much_memory",
    "nasty/own__200k_pages.pdf": "too_many_pages",
    "nasty/pypdf__r6-user-password.pdf": "password_protected",
    "nasty/pypdf__r2-user-password.pdf": "password_protected",
    "nasty/OCRmyPDF__invalid.pdf": "damaged",
    "nasty/tika__file7_badJson.pdf": "wrong_type",
    "nasty/own__huge_page.pdf": "no_text",
    "office/protect.xlsx": "password_protected",
    "office/testWORD_truncated.docx": "damaged",
    "office/testODTnotaZipFile.odt": "wrong_type",
    "office/Strict.docx": "ready",
    "office/testWORD_various.docx": "ready",
    "office/testPPT_various.pptx": "ready",
    "office/testEPUB.epub": "ready",
}
LIMITS = Limits(wall_seconds=40, cpu_seconds=30)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_has_its_reason(name: str, tmp_path: Path) -> None:
    assert extract_file(fixture_file("library", *name.split("/")), tmp_path, limits=LIMITS).reason == EXPECTED[name]


@pytest.mark.slow
def test_every_nasty_file_ends_in_a_state_in_time_and_leaves_only_a_cover(tmp_path: Path) -> None:
    files = sorted(fixture_file("library", "nasty").iterdir())
    assert files
    for path in files:
        started = time.monotonic()
        extraction = extract_file(path, tmp_path, limits=LIMITS)
        assert time.monotonic() - started < LIMITS.wall_seconds + 2, path.name
        assert extraction.state == state_of(extraction.reason), path.name
        assert extraction.sentence == SENTENCES[extraction.reason]
        left = {extraction.cover} - {None}
        assert set(tmp_path.iterdir()) == left, path.name


def test_what_is_said_of_a_file_without_pictures_is_true_of_it(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_text(" \n\t\n")
    (tmp_path / "lost.txt").write_text("Izbeglice \ufffd\ufffd\ufffd i \ufffd\ufffd migranti")
    (tmp_path / "parts.txt").write_text("Izbeglice i migranti.\f\f\f")
    found = [extract_file(tmp_path / f"{name}.txt", tmp_path / "out") for name in ("blank", "lost", "parts")]
    assert [(one.state, one.reason) for one in found] == [
        ("needs_review", "nothing_written"), ("needs_review", "poor_letters"), ("ready", "parts_without_text"),
    ]  # fmt: skip
    assert not any("recognition" in one.sentence for one in found)


def test_a_form_that_only_its_own_program_shows_is_no_text(tmp_path: Path) -> None:
    page = b"BT /F 12 Tf 50 700 Td (Please wait. If this message is not eventually replaced, get another reader.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /Fields [] /XFA 4 0 R >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R >>",
        b"<< /Length 17 >>\nstream\n<xdp:xdp></xdp:x>\nendstream",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    (tmp_path / "form.pdf").write_bytes(b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R /Size 6 >>\n")
    found = extract_file(tmp_path / "form.pdf", tmp_path / "out")
    assert (found.state, found.reason) == ("quarantined", "form_only")


def test_the_wall_limit_ends_a_reading(tmp_path: Path) -> None:
    path = fixture_file("library", "udhr", "eng.pdf")
    started = time.monotonic()
    extraction = extract_file(path, tmp_path, limits=Limits(wall_seconds=0.05))
    assert time.monotonic() - started < 5
    assert (extraction.state, extraction.reason) == ("quarantined", "took_too_long")


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(file_bytes=1000), "too_large"),
        (Limits(pages=3), "too_many_pages"),
        (Limits(characters=500), "too_much_text"),
        (Limits(output_bytes=4096), "too_much_text"),
    ],
)
def test_limits_of_size(limits: Limits, reason: str, tmp_path: Path) -> None:
    extraction = extract_file(fixture_file("library", "udhr", "eng.pdf"), tmp_path, limits=limits)
    assert (extraction.state, extraction.reason) == ("quarantined", reason)


def test_facts_of_a_pdf_are_offered(tmp_path: Path) -> None:
    facts = extract_file(fixture_file("library", "udhr", "srp_cyrl.pdf"), tmp_path).facts
    assert facts is not None
    assert (facts.kind, facts.pages, facts.tagged, facts.encrypted, facts.language) == (
        "pdf",
        7,
        True,
        False,
        "sr-Cyrl",
    )
    assert "Skia" in facts.producer


def test_a_file_that_begins_with_a_dash_and_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "-x.txt").write_text("Azil i migracije", encoding="utf-8")
    assert extract_file(tmp_path / "-x.txt", tmp_path / "out").pages[0].text == "Azil i migracije"
    (tmp_path / "empty.pdf").touch()
    assert extract_file(tmp_path / "empty.pdf", tmp_path / "out").reason == "empty_file"
