"""What comes out of reading a file: pages, facts, and a state with a reason that a librarian understands."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from rmtc.i18n.marks import mark

ENGINE: Final = "2"
"""Version of the reading engine; raise it when results change, so that files can be read again."""

State = Literal["ready", "needs_review", "quarantined"]

SENTENCES: Final[dict[str, str]] = {
    "ready": mark("The text was read."),
    "no_text": mark("No text was found; the pages are probably pictures. Text recognition can read them."),
    "poor_text": mark("The text has wrong or missing letters. Text recognition can read the pages anew."),
    "pages_without_text": mark("Some pages hold no text; they are probably pictures. Text recognition can read them."),
    "nothing_written": mark("The file holds no text, or hardly any."),
    "poor_letters": mark("The text has wrong or missing letters. A copy in another format may help."),
    "parts_without_text": mark("The text was read; some slides, sheets or chapters hold none."),
    "recognised": mark("The text was read from the pictures of the pages; single letters may be wrong."),
    "ocr_missing": mark("Pages are pictures or have bad text, and text recognition is not installed on this site."),
    "ocr_unfinished": mark("Text recognition took too long; the other pages are still pictures."),
    "ocr_failed": mark("Text recognition could not read the pages. A better scan may help."),
    "password_protected": mark("The file is protected by a password. Please ask for a copy without one."),
    "damaged": mark("The file is damaged or incomplete. Please ask for a new copy."),
    "empty_file": mark("The file is empty."),
    "form_only": mark("The file is a form that only its own program can show. Please ask for an ordinary PDF of it."),
    "wrong_type": mark("The file is not what its name says. Please ask for a new copy."),
    "unsupported": mark("This kind of file cannot be read. A PDF or a newer office format can."),
    "too_large": mark("The file is larger than the library reads."),
    "too_many_pages": mark("The file has more pages than the library reads."),
    "too_much_text": mark("The file holds more text than the library reads."),
    "suspicious_archive": mark("The file unpacks to far more than it should; it was not opened."),
    "took_too_long": mark("Reading the file took too long and was stopped."),
    "too_much_memory": mark("Reading the file needed too much memory and was stopped."),
    "stopped": mark("Reading the file failed in an unforeseen way and was stopped."),
}
"""Every reason, by its stable code."""

WITHOUT_PICTURES: Final = {
    "no_text": "nothing_written",
    "poor_text": "poor_letters",
    "pages_without_text": "parts_without_text",
}
"""What is said of files whose pages cannot be drawn, so that text recognition would not help."""
_REVIEW: Final = {
    "no_text", "poor_text", "pages_without_text", "ocr_missing", "ocr_unfinished", "ocr_failed",
    "nothing_written", "poor_letters",
}  # fmt: skip
_READY: Final = {"ready", "recognised", "parts_without_text"}


def state_of(reason: str) -> State:
    """Tell the state that goes with a reason's code."""
    if reason in _READY:
        return "ready"
    return "needs_review" if reason in _REVIEW else "quarantined"


class Unreadable(Exception):  # noqa: N818 - a finding about the file, not a fault of the program
    """A file cannot or may not be read; `reason` is a code of SENTENCES."""

    def __init__(self, reason: str) -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """How much one file may cost."""

    wall_seconds: float = 120.0
    cpu_seconds: int = 100
    memory_bytes: int = 1_610_612_736
    output_bytes: int = 33_554_432
    file_bytes: int = 536_870_912
    pages: int = 5_000
    characters: int = 12_000_000
    unpacked_bytes: int = 268_435_456
    ocr_pages: int = 400
    ocr_page_seconds: float = 60.0
    ocr_seconds: float = 1_200.0


@dataclass(frozen=True)
class Facts:
    """What a document says about itself; empty or None where it says nothing. Offered to a librarian, not imposed."""

    kind: str
    pages: int = 0
    title: str = ""
    creator: str = ""
    language: str = ""
    producer: str = ""
    created: str = ""
    tagged: bool | None = None
    encrypted: bool = False


@dataclass(frozen=True)
class Page:
    """The text of one page. `quality` runs from 0 (useless) to 1; `flags` name what is or was wrong with it."""

    number: int
    text: str
    quality: float
    flags: tuple[str, ...] = ()
    script: str = ""
    language: str = ""


@dataclass(frozen=True)
class Extraction:
    """The outcome of reading one file."""

    state: State
    reason: str
    facts: Facts | None = None
    pages: tuple[Page, ...] = field(default=(), repr=False)
    script: str = ""
    language: str = ""
    cover: Path | None = None
    engine: str = ENGINE

    @property
    def sentence(self) -> str:
        """Say the reason in plain words."""
        return SENTENCES[self.reason]
