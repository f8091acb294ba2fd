"""Real laws with sound, broken and lost letters: taken in as they are, each is found by its word, in both scripts."""

from pathlib import Path

import cyrtranslit
import pypdfium2
import pytest
from sqlalchemy import select

from library.intake.recognition import installed_packs
from library.resources.models import ResourceFile
from rmtc.i18n.serbian import to_latin
from tests.factories.library import take_file
from tests.fixture_files import fixture_file

LOST = "Zakon-o-bezbjednosti"
SAMPLE = 3
"""Pages of the law that is read by text recognition, which takes seconds for each; `bench/reading.py` reads all."""


def expected() -> dict[Path, str]:
    """Each law with the word that must be found, from the table beside the files; names there are shortened by …"""
    table = fixture_file("library", "balkan", "EXPECTED.md").read_text(encoding="utf-8").splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table if line.startswith("|")]
    found = {}
    for name, _what, word in rows:
        (path,) = fixture_file("library", "balkan").glob(name.replace("…", "*"))
        found[path] = word
    return found


def first_pages(path: Path, target: Path) -> Path:
    with pypdfium2.PdfDocument(path) as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, list(range(SAMPLE)))
        part.save(target)
    return target


@pytest.mark.slow
@pytest.mark.skipif(not {"srp", "srp_latn"} <= installed_packs(), reason="tesseract with srp and srp_latn is missing")
def test_every_law_is_found_by_its_word(visitor, session, site, work, tmp_path) -> None:
    laws, records = expected(), {}
    assert len(laws) == 9
    for path, word in laws.items():
        file = first_pages(path, tmp_path / path.name) if path.name.startswith(LOST) else path
        records[take_file(session, site, file).resource.id] = word
    work()
    session.expire_all()
    rows = session.execute(select(ResourceFile.name, ResourceFile.state))
    states = {row.name: row.state for row in rows}
    assert set(states.values()) == {"ready"}, states
    for number, word in records.items():
        for typed in (word, to_latin(word), cyrtranslit.to_cyrillic(word, "sr")):
            page = visitor.get("/library", params={"q": typed, "sort": "title"})
            assert f'href="/library/{number}' in page.text, (typed, number)
