"""Reading the files of a demonstration course."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
REFERENCE = re.compile(r"\[\[lib:([a-z0-9-]+)(#p=\d+)?\|")
STATUS = "responsibility and autonomy"


@dataclass(frozen=True)
class Manuscript:
    """A lesson as it lies in its file: what its head says, and its Markdown."""

    head: dict[str, Any]
    body: str


def read_toml(path: Path) -> dict[str, Any]:
    """The data of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_lesson(path: Path) -> Manuscript:
    """A lesson: a head in TOML between lines of +++, then Markdown."""
    _nothing, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Manuscript(tomllib.loads(head), body.strip())


def with_ids(text: str, ids: dict[str, int]) -> str:
    """The text with references to records by key turned into references by number; KeyError for an unknown key."""
    return REFERENCE.sub(lambda found: f"[[lib:{ids[found[1]]}{found[2] or ''}|", text)


def lesson_name(reference: str) -> str:
    """The name of a lesson's file without its folder and ending: "lessons/1-2-stocks.md" is "1-2-stocks"."""
    return Path(reference).stem
