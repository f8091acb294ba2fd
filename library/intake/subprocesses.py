"""Have a file read by a process that may die: every file ends in a state with a reason, whatever it does."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from library.intake.apart import apart
from library.intake.extract import COVER
from library.intake.outcomes import Extraction, Facts, Limits, Page, state_of

_LINES: Final = "pages.jsonl"
_DEATHS: Final = {
    signal.SIGXCPU: "took_too_long",
    signal.SIGXFSZ: "too_much_text",
    signal.SIGABRT: "too_much_memory",  # pdfium aborts when it gets no memory
    signal.SIGKILL: "too_much_memory",
    signal.SIGSEGV: "damaged",
    signal.SIGBUS: "damaged",
    signal.SIGFPE: "damaged",
}


def extract_file(path: Path, out_dir: Path, *, name: str = "", limits: Limits | None = None) -> Extraction:
    """Read a file apart from this process; `out_dir` gets the cover, `name` was its own. No bad file raises."""
    limits = limits or Limits()
    out_dir.mkdir(parents=True, exist_ok=True)
    (out_dir / COVER).unlink(missing_ok=True)
    lines = out_dir / _LINES
    try:
        died = _run(
            [str(path.resolve()), str(out_dir.resolve()), name or path.name, json.dumps(asdict(limits))], lines, limits
        )
        return _outcome(lines, out_dir, died)
    finally:
        lines.unlink(missing_ok=True)


def _run(arguments: list[str], lines: Path, limits: Limits) -> str:
    """Run the reader to its end or to its limit; give a reason's code when it did not end by itself."""
    command = [sys.executable, "-X", "utf8", "-m", "library.intake.extract", *arguments]
    with lines.open("wb") as output, apart(command, output, {"PYTHONDONTWRITEBYTECODE": "1"}) as process:
        try:
            status = process.wait(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            return "took_too_long"
    if status < 0:
        return _DEATHS.get(signal.Signals(-status), "stopped")
    return "stopped" if status else ""


def _said(lines: Path) -> Iterator[dict[str, Any]]:
    with lines.open("rb") as file:
        for line in file:
            try:
                yield json.loads(line)
            except ValueError:
                return  # the process died in the middle of a line


def _outcome(lines: Path, out_dir: Path, died: str) -> Extraction:
    """Put the printed lines together; a process that died after its outcome only lost the cover."""
    pages: list[Page] = []
    for line in _said(lines):
        if "page" in line:
            pages.append(Page(**{**line["page"], "flags": tuple(line["page"]["flags"])}))
        elif "facts" in line:
            cover = out_dir / COVER
            drawn = cover.exists() and not died
            if not drawn:
                cover.unlink(missing_ok=True)
            reason = line["outcome"]
            return Extraction(
                state_of(reason), reason, Facts(**line["facts"]), tuple(pages),
                line["script"], line["language"], cover if drawn else None,
            )  # fmt: skip
        else:
            return Extraction("quarantined", line["outcome"])
    return Extraction("quarantined", died or "stopped")
