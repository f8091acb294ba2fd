"""Sums over the files of an index, noted when they are written: what a disk or a person changed later is noticed.

A writer that is killed before it notes a file leaves it without a sum; such a file is not judged, nor is one that a
commit has taken out of use.
"""

import json
import re
from pathlib import Path
from typing import Final
from zlib import crc32

from whoosh.index import open_dir

_NAME: Final = "sums.json"
_NOTED: Final = re.compile(r"MAIN_.*\..*|_MAIN_.*\.toc")
_AT_ONCE: Final = 1 << 20


def note_sums(folder: Path) -> None:
    """Note the sums of new files, and forget those of files that are gone."""
    known = _noted(folder)
    there = [path.name for path in folder.iterdir() if _NOTED.fullmatch(path.name)]
    sums = {name: known[name] if name in known else _sum(folder / name) for name in there}
    draft = folder / f"{_NAME}.new"
    draft.write_text(json.dumps(sums), encoding="utf-8")
    draft.replace(folder / _NAME)


def changed_files(folder: Path) -> list[str]:
    """Name the files in use that are missing or not as they were written."""
    in_use = _in_use(folder)
    return sorted(
        name
        for name, noted in _noted(folder).items()
        if (in_use is None or name.split(".")[0] in in_use) and _sum(folder / name) != noted
    )


def _in_use(folder: Path) -> set[str] | None:
    """Give how the names of files in use begin; None where it cannot be known, and every file must be right."""
    try:
        contents = open_dir(str(folder))._read_toc()  # noqa: SLF001 - Whoosh has no other way
    except Exception:  # noqa: BLE001 - a damaged file can raise anything from inside Whoosh
        return None
    return {f"_MAIN_{contents.generation}", *(each.segment_id() for each in contents.segments)}


def _noted(folder: Path) -> dict[str, int]:
    try:
        noted = json.loads((folder / _NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _sum(path: Path) -> int:
    """Reckon the sum of a file; -1 where it cannot be read."""
    found = 0
    try:
        with path.open("rb") as file:
            while data := file.read(_AT_ONCE):
                found = crc32(data, found)
    except OSError:
        return -1
    return found
