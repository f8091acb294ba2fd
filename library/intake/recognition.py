"""Text recognition for the pages whose text is missing or bad, by the program `tesseract`, apart from the site.

Pages are drawn by a limited process and read by another, a page at a time; each may die without harm. Without the
program, or without packs for the languages, the outcome says so and the pages stay as they were.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from library.intake.apart import apart
from library.intake.outcomes import Extraction, Limits, Page, state_of
from library.intake.readers.languages import script_and_language
from library.intake.readers.quality import GOOD, judge, reason_of

RECOGNISED: Final = "recognised"
_BATCH: Final = 8
_PACKS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("Cyrl", "mk"): ("mkd",),
    ("Latn", "sq"): ("sqi",),
    ("Latn", "en"): ("eng",),
    ("Latn", "sv"): ("swe",),
    ("Latn", "de"): ("deu",),
}
_BOTH_SCRIPTS: Final = ("srp", "srp_latn")
_BY_TAG: Final[dict[str, tuple[str, ...]]] = {
    "bs": ("bos",),
    "hr": ("hrv",),
    "mk": ("mkd",),
    "sq": ("sqi",),
    "en": ("eng",),
}
_GROUP: Final = {"sr", "bs", "hr", "cnr", "sh"}
_TURNING: Final = "1"
"""How tesseract lays out a page: finding out first how it is turned, which takes time and is sometimes wrong."""
_ENOUGH_TO_TELL: Final = 100
_ANY: Final = ("srp", "srp_latn", "eng", "sqi", "mkd")
# The shell sets the limits that no library call can set for a program started from a thread.
_LIMITED: Final = 'ulimit -v "$1"; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@"'


@lru_cache(maxsize=4)
def installed_packs(program: str = "tesseract") -> frozenset[str]:
    """Name the language packs that are there; none where the program is not installed."""
    found = shutil.which(program)
    if found is None:
        return frozenset()
    listed = subprocess.run([found, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def recognise_pages(
    path: Path, extraction: Extraction, *, language: str = "", limits: Limits | None = None, program: str = "tesseract"
) -> Extraction:
    """Read missing and bad pages of a PDF anew; `language` is its tag, where a person has said it."""
    wanted = [page.number for page in extraction.pages if page.quality < GOOD]
    if extraction.state == "quarantined" or not extraction.facts or extraction.facts.kind != "pdf" or not wanted:
        return extraction
    limits = limits or Limits()
    packs = installed_packs(program)
    if not packs & {*_ANY, *_packs_for(extraction.script, extraction.language, language)}:
        return extraction if extraction.state == "ready" else _with_reason(extraction, "ocr_missing")
    reader = _Reader(path, limits, packs, program, time.monotonic() + limits.ocr_seconds)
    texts = reader.read(wanted[: limits.ocr_pages], _packs_for(extraction.script, extraction.language, language))
    return _outcome(extraction, texts, unfinished=len(texts) < len(wanted))


class _Reader:
    """Reads pages of one file until its time is up."""

    def __init__(self, path: Path, limits: Limits, packs: frozenset[str], program: str, until: float) -> None:
        self._path, self._limits, self._packs, self._until = path, limits, packs, until
        self._program = shutil.which(program) or program

    def read(self, numbers: Sequence[int], packs: Sequence[str]) -> dict[int, str]:
        """Give the texts of the pages that could be read in time."""
        texts: dict[int, str] = {}
        packs = self._there(packs)
        for number, picture in self._pictures(numbers):
            if not picture.stat().st_size:
                texts[number] = ""  # nothing is to be seen on it
                continue
            if not packs:  # nobody knows the language: the first page with text tells it
                first = self._page(picture, self._there(_ANY))
                seen = script_and_language(first or "")
                packs = self._there(_packs_for(seen.script, seen.language, ""))
            text = self._page(picture, packs or self._there(_ANY))
            if text is not None:
                texts[number] = text
        return texts

    def _there(self, packs: Sequence[str]) -> tuple[str, ...]:
        return tuple(pack for pack in packs if pack in self._packs)

    def _pictures(self, numbers: Sequence[int]) -> Iterator[tuple[int, Path]]:
        """Draw some pages at a time, so that a long file fills no disk."""
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            with tempfile.TemporaryDirectory(prefix="rmtc-pages-") as folder:
                pages = ",".join(map(str, batch))
                drawing = [str(self._path.resolve()), folder, pages, json.dumps(asdict(self._limits))]
                command = [sys.executable, "-X", "utf8", "-m", "library.intake.readers.rendering", *drawing]
                self._run(command, self._limits.wall_seconds)
                for number in batch:
                    picture = Path(folder) / f"{number}.png"
                    if time.monotonic() > self._until:
                        return
                    if picture.exists():
                        yield number, picture

    def _page(self, picture: Path, packs: Sequence[str]) -> str | None:
        """Read a picture; where no language comes out, see whether it lies on its side or its head."""
        text = self._seen(picture, packs)
        if text is None or len(text) < _ENOUGH_TO_TELL or not _is_doubtful(text):
            return text
        turned = self._seen(picture, packs, "--psm", _TURNING) if "osd" in self._packs else None
        return turned if turned and not _is_doubtful(turned) else text

    def _seen(self, picture: Path, packs: Sequence[str], *more: str) -> str | None:
        limits = self._limits
        sizes = [limits.memory_bytes // 1024, int(limits.ocr_page_seconds), limits.output_bytes // 512]
        command = ["/bin/sh", "-c", _LIMITED, "sh", *map(str, sizes), self._program]
        return self._run([*command, str(picture), "stdout", "-l", "+".join(packs), *more], limits.ocr_page_seconds)

    def _run(self, command: Sequence[str], seconds: float) -> str | None:
        """Run a program to its end or to its limit; None when it failed."""
        surroundings = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
        with apart(command, subprocess.PIPE, surroundings) as process:
            try:
                output, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                return None
        return None if process.returncode else output.decode("utf-8", errors="replace").replace("\f", "")


def _is_doubtful(text: str) -> bool:
    """Say whether a text is in no language that is known, or in both scripts, as letters that lie down are read."""
    guess = script_and_language(text)
    return not guess.language or guess.script == "mixed"


def _packs_for(script: str, language: str, told: str) -> tuple[str, ...]:
    """Choose packs by what a person said, or by script and language; the wrong pack reads nothing right."""
    tag = told.split("-", maxsplit=1)[0].lower()
    if tag in _BY_TAG and (script != "Cyrl" or tag == "mk"):
        return _BY_TAG[tag]
    if (script, language) in _PACKS:
        return _PACKS[script, language]
    return _BOTH_SCRIPTS if language == "hbs" or tag in _GROUP else ()


def _outcome(extraction: Extraction, texts: dict[int, str], *, unfinished: bool) -> Extraction:
    """Put the pages that were read into their places, and judge the whole again."""
    judged = judge(list(texts.values())) if texts else None
    fresh: dict[int, Page] = {}
    for number, page in zip(texts, judged.pages if judged else (), strict=True):
        fresh[number] = replace(page, number=number, flags=(*page.flags, RECOGNISED))
    pages = tuple(fresh.get(page.number, page) for page in extraction.pages)
    written = [page for page in pages if not ("empty" in page.flags and RECOGNISED in page.flags)]
    reason = reason_of(written) if written else "no_text"
    if reason == "ready":
        reason = RECOGNISED if fresh else "ready"
    elif unfinished:
        reason = "ocr_unfinished"
    else:
        reason = "ocr_failed" if written else "nothing_written"
    whole = script_and_language("\n".join(page.text for page in pages))
    known = replace(extraction, pages=pages, script=whole.script, language=whole.language)
    return _with_reason(known, reason)


def _with_reason(extraction: Extraction, reason: str) -> Extraction:
    return replace(extraction, reason=reason, state=state_of(reason))
