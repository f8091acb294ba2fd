from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from library.intake.outcomes import Limits
from library.intake.recognition import installed_packs, recognise_pages
from library.intake.subprocesses import extract_file
from tests.fixture_files import fixture_file
from tests.library.intake.pictures import as_scan
from tests.library.intake.test_text_truth import LANGUAGES, bare, distance, text_of

SAMPLE = 2
"""Pages of each language, of which one takes seconds; `bench/reading.py` reads all of them."""
needs_tesseract = pytest.mark.skipif(
    not {"srp", "srp_latn", "mkd", "sqi", "eng"} <= installed_packs(),
    reason="tesseract with the packs srp, srp_latn, mkd, sqi and eng is not installed",
)


def udhr(language: str) -> Path:
    return fixture_file("library", "udhr", f"{language}.pdf")


def test_without_the_program_the_outcome_says_so(tmp_path: Path) -> None:
    scan = as_scan(udhr("eng"), tmp_path / "scan.pdf", pages=1, dots=60)
    extraction = extract_file(scan, tmp_path)
    assert extraction.reason == "no_text"
    without = recognise_pages(scan, extraction, program="no-such-program")
    assert (without.state, without.reason) == ("needs_review", "ocr_missing")
    assert "not installed" in without.sentence
    assert without.pages == extraction.pages


def test_good_text_and_bad_files_are_left_alone(tmp_path: Path) -> None:
    good = extract_file(udhr("eng"), tmp_path)
    assert recognise_pages(udhr("eng"), good) is good
    broken = fixture_file("library", "nasty", "OCRmyPDF__invalid.pdf")
    quarantined = extract_file(broken, tmp_path)
    assert recognise_pages(broken, quarantined) is quarantined


@needs_tesseract
def test_a_scan_is_read_and_says_so(tmp_path: Path) -> None:
    scan = as_scan(udhr("srp_cyrl"), tmp_path / "scan.pdf", pages=1)
    extraction = recognise_pages(scan, extract_file(scan, tmp_path))
    assert (extraction.state, extraction.reason) == ("ready", "recognised")
    assert (extraction.script, extraction.language) == ("Cyrl", "hbs")
    assert "recognised" in extraction.pages[0].flags
    assert "достојанства" in extraction.pages[0].text


@needs_tesseract
def test_a_scan_that_lies_on_its_side_is_read(tmp_path: Path) -> None:
    scan = as_scan(udhr("srp_latn"), tmp_path / "scan.pdf", pages=1, turned=90)
    extraction = recognise_pages(scan, extract_file(scan, tmp_path))
    assert extraction.reason == "recognised"
    assert "dostojanstva" in extraction.pages[0].text


@needs_tesseract
def test_empty_pictures_and_too_little_time_are_told(tmp_path: Path) -> None:
    blank = tmp_path / "blank.pdf"
    Image.new("L", (400, 500), 255).save(blank, "PDF")
    extraction = extract_file(blank, tmp_path)
    assert recognise_pages(blank, extraction).reason == "nothing_written"
    hurried = recognise_pages(blank, extraction, limits=replace(Limits(), ocr_seconds=0.0))
    assert (hurried.state, hurried.reason) == ("needs_review", "ocr_unfinished")


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize(
    ("language", "blur"), [*((one, 0.0) for one in LANGUAGES), ("srp_cyrl", 0.6), ("bos_latn", 0.6)]
)
def test_the_declaration_is_recognised(language: str, blur: float, tmp_path: Path) -> None:
    written = extract_file(udhr(language), tmp_path).pages[:SAMPLE]  # letter by letter, as another test shows
    truth = bare("\n".join(page.text for page in written))
    scan = as_scan(udhr(language), tmp_path / "scan.pdf", blur=blur, pages=SAMPLE)
    extraction = recognise_pages(scan, extract_file(scan, tmp_path))
    assert len(truth) > 1000 * SAMPLE
    read = bare(text_of(extraction))
    wrong = distance(read, truth) / len(truth)
    print(f"{language} blur {blur}: character error rate {wrong:.4f}")  # noqa: T201 - a measurement
    assert wrong <= 0.01
    assert (extraction.state, extraction.script, extraction.language) == ("ready", *LANGUAGES[language])


@pytest.mark.slow
@needs_tesseract
def test_a_law_with_lost_letters_is_read_anew(tmp_path: Path) -> None:
    law = fixture_file("library", "balkan", "Zakon-o-bezbjednosti-saobracaja-na-putevima.pdf")
    extraction = extract_file(law, tmp_path)
    assert "član" not in text_of(extraction).lower()
    read = recognise_pages(law, extraction, limits=replace(Limits(), ocr_pages=SAMPLE))
    assert "član" in text_of(read).lower()
    assert read.reason == "ocr_unfinished"  # only some of its pages were asked for here
    assert all("recognised" in page.flags for page in read.pages[:SAMPLE])
