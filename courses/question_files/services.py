"""Questions from files into the bank of a course, and back, with a report of everything."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from courses.interchange.material import Answer, Question, QuestionKind, Reading
from courses.interchange.question_drafts import draft_from
from courses.interchange.readers.aiken import read_aiken
from courses.interchange.readers.gift import read_gift
from courses.interchange.readers.moodle_xml import read_moodle_xml
from courses.interchange.report import Entry, Report
from courses.interchange.writers.gift import write_gift
from courses.interchange.writers.moodle_xml import write_moodle_xml
from courses.questions.models import QuestionVersion
from courses.questions.queries import bank_of
from courses.questions.services import add_question
from rmtc.accounts.actors import Actor
from rmtc.audit.services import canonical
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.problems import message_for

FileFormat = Literal["gift", "aiken", "moodle-xml"]

READERS: dict[str, Callable[[bytes, str], Reading]] = {
    "gift": read_gift,
    "aiken": read_aiken,
    "moodle-xml": read_moodle_xml,
}


def guess_format(name: str, data: bytes) -> str:
    """The format of a question file: Moodle XML begins with a tag, Aiken names its answers, else it is GIFT."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or name.lower().endswith(".xml"):
        return "moodle-xml"
    return "aiken" if b"\nANSWER:" in data.replace(b"\r", b"\n") else "gift"


def read_questions(data: bytes, name: str, file_format: str = "") -> Reading:
    """Read a question file; Refusal says in plain words why it cannot be read."""
    chosen = file_format or guess_format(name, data)
    if chosen not in READERS:
        raise Refusal(_("Question files of this format are not read here."))
    return READERS[chosen](data, name)


def import_questions(session: WriteSession, course_id: int, reading: Reading, *, by: Actor | None) -> Report:
    """Put what was read into the bank; what is there already, or cannot be asked, is left out with the reason."""
    rows = session.execute(bank_of(course_id))
    present = {_content(version.kind, version.stem, version.data) for _question, version in rows}
    changes: dict[str, tuple[str, str]] = {}
    for question in reading.material.questions:
        changes[question.key] = _take(session, course_id, question, present, by)
    return _with_changes(reading, changes)


def _take(
    session: WriteSession, course_id: int, question: Question, present: set[str], by: Actor | None
) -> tuple[str, str]:
    try:
        draft = draft_from(question)
    except ValidationError as problem:
        return "left_out", _("it does not fit the bank: %(why)s") % {"why": message_for(problem.errors()[0])}
    content = _content(draft.kind, draft.stem, draft.data)
    if content in present:
        return "left_out", _("it is in the bank already")
    present.add(content)
    add_question(session, course_id, draft, by=by)
    return ("changed", _("its pictures are not in the bank; put them into a lesson")) if question.files else ("", "")


def _content(kind: str, stem: str, data: dict[str, Any]) -> str:
    return canonical([kind, stem, {key: value for key, value in data.items() if key != "see"}])


def _with_changes(reading: Reading, changes: dict[str, tuple[str, str]]) -> Report:
    """The report of the reader, with what became of each question here; both keep the order of the file."""
    taken = iter(reading.material.questions)
    entries: list[Entry] = []
    for entry in reading.report.entries:
        outcome, why = "", ""
        if entry.kind == "question" and entry.outcome != "left_out":
            outcome, why = changes[next(taken).key]
        elif entry.kind == "file" and entry.outcome != "left_out":
            outcome, why = "left_out", _("pictures of questions are not kept")
        reasons = "; ".join(part for part in (entry.why, why) if part)
        kept = outcome or entry.outcome
        entries.append(Entry(kept, entry.kind, entry.what, entry.where, reasons, entry.count))  # type: ignore[arg-type]
    return Report(tuple(entries))


def write_questions(session: ReadSession, course_id: int, file_format: str) -> tuple[bytes, Report]:
    """The bank of a course as a file of a format, and what the file cannot hold."""
    questions = [question_from(version) for _question, version in session.execute(bank_of(course_id))]
    if file_format == "gift":
        written = write_gift(questions)
        return written.data, written.report
    if file_format == "moodle-xml":
        return write_moodle_xml(questions), _all_taken(questions)
    raise Refusal(_("Questions are not written in this format."))


def _all_taken(questions: Iterable[Question]) -> Report:
    return Report(tuple(Entry("taken", "question", question.name, "") for question in questions))


def question_from(version: QuestionVersion) -> Question:
    """A version of the bank as files hold it."""
    data, kind = version.data, version.kind
    return Question(
        str(version.question_id),
        _kind(kind),
        version.name,
        version.stem,
        tuple(_answers(kind, data)),
        version.feedback,
        Decimal(str(version.mark)),
        shuffle=data.get("shuffle", True),
        case_sensitive=data.get("case_sensitive", False),
    )


def _kind(name: str) -> QuestionKind:
    kinds: dict[str, QuestionKind] = {
        "single": "single", "multiple": "multiple", "true_false": "true_false", "numerical": "numerical",
        "short": "short",
    }  # fmt: skip
    return kinds[name]


def _answers(kind: str, data: dict[str, Any]) -> list[Answer]:
    if kind == "true_false":
        return [
            Answer(word, Decimal(int(data["answer"] is (word == "true"))), data[f"feedback_{word}"])
            for word in ("true", "false")
        ]
    rows = data.get("choices") or data["answers"]
    return [
        Answer(
            row.get("text", row.get("value", "")),
            Decimal(str(row["fraction"])),
            row["feedback"],
            Decimal(row.get("tolerance", "0")),
        )
        for row in rows
    ]
