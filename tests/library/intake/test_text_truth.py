import re
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from library.intake.outcomes import Extraction
from library.intake.subprocesses import extract_file
from tests.fixture_files import fixture_file

LANGUAGES = {
    "als": ("Latn", "sq"),
    "bos_latn": ("Latn", "hbs"),
    "eng": ("Latn", "en"),
    "hrv": ("Latn", "hbs"),
    "mkd": ("Cyrl", "mk"),
    "srp_cyrl": ("Cyrl", "hbs"),
    "srp_latn": ("Latn", "hbs"),
}
YUSCII = [
    "Pravilnik-o-odrzavanju-javnih-cesta-SLFBiH-48-03.pdf",
    "enama-i-dopunama-pravilnika-o-odrzavanju-javnih-cesta-SLFBiH-59-06.pdf",
    "ta-za-obavljanje-vanrednog-prijevoza-i-visinu-naknade-za-SLFBiH-20.pdf",
]
SOUND = {
    "lnik-o-turistickoj-i-ostaloj-signalizaciji-na-putevima-SGBiH-13-07.pdf": "član",
    "pravilnik-o-nacinu-obavljanja-vanrednog-prevoza.pdf": "član",
    "pravilnik-o-izgledu-i-nacinu-postavljanja-znaka-za-prevoz-dece.pdf": "члан",
    "pravilnik-o-radionicama-za-tahografe.pdf": "члан",
    "uredba-o-raspodeli-stranih-dozvola-za-medjunarodni-prevoz.pdf": "члан",
}
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ue000-\uf8ff\ufffd-\uffff\u00ad]")


def text_of(extraction: Extraction) -> str:
    return "\n".join(page.text for page in extraction.pages)


def distance(one: str, other: str) -> int:
    """Edit distance, a row of the table at a time."""
    row = np.arange(len(other) + 1)
    steps = row.copy()
    letters = np.array([ord(letter) for letter in other])
    for count, letter in enumerate(one, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(letter)))
        row = np.minimum.accumulate(np.concatenate(([count], best)) - steps) + steps
    return int(row[-1])


def bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


@cache
def law(name: str, folder: Path) -> Extraction:
    return extract_file(fixture_file("library", "balkan", name), folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("covers")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_declaration_is_read_letter_by_letter(language: str, tmp_path: Path) -> None:
    truth = bare(fixture_file("library", "udhr", f"{language}.txt").read_text(encoding="utf-8"))
    extraction = extract_file(fixture_file("library", "udhr", f"{language}.pdf"), tmp_path)
    read = bare(text_of(extraction))
    assert distance(read, truth) / len(truth) <= 0.001
    assert not ILLEGAL.search(text_of(extraction))
    assert (extraction.state, extraction.script, extraction.language) == ("ready", *LANGUAGES[language])
    assert extraction.cover is not None
    assert extraction.cover.read_bytes()[8:12] == b"WEBP"


@pytest.mark.parametrize("name", YUSCII)
def test_yuscii_is_flagged_and_repaired(name: str, folder: Path) -> None:
    extraction = law(name, folder)
    assert all("repaired_yuscii" in page.flags for page in extraction.pages)
    assert "članak" in text_of(extraction).lower()
    assert not re.search(r"\w[{}|~^]\w", text_of(extraction))


def test_lost_letters_are_flagged_for_text_recognition(folder: Path) -> None:
    extraction = law("Zakon-o-bezbjednosti-saobracaja-na-putevima.pdf", folder)
    assert (extraction.state, extraction.reason) == ("needs_review", "poor_text")
    assert all("missing_letters" in page.flags for page in extraction.pages)


@pytest.mark.parametrize("name", SOUND)
def test_sound_laws_are_ready_and_not_touched(name: str, folder: Path) -> None:
    extraction = law(name, folder)
    assert extraction.state == "ready"
    assert SOUND[name] in text_of(extraction).lower()
    assert not any(flag.startswith("repaired") for page in extraction.pages for flag in page.flags)
    assert not ILLEGAL.search(text_of(extraction))
