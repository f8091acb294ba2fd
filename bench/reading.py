"""Measure how truly and how fast files are read: `python -m bench.reading [text] [rate] [pictures] [law]`.

Reads the real files of the fixtures folder (RMTC_FIXTURES). text: wrong letters of the Declaration in seven languages.
rate: pages a processor second, with and without the start of the process that reads. pictures: the same Declaration
drawn at 200 dpi and read by Tesseract, all pages, sharp and blurred. law: the one with lost letters, all pages.
A wrong letter is one to be changed, added or taken away; spaces are not counted.
"""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from library.intake.outcomes import Extraction, Limits
from library.intake.readers.detecting import READERS
from library.intake.readers.quality import judge
from library.intake.recognition import recognise_pages
from library.intake.subprocesses import extract_file
from tests.fixture_files import fixture_file
from tests.library.intake.pictures import as_scan
from tests.library.intake.test_text_truth import ILLEGAL, LANGUAGES, bare, distance, text_of

LAW = "Zakon-o-bezbjednosti-saobracaja-na-putevima.pdf"


def spent() -> float:
    """Processor seconds of the processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def wrong(extraction: Extraction, language: str) -> float:
    """The share of wrong letters."""
    truth = bare(fixture_file("library", "udhr", f"{language}.txt").read_text(encoding="utf-8"))
    return distance(bare(text_of(extraction)), truth) / len(truth)


def text(folder: Path) -> None:
    """Wrong letters of the text that the files hold."""
    for language in LANGUAGES:
        found = extract_file(fixture_file("library", "udhr", f"{language}.pdf"), folder)
        strange = len(ILLEGAL.findall(text_of(found)))
        print(f"text     {language:9} wrong {wrong(found, language):.5f}  private or replaced letters {strange}")


def rate(folder: Path) -> None:
    """Pages a processor second."""
    files = sorted(path for place in ("udhr", "balkan") for path in fixture_file("library", place).glob("*.pdf"))
    began, pages = spent(), 0
    for path in files:
        pages += len(extract_file(path, folder).pages)
    apart = spent() - began
    started = time.process_time()
    for path in files:
        judge(list(READERS["pdf"](str(path), Limits()).pages))
    here = time.process_time() - started
    print(f"rate     {len(files)} files, {pages} pages: {pages / here:.0f} a processor second; "
          f"{pages / apart:.0f} with a process and a cover for each file")  # fmt: skip


def pictures(folder: Path) -> None:
    """Wrong letters of drawn pages, and processor seconds for each."""
    for language in LANGUAGES:
        for blur in (0.0, 0.6):
            scan = as_scan(fixture_file("library", "udhr", f"{language}.pdf"), folder / "scan.pdf", blur=blur)
            began = spent()
            found = recognise_pages(scan, extract_file(scan, folder))
            each = (spent() - began) / len(found.pages)
            print(f"pictures {language:9} blur {blur}: wrong {wrong(found, language):.5f}  {each:.1f} s a page")


def law(folder: Path) -> None:
    """How often the word of a law is found before and after its pages were read anew."""
    path, began = fixture_file("library", "balkan", LAW), spent()
    before = extract_file(path, folder)
    after = recognise_pages(path, before, limits=replace(Limits(), ocr_seconds=3600.0))
    counts = [text_of(each).lower().count("član") for each in (before, after)]
    print(f"law      {len(after.pages)} pages, {spent() - began:.0f} s: {before.reason}, then {after.reason}; "
          f"“član” {counts[0]} times, then {counts[1]}")  # fmt: skip


PARTS: dict[str, Callable[[Path], None]] = {"text": text, "rate": rate, "pictures": pictures, "law": law}

if __name__ == "__main__":
    with TemporaryDirectory() as place:
        for name in sys.argv[1:] or PARTS:
            PARTS[name](Path(place))
