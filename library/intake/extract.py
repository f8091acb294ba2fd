"""Read one file in this process and print JSON lines: `python -m library.intake.extract FILE OUT_DIR [NAME [LIMITS]]`.

One line per page, then one with the outcome; the cover, if one can be drawn, is written to OUT_DIR/cover.webp after
that, so that a page which cannot be drawn in time costs no text. `library.intake.subprocesses` starts it, apart from
the site.
"""

import json
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from library.intake.confinement import confine
from library.intake.outcomes import WITHOUT_PICTURES, Limits, Unreadable
from library.intake.readers.detecting import kind_of, reader_of
from library.intake.readers.normalising import normalise
from library.intake.readers.quality import judge

COVER: Final = "cover.webp"
_LONGEST_FACT: Final = 1000

Draw = Callable[[str], None]


def _say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _tidy(value: Any) -> Any:
    """Clean what a file says about itself; titles may hold anything, at any length."""
    return normalise(value)[:_LONGEST_FACT] if isinstance(value, str) else value


def _read(path: str, name: str, limits: Limits) -> Draw | None:
    """Read and judge the file, print its pages and outcome, and give what draws its cover; raises Unreadable."""
    if Path(path).stat().st_size > limits.file_bytes:
        raise Unreadable("too_large")
    kind = kind_of(path, name, limits)
    reading = reader_of(kind)(path, limits)
    raw: list[str] = []
    room = limits.characters
    for text in reading.pages:
        raw.append(text)
        room -= len(text)
        if room < 0:
            raise Unreadable("too_much_text")
    judgement = judge(raw)
    for page in judgement.pages:
        _say(page=asdict(page))
    facts = {key: _tidy(value) for key, value in asdict(reading.facts).items()}
    reason = judgement.reason if reading.draw else WITHOUT_PICTURES.get(judgement.reason, judgement.reason)
    _say(outcome=reason, facts=facts, script=judgement.guess.script, language=judgement.guess.language)
    sys.stdout.flush()
    return reading.draw


def _extract(path: str, folder: str, name: str, limits: Limits) -> None:
    try:
        draw = _read(path, name, limits)
    except Unreadable as refused:
        _say(outcome=refused.reason)
    except MemoryError:
        _say(outcome="too_much_memory")
    except RecursionError:
        _say(outcome="damaged")
    else:
        if draw is not None:
            with suppress(Unreadable, MemoryError, OSError, ValueError):
                draw(str(Path(folder) / COVER))


def main(arguments: list[str]) -> int:
    """Run from the command line; the exit status is 0 whenever an outcome was printed."""
    path, folder, *more = arguments
    name = more[0] if more else Path(path).name
    limits = Limits(**json.loads(more[1])) if len(more) > 1 else Limits()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr] # standard output is a text file
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    confine(limits)
    _extract(path, folder, name, limits)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
