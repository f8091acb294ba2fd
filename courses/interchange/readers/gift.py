"""Questions in GIFT, Moodle's text format: single, multiple, true or false, numerical and short answers.

Rules: https://docs.moodle.org/en/GIFT_format. Escaped letters become private ones until a piece is finished.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from courses.interchange.material import Answer, Question, QuestionKind, Reading
from courses.interchange.readers.moodle_texts import format_code, loss_reasons, read_text, resolver
from courses.interchange.readers.question_rules import Unusable, number, why_unread
from courses.interchange.readers.question_text import QuestionFile, decoded
from rmtc.i18n.texts import gettext as _

_ESCAPED = "\\~=#{}:n"
_HIDDEN = {letter: chr(0xE100 + place) for place, letter in enumerate(_ESCAPED)}
_SHOWN = {ord(hidden): "\n" if letter == "n" else letter for letter, hidden in _HIDDEN.items()}
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
_NAME = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_TWO_FEEDBACKS = 2
_GAP = "\ue1ff"  # stands for the missing word until the format of the text is known
_CLOZE = re.compile(r"^\d*:[A-Z_]+:")


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str


def read_gift(data: bytes, name: str = "questions") -> Reading:
    """Read a file in GIFT; what is of another kind, or wrong, is left out with the number of its line."""
    text, guess = decoded(data)
    gathered = QuestionFile(name, guess)
    for block in _blocks(text):
        if block.text.startswith("$CATEGORY:"):
            gathered.enter_category(block.text.removeprefix("$CATEGORY:").strip())
        else:
            _QuestionReader(block, gathered).read()
    return gathered.reading()


def _blocks(text: str) -> Iterator[_Block]:
    """Questions are parted by empty lines; a category stands on a line of its own."""
    lines: list[str] = []
    start = 1
    for at, line in enumerate([*text.split("\n"), ""], start=1):
        category = line.startswith("$CATEGORY:")
        if (not line.strip() or category) and lines:
            yield _Block(start, "\n".join(lines))
            lines = []
        if category:
            yield _Block(at, line)
        elif line.strip() and not line.lstrip().startswith("//"):
            start = start if lines else at
            lines.append(line)


def _hide(text: str) -> str:
    return re.sub(r"\\([\\~=#{}:n])", lambda found: _HIDDEN[found.group(1)], text)


def _show(text: str) -> str:
    return text.translate(_SHOWN).strip()


class _QuestionReader:
    """Reads one question."""

    def __init__(self, block: _Block, gathered: QuestionFile) -> None:
        self._gathered, self._line = gathered, block.line
        text = _hide(block.text)
        name = _NAME.match(text)
        self._name = _show(name.group(1)) if name else ""
        rest = text[name.end() :] if name else text
        before, opening, after = rest.partition("{")
        inside, closing, tail = after.rpartition("}")
        self._complete = bool(opening) == bool(closing)
        self._inside = inside.strip() if opening else None
        self._stem = f"{before.rstrip()} {_GAP} {tail.strip()}" if tail.strip() else before
        self._format = "moodle"
        self._losses: list[str] = []

    def read(self) -> None:
        """Enter the question into the file it belongs to."""
        stem = self._stem_text()
        name = self._name or re.sub(r"\s+", " ", stem)[:80]
        key = self._gathered.found(name, _("line %(number)s") % {"number": self._line})
        try:
            kind, answers, feedback = self._answers()
            question = Question(key, kind, name, stem, answers, feedback, category=self._gathered.category)
        except Unusable as reason:
            self._gathered.journal.left_out("question", key, str(reason))
            return
        self._gathered.take(question, loss_reasons(self._losses))

    def _stem_text(self) -> str:
        found = _FORMAT.match(self._stem)
        self._format = found.group(1) if found else "moodle"
        gap = "\\_" * 5 if self._format == "markdown" else "_" * 5
        return self._text(self._stem.replace(_GAP, gap))

    def _answers(self) -> tuple[QuestionKind, tuple[Answer, ...], str]:
        if not self._complete:
            raise Unusable(_("its braces do not close"))
        if self._inside is None:
            raise Unusable(why_unread("description"))
        if _CLOZE.match(self._inside) or "{" in self._inside:
            raise Unusable(why_unread("cloze"))
        body, _mark, general = self._inside.partition("####")
        kind = _kind(body.strip())
        readers = {"numerical": self._numerical, "true_false": self._true_false, "short": self._short}
        answers = tuple(readers.get(kind, self._choices)(body.strip()))
        return kind, answers, self._text(general)

    def _choices(self, body: str) -> Iterator[Answer]:
        for piece in re.split(r"~|(?==)", body):
            if piece.strip():
                fraction, text, feedback = self._piece(piece, Decimal(0))
                yield Answer(self._text(text), fraction, feedback)

    def _short(self, body: str) -> Iterator[Answer]:
        for piece in body.split("="):
            if piece.strip():
                fraction, text, feedback = self._piece(f"={piece.strip()}", Decimal(1))
                yield Answer(_show(text), fraction, feedback)

    def _numerical(self, body: str) -> Iterator[Answer]:
        right, parted, wrong = body.removeprefix("#").partition("~")
        for piece in right.split("="):
            if piece.strip():
                fraction, text, feedback = self._piece(f"={piece.strip()}", Decimal(1))
                value, tolerance = _range(_show(text))
                yield Answer(value, fraction, feedback, tolerance)
        if parted:
            _share, text, feedback = self._piece(wrong, Decimal(0))
            if text.strip() not in {"", "*"}:
                raise Unusable(_("a wrong answer with a value cannot be read"))
            yield Answer("*", Decimal(0), feedback)

    def _true_false(self, body: str) -> Iterator[Answer]:
        truth, *feedbacks = body.split("#", _TWO_FEEDBACKS)
        texts = [self._text(text) for text in [*feedbacks, "", ""][:_TWO_FEEDBACKS]]
        right = _TRUTH[truth.strip().upper()]
        for value in (True, False):
            yield Answer(str(value).lower(), Decimal(value == right), texts[value == right])

    def _piece(self, piece: str, otherwise: Decimal) -> tuple[Decimal, str, str]:
        """Return the fraction, the raw text and the feedback of one answer."""
        text = piece.strip()
        fraction = Decimal(1) if text.startswith("=") else otherwise
        text = text.removeprefix("=").lstrip()
        weight = _WEIGHT.match(text)
        if weight:
            fraction, text = number(weight.group(1)) / 100, text[weight.end() :]
        answer, _mark, feedback = text.partition("#")
        return fraction, answer, self._text(feedback)

    def _text(self, text: str) -> str:
        """Return a text as Markdown; without a format of its own it has that of the question."""
        found = _FORMAT.match(text)
        name = found.group(1) if found else self._format
        plain = _show(text[found.end() :] if found else text)
        markdown, losses = read_text(plain, format_code(name), resolver((), {}))
        self._losses += losses
        return markdown


def _kind(body: str) -> QuestionKind:
    if not body:
        raise Unusable(why_unread("essay"))
    if body.startswith("#"):
        return "numerical"
    if "~" in body:
        return "single" if re.search(r"(?:^|[~\s}])=", body) else "multiple"
    if "=" in body and all("->" in piece.partition("#")[0] for piece in body.split("=")[1:]):
        raise Unusable(why_unread("match"))
    return "true_false" if body.partition("#")[0].strip().upper() in _TRUTH else "short"


def _range(text: str) -> tuple[str, Decimal]:
    if text == "*":
        return text, Decimal(0)
    low, dots, high = text.partition("..")
    if dots:
        middle = (number(low) + number(high)) / 2
        return _plain(middle), abs(number(high) - middle)
    value, _mark, tolerance = text.partition(":")
    return _plain(number(value)), number(tolerance) if tolerance.strip() else Decimal(0)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
