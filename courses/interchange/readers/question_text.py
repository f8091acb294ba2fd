"""Question files as text: their letters, and the journal and material that every reader of them makes."""

import codecs
import re

from courses.interchange.material import Material, Question, Reading
from courses.interchange.readers.question_rules import Unusable, usable
from courses.interchange.report import Journal
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.letters import without_controls

LARGEST_FILE = 32 * 1024 * 1024
_WIDE = {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
_PRIVATE = re.compile(r"[\ue000-\ue1ff]")
"""Letters that the readers use for themselves."""


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and, if its letters were guessed, the sentence that says so."""
    if len(data) > LARGEST_FILE:
        raise Refusal(_("The file is larger than 32 MB."))
    if data[:2] in _WIDE:
        return _clean(data.decode("utf-16", "replace")), ""
    try:
        return _clean(data.decode("utf-8-sig")), ""
    except UnicodeDecodeError:
        why = _("its letters are not in UTF-8 and were read as Windows-1250; please check them")
        return _clean(data.decode("cp1250", "replace")), why


def _clean(text: str) -> str:
    return _PRIVATE.sub("", without_controls(text.replace("\r\n", "\n").replace("\r", "\n")))


class QuestionFile:
    """Gathers the questions of one file and what became of each."""

    def __init__(self, name: str, guess: str = "") -> None:
        self._name, self._questions = name, list[Question]()
        self.journal = Journal()
        self.journal.found("source", "file", name, "")
        self.journal.changed("source", "file", *([guess] if guess else []))
        self.category = ""

    def next_key(self) -> str:
        """Return the key of the question that comes next: its number in the file."""
        return str(len(self.journal.keys("question")) + 1)

    def enter_category(self, path: str) -> None:
        """Let the questions that follow stand in a category."""
        parts = [part.strip() for part in path.split("/")]
        self.category = "/".join(part for part in parts if part not in {"", "top"} and not part.startswith("$"))
        key = str(len(self.journal.keys("question category")))
        self.journal.found("question category", key, self.category or _("the topmost category"), self._name)

    def found(self, what: str, where: str) -> str:
        """Enter a question that was found and return its key."""
        key = self.next_key()
        self.journal.found("question", key, what or _("without a name"), where)
        return key

    def take(self, question: Question, reasons: list[str]) -> bool:
        """Take a question if it can be asked here; say whether it was."""
        try:
            asked, changes = usable(question)
        except Unusable as reason:
            self.journal.left_out("question", question.key, str(reason))
            return False
        self._questions.append(asked)
        self.journal.changed("question", question.key, *reasons, *changes)
        return True

    def reading(self) -> Reading:
        """Return what was read; Refusal if there was no question at all."""
        if not self.journal.keys("question"):
            raise Refusal(_("No question was found in this file."))
        files = {file.key: file for question in self._questions for file in question.files}
        material = Material(self._name, questions=tuple(self._questions), files=tuple(files.values()))
        return Reading(material, self.journal.report())
