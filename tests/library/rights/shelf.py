"""A shelf with one record of each level."""

from pathlib import Path

from library.resources.models import AccessLevel
from rmtc.db import WriteSession
from rmtc.site import Site
from tests.factories.library import give_text, take_file

WORD = "xylophone"
"""Stands in every text."""


def one_of_each_level(session: WriteSession, site: Site, folder: Path) -> dict[str, tuple[int, str]]:
    """A record of each level, with a file, and a draft; gives the number of each and the name of its file."""
    records = {}
    for level in (*AccessLevel, "draft"):
        path = folder / f"{level}.pdf"
        path.write_bytes(b"%PDF-1.4 " + level.encode())
        known = {"title": f"Title {level}", "language": "en"}
        access = AccessLevel.PUBLIC if level == "draft" else level
        taken = take_file(session, site, path, publish=level != "draft", access=access, **known)
        (folder / "cover.webp").write_bytes(b"RIFF0000WEBP" + level.encode())
        give_text(session, site, taken, [f"{WORD} kept as {level}"], folder / "cover.webp")
        assert taken.file is not None
        records[level] = (taken.resource.id, taken.file.name)
    return records
