"""A folder that is watched: what has come to rest in it is taken in, and moved to done/ or refused/ with a note."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from library.importing.commands import take_document
from library.importing.imports import Manner, Outcome
from library.importing.sources import CONTAINERS
from library.packages.jobs import go_through
from rmtc.errors import Refusal
from rmtc.site import Site

REST: Final = 30.0
"""Seconds for which a file must not have changed before it is taken."""
LEFT: Final = 3600.0
"""Seconds after which a file that a stopped worker had begun with is taken again."""
TAKING: Final = ".taking-"
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
        begun = path.with_name(TAKING + path.name)
        try:
            path.rename(begun)  # only one worker gets it
        except OSError:
            continue
        _settle(folder, begun, path.name, _take(site, begun, path.name))
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
    for path in folder.glob(f"{TAKING}*"):
        with suppress(OSError):
            if path.stat().st_ctime < time.time() - LEFT:
                path.rename(path.with_name(path.name.removeprefix(TAKING)))


def _take(site: Site, path: Path, name: str) -> list[Outcome]:
    told: list[Outcome] = []
    try:
        if name.lower().endswith(CONTAINERS):
            go_through(site, path, told.append, DRAFTS)
        else:
            told.append(take_document(site, path, name, DRAFTS))
    except Refusal as refusal:
        told.append(Outcome(name, "refused", str(refusal)))
    return told


def _settle(folder: Path, begun: Path, name: str, told: list[Outcome]) -> None:
    """Move a file to where it belongs, beside a note that says what became of it."""
    went_well = any(outcome.what != "refused" for outcome in told)
    place = folder / ("done" if went_well else "refused")
    place.mkdir(exist_ok=True)
    target, number = place / name, 2
    while target.exists():
        target, number = place / f"{Path(name).stem}-{number}{Path(name).suffix}", number + 1
    lines = [f"{one.what}: {one.name}: {one.sentence}" + (f" #{one.resource_id}" if one.resource_id else "")
             for one in told]  # fmt: skip
    target.with_name(f"{target.name}.note.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    begun.replace(target)
