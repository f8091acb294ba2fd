"""Course material in neutral form, as the readers hand it on; every text is Markdown unless its name says otherwise.

Texts point to other parts by `course-item:KEY` (an item of a section) and `course-file:KEY` (a stored file).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from courses.interchange.report import Report

QuestionKind = Literal["single", "multiple", "true_false", "numerical", "short"]
GradingMethod = Literal["highest", "average", "first", "last"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the source; its bytes stand at `path` while the source is open, or in `data`."""

    key: str
    name: str
    size: int
    sha1: str
    mime: str
    path: Path | None = None
    data: bytes = b""
    folder: str = ""

    def read(self) -> bytes:
        """Return the bytes."""
        return self.data if self.path is None else self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Page:
    """A text to read."""

    key: str
    title: str
    intro: str
    body: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a book; level 2 is a chapter within the one before."""

    title: str
    body: str
    level: int = 1
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """A text in chapters, in reading order; the report knows the chapters as KEY/0, KEY/1 and so on."""

    key: str
    title: str
    intro: str
    chapters: tuple[Chapter, ...]
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of text that stands in the section itself."""

    key: str
    title: str
    body: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file to open, with other files that came beside it."""

    key: str
    title: str
    intro: str
    file: StoredFile
    others: tuple[StoredFile, ...] = ()
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Folder:
    """Files to choose from; `StoredFile.folder` says in which inner folder each stands."""

    key: str
    title: str
    intro: str
    files: tuple[StoredFile, ...]
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """An address elsewhere: http, https or mailto."""

    key: str
    title: str
    intro: str
    address: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a quiz: which question stands there, for how many marks, on which page (from 1)."""

    question: str
    mark: Decimal
    page: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class QuizSettings:
    """How a quiz is taken; times in UTC, limit in seconds, None means without limit."""

    opens: datetime | None = None
    closes: datetime | None = None
    time_limit: int | None = None
    attempts: int | None = None
    grading: GradingMethod = "highest"
    shuffle_questions: bool = False
    shuffle_answers: bool = False
    maximum: Decimal = Decimal(10)


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz; its slots name questions of the material by their keys."""

    key: str
    title: str
    intro: str
    settings: QuizSettings
    slots: tuple[Slot, ...]
    visible: bool = True


Item = Page | Book | Label | FileItem | Folder | Link | Quiz


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a course with its items in order; an empty title is a section without a name."""

    title: str
    summary: str
    items: tuple[Item, ...]
    visible: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice, or an answer that is accepted; fraction is the part of the mark, from -1 to 1.

    For true_false the text is "true" or "false"; for short it is plain text in which * stands for anything;
    for numerical it is a decimal number with a tolerance, or * for every other number.
    """

    text: str
    fraction: Decimal
    feedback: str = ""
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one of the five kinds."""

    key: str
    kind: QuestionKind
    name: str
    stem: str
    answers: tuple[Answer, ...]
    general_feedback: str = ""
    default_mark: Decimal = Decimal(1)
    category: str = ""
    shuffle: bool = True
    case_sensitive: bool = False
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What was read from one source; question files make no course, so they have no sections."""

    title: str
    language: str = ""
    short_name: str = ""
    summary: str = ""
    sections: tuple[Section, ...] = ()
    questions: tuple[Question, ...] = ()
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Material with the report of what was taken, changed and left out."""

    material: Material
    report: Report
