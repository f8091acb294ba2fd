"""Questions in Moodle's XML format, with the files they hold."""

import base64
import binascii
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from courses.interchange.material import Answer, Question, QuestionKind, Reading, StoredFile
from courses.interchange.readers.moodle_texts import format_code, loss_reasons, read_text, resolver
from courses.interchange.readers.question_rules import Unusable, number, why_unread
from courses.interchange.readers.question_text import QuestionFile
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, parse_xml, text_of
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _

_KINDS: dict[str, QuestionKind] = {"truefalse": "true_false", "numerical": "numerical", "shortanswer": "short"}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_YES = {"1", "true"}


def read_moodle_xml(data: bytes, name: str = "questions") -> Reading:
    """Read a question file; Refusal if it is not one of Moodle."""
    root = parse_xml(data, name)
    if root.tag != "quiz":
        raise Refusal(_("%(name)s is not a question file of Moodle: it does not begin with “quiz”.") % {"name": name})
    gathered = QuestionFile(name)
    for element in root.findall("question"):
        if element.get("type") == "category":
            gathered.enter_category(text_of(element, "category/text"))
        else:
            _read(element, gathered)
    return gathered.reading()


def _read(element: Element, gathered: QuestionFile) -> None:
    kind = element.get("type", "")
    name = text_of(element, "name/text").strip()
    key = gathered.found(name, kind)
    taken = False
    reader = _QuestionReader(element, key, gathered.journal)
    try:
        if kind not in {*_KINDS, "multichoice"}:
            raise Unusable(why_unread(kind))  # noqa: TRY301 (one place turns reasons into entries)
        question = replace(reader.question(kind, name), category=gathered.category)
        taken = gathered.take(question, reader.reasons())
    except Unusable as reason:
        gathered.journal.left_out("question", key, str(reason))
    reader.enter_files(taken=taken)


class _QuestionReader:
    """Reads one question with the files in it."""

    def __init__(self, element: Element, key: str, journal: Journal) -> None:
        self._element, self._key, self._journal = element, key, journal
        self._losses: list[str] = []
        self._files: dict[str, StoredFile] = {}

    def question(self, kind: str, name: str) -> Question:
        """Return the question; Unusable if a number in it is none."""
        element = self._element
        single = text_of(element, "single").strip().lower() in _YES
        stem, feedback = self._text(element.find("questiontext")), self._text(element.find("generalfeedback"))
        answers = tuple(self._answers(kind))
        return Question(
            self._key,
            _KINDS.get(kind, "single" if single else "multiple"),
            name,
            stem,
            answers,
            feedback,
            number(text_of(element, "defaultgrade") or "1"),
            shuffle=text_of(element, "shuffleanswers").strip().lower() not in {"0", "false"},
            case_sensitive=text_of(element, "usecase").strip() == "1",
            files=tuple(self._files.values()),
        )

    def reasons(self) -> list[str]:
        """Return what was not taken of this question."""
        element = self._element
        checks = {
            _("its feedback for right, partly right and wrong answers as a whole was not taken"): any(
                text_of(element, f"{name}/text").strip() for name in _COMBINED
            ),
            _("its hints were not taken"): element.find("hint") is not None,
            _("its tags were not taken"): element.find("tags/tag") is not None,
            _("its units were not taken, the number alone counts"): element.find("units/unit") is not None,
        }
        return [*loss_reasons(self._losses), *(reason for reason, applies in checks.items() if applies)]

    def enter_files(self, *, taken: bool) -> None:
        """Enter every file of the question into the journal."""
        for place, file in enumerate(self._element.iter("file")):
            key = f"{self._key}/{place}"
            self._journal.found("file", key, file.get("name", _("without a name")), text_of(self._element, "name/text"))
            if not taken:
                self._journal.left_out("file", key, _("its question was not taken"))
            elif _stored(file) is None:
                self._journal.left_out("file", key, _("its bytes are damaged or missing"))
            elif file.getparent() is not None and file.getparent().tag in {*_COMBINED, "hint"}:  # type: ignore[union-attr]
                self._journal.left_out("file", key, _("it belongs to feedback that was not taken"))

    def _answers(self, kind: str) -> Iterator[Answer]:
        for element in self._element.findall("answer"):
            fraction = number(element.get("fraction", "0")) / Decimal(100)
            text = self._text(element) if kind == "multichoice" else text_of(element, "text").strip()
            yield Answer(
                text.lower() if kind == "truefalse" else text,
                fraction,
                self._text(element.find("feedback")),
                number(text_of(element, "tolerance") or "0"),
            )

    def _text(self, element: Element | None) -> str:
        if element is None:
            return ""
        files = [file for file in map(_stored, element.findall("file")) if file is not None]
        self._files.update({file.key: file for file in files})
        code = format_code(element.get("format", "html"))
        markdown, losses = read_text(text_of(element, "text"), code, resolver(files, {}))
        self._losses += losses
        return markdown


def _stored(element: Element) -> StoredFile | None:
    name = element.get("name", "").replace("/", "").replace("\\", "").strip()
    try:
        data = base64.b64decode(text_of(element), validate=False)
    except (binascii.Error, ValueError):
        return None
    if not data or not name:
        return None
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StoredFile(sha1, name, len(data), sha1, mime, data=data, folder=element.get("path", "/").lstrip("/"))
