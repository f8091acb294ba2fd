"""Sums over the files of an index, noted when they are written: what a disk or a person changed later is noticed.

A writer that is killed before it notes a file leaves it without a sum; such a file is not judged, nor is one that a
commit has taken out of use.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final
from zlib import crc32

from rmtc.search.engines.whoosh_contents import contents_of

_NAME: Final = "sums.json"
_NOTED: Final = re.compile(r"MAIN_.*\..*|_MAIN_.*\.toc")
_AT_ONCE: Final = 1 << 20
_MANY_GONE: Final = 1_000


def note_sums(folder: Path, reckoned: Mapping[str, int]) -> None:
    """Note the sums of new files in a line of their own; those of files that are gone are forgotten in the end.

    `reckoned` are sums that whoever wrote the files knows already.
    """
    known = _noted(folder)
    there = {path.name for path in folder.iterdir() if _NOTED.fullmatch(path.name)}
    sums = {name: reckoned[name] if name in reckoned else _sum(folder / name) for name in there - known.keys()}
    if len(known) - len(there) < _MANY_GONE:
        with (folder / _NAME).open("a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps(sums)}")  # apart from a line that a kill may have cut off
        return
    draft = folder / f"{_NAME}.new"
    draft.write_text(json.dumps({name: sums.get(name, known.get(name)) for name in there}) + "\n", encoding="utf-8")
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
        contents = contents_of(folder)
    except Exception:  # noqa: BLE001 - a damaged file can raise anything from inside Whoosh
        return None
    return {f"_MAIN_{contents.generation}", *(each.segment_id() for each in contents.segments)}


def _noted(folder: Path) -> dict[str, int]:
    """Give the sums of files by their names; a line that was cut off by a kill says nothing."""
    noted: dict[str, int] = {}
    with suppress(OSError):
        for line in (folder / _NAME).read_bytes().splitlines():
            with suppress(ValueError, TypeError):
                noted |= json.loads(line)
    return noted


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
