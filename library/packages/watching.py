"""A folder that is watched: what has come to rest in it is taken in, and moved to done/ or refused/ with a note."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

from library.importing.commands import take_document
from library.importing.imports import Manner, Outcome
from library.importing.sources import CONTAINERS
from library.packages.jobs import go_through
from rmtc.errors import Refusal
from rmtc.i18n.said import sentence_of
from rmtc.site import Site
from rmtc.texts.letters import on_one_line

REST: Final = 30.0
"""Seconds for which a file must not have changed before it is taken."""
LEFT: Final = 3600.0
"""Seconds after which a file that a stopped worker had begun with is taken again."""
TAKING: Final = ".taking"
"""The folder in which a file lies while it is taken, under its own name, which may be as long as a name can be."""
LONGEST: Final = 255
"""Bytes of a file's name."""
DRAFTS: Final = Manner(publish=False, read=False)


def watch(site: Site, _args: dict[str, Any]) -> None:
    """Take in what lies in the watched folder, if one is set."""
    if site.settings.watch_folder:
        look_into(site, Path(site.settings.watch_folder))


def look_into(site: Site, folder: Path, rest: float = REST) -> int:
    """Take in every file of a folder that has come to rest; returns how many. A bad one never stops the next."""
    if not folder.is_dir():
        return 0
    _give_back(folder)
    taken = 0
    for path in _at_rest(folder, rest):
        begun = folder / TAKING / path.name
        try:
            begun.parent.mkdir(exist_ok=True)
            path.rename(begun)  # only one worker gets it
        except OSError:
            continue
        told = _take(site, begun, path.name)
        with suppress(OSError):  # what cannot be moved is given back later
            _settle(folder, begun, path.name, told)
        taken += 1
    return taken


def _at_rest(folder: Path, rest: float) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        with suppress(FileNotFoundError):
            facts = path.stat()
            if max(facts.st_mtime, facts.st_ctime) <= time.time() - rest:
                yield path


def _give_back(folder: Path) -> None:
    for path in (folder / TAKING).glob("*"):
        with suppress(OSError):
            if path.stat().st_ctime < time.time() - LEFT:
                path.rename(folder / path.name)


def _take(site: Site, path: Path, name: str) -> list[Outcome]:
    told: list[Outcome] = []
    try:
        if name.lower().endswith(CONTAINERS):
            go_through(site, path, told.append, DRAFTS)
        else:
            told.append(take_document(site, path, name, DRAFTS))
    except Refusal as refusal:
        told.append(Outcome(name, "refused", sentence_of(refusal)))
    return told


def _settle(folder: Path, begun: Path, name: str, told: list[Outcome]) -> None:
    """Move a file to where it belongs, beside a note that says what became of it."""
    went_well = any(outcome.what != "refused" for outcome in told)
    place = folder / ("done" if went_well else "refused")
    place.mkdir(exist_ok=True)
    target = _free(place, Path(name).stem, Path(name).suffix)
    records = (f" #{one.resource_id}" if one.resource_id else "" for one in told)
    lines = [
        f"{one.what}: {on_one_line(one.name)}: {one.sentence}{more}" for one, more in zip(told, records, strict=True)
    ]
    _free(place, target.name, ".note.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    begun.replace(target)


def _free(place: Path, stem: str, ending: str) -> Path:
    """A place that is not taken, with a number where it has to be."""
    numbered = (f"-{number}{ending}" if number > 1 else ending for number in count(1))
    return next(path for each in numbered if not (path := place / _fitting(stem, each)).exists())


def _fitting(stem: str, ending: str) -> str:
    """A name with an ending, its beginning cut where the whole would be longer than a name can be."""
    while len(os.fsencode(stem + ending)) > LONGEST:
        stem = stem[:-1]
    return stem + ending
