"""Questions in Aiken format: a line of text, choices A) B) C), and ANSWER: with the letter of the right one."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from courses.interchange.markdown_text import plain_to_markdown
from courses.interchange.material import Answer, Question, Reading
from courses.interchange.readers.question_text import QuestionFile, decoded
from rmtc.i18n.texts import gettext as _

_CHOICE = re.compile(r"^([A-Za-z])[).]\s*(.*)$")
_ANSWER = re.compile(r"^ANSWER:\s*(.*)$", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    line: int
    text: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)


def read_aiken(data: bytes, name: str = "questions") -> Reading:
    """Read a file in Aiken format; wrong questions are left out with the number of their line."""
    text, guess = decoded(data)
    gathered = QuestionFile(name, guess)
    draft: _Draft | None = None
    for number, line in enumerate((line.strip() for line in text.split("\n")), start=1):
        if line:
            draft = _next(draft, number, line, gathered)
    _finish(draft, "", gathered)
    return gathered.reading()


def _next(draft: _Draft | None, number: int, line: str, gathered: QuestionFile) -> _Draft | None:
    choice, answer = _CHOICE.match(line), _ANSWER.match(line)
    current = draft or _Draft(number)
    if answer:
        _finish(current, answer.group(1).strip(), gathered)
        return None
    if choice:
        current.choices.append((choice.group(1).upper(), choice.group(2)))
        return current
    if current.choices:
        _finish(current, "", gathered)
        current = _Draft(number)
    current.text.append(line)
    return current


def _finish(draft: _Draft | None, answer: str, gathered: QuestionFile) -> None:
    if draft is None:
        return
    title = " ".join(draft.text)[:80]
    key = gathered.found(title, _("line %(number)s") % {"number": draft.line})
    letters = [letter for letter, _text in draft.choices]
    problem = _problem(draft, answer, letters)
    if problem:
        gathered.journal.left_out("question", key, problem)
        return
    answers = tuple(
        Answer(plain_to_markdown(text), Decimal(letter == answer.upper())) for letter, text in draft.choices
    )
    stem = plain_to_markdown("\n".join(draft.text))
    gathered.take(Question(key, "single", title, stem, answers), [])


def _problem(draft: _Draft, answer: str, letters: list[str]) -> str:
    if not draft.text:
        return _("its answers stand without a question")
    if not answer:
        return _("it has no line that begins with ANSWER:")
    if answer.upper() not in letters:
        return _("its right answer “%(answer)s” is not one of its choices") % {"answer": answer[:20]}
    return _("it has the same letter twice") if len(set(letters)) < len(letters) else ""
