"""The question bank of a Moodle backup, in the layouts before and since 4.0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from courses.interchange.material import Answer, Question, StoredFile
from courses.interchange.readers.moodle_files import BackupFiles
from courses.interchange.readers.moodle_texts import loss_reasons, read_text, resolver
from courses.interchange.readers.question_rules import Unusable, number, usable, why_unread
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, text_of
from rmtc.i18n.texts import gettext as _

_KINDS = {"multichoice", "truefalse", "numerical", "shortanswer"}
_TRUE_FALSE = ("true", "false")


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question as it stands in the bank: its element, category, entry and version (entry "" before 4.0)."""

    key: str
    element: Element
    category: str
    category_name: str
    entry: str = ""
    version: int = 1
    status: str = "ready"

    @property
    def kind(self) -> str:
        """Moodle's name of the kind."""
        return text_of(self.element, "qtype")

    @property
    def name(self) -> str:
        """The question's own name."""
        return text_of(self.element, "name").strip()


@dataclass(slots=True)
class Bank:
    """All questions of a backup by their keys, and those that could be taken."""

    rows: dict[str, BankQuestion] = field(default_factory=dict)
    taken: dict[str, Question] = field(default_factory=dict)

    def version_of(self, entry: str, version: str) -> BankQuestion | None:
        """Return the version of an entry that a quiz asks for, the newest if it names none."""
        rows = [row for row in self.rows.values() if row.entry == entry]
        if version.isdecimal():
            rows = [row for row in rows if row.version == int(version)]
        ready = [row for row in rows if row.status == "ready"] or rows
        return max(ready, key=lambda row: row.version, default=None)


def list_bank(root: Element | None, journal: Journal) -> Bank:
    """Enter every category and question into the journal and return the questions, not read yet."""
    bank = Bank()
    for place, category in enumerate([] if root is None else root.findall("question_category")):
        name = text_of(category, "name").strip()
        journal.found("question category", str(place), name or _("without a name"), _("questions"))
        for row in _rows(category, str(place), name):
            key = row.key if row.key not in bank.rows else f"{row.key}@{place}"
            bank.rows[key] = replace(row, key=key)
            journal.found("question", key, row.name or _("without a name"), name)
    return bank


def read_bank(bank: Bank, used: set[str], files: BackupFiles, items: Mapping[str, str], journal: Journal) -> None:
    """Read the questions; `used` are the keys of those that stand in a quiz."""
    for key, row in bank.rows.items():
        try:
            _check_wanted(row, bank, used=key in used)
            question, reasons = _read(row, files, items)
        except Unusable as reason:
            journal.left_out("question", row.key, str(reason))
            continue
        bank.taken[key] = question
        journal.changed("question", row.key, *reasons)
    filled = {bank.rows[key].category for key in bank.taken}
    for place in journal.keys("question category"):
        if place not in filled:
            journal.left_out("question category", place, _("no question of it was taken"))


def _rows(category: Element, place: str, name: str) -> Iterator[BankQuestion]:
    for element in category.findall("questions/question"):
        yield BankQuestion(element.get("id", ""), element, place, name, status=_old_status(element))
    for entry in category.findall("question_bank_entries/question_bank_entry"):
        for version in entry.findall("question_version/question_versions"):
            count = text_of(version, "version")
            for element in version.findall("questions/question"):
                yield BankQuestion(
                    element.get("id", ""),
                    element,
                    place,
                    name,
                    entry.get("id", ""),
                    int(count) if count.isdecimal() else 1,
                    text_of(version, "status") or "ready",
                )


def _old_status(element: Element) -> str:
    return "hidden" if text_of(element, "hidden") == "1" else "ready"


def _check_wanted(row: BankQuestion, bank: Bank, *, used: bool) -> None:
    parent = text_of(row.element, "parent")
    if row.kind not in _KINDS:
        raise Unusable(why_unread(row.kind))
    if parent not in {"", "0", row.key}:
        raise Unusable(_("it is a part of a question with embedded answers (cloze)"))
    newest = bank.version_of(row.entry, "") if row.entry else row
    if newest is not row and not used:
        raise Unusable(_("it is an older version of a question"))
    if row.status != "ready" and not used:
        if row.status == "draft":
            raise Unusable(_("it was a draft and stands in no quiz"))
        raise Unusable(_("it was deleted or hidden and stands in no quiz"))


def _read(row: BankQuestion, files: BackupFiles, items: Mapping[str, str]) -> tuple[Question, list[str]]:
    reader = _QuestionReader(row, files, items)
    try:
        question, reasons = usable(reader.question())
    except Unusable:
        reader.give_back_files()
        raise
    return question, [*reader.reasons(), *reasons]


class _QuestionReader:
    """Reads one question with its files."""

    def __init__(self, row: BankQuestion, files: BackupFiles, items: Mapping[str, str]) -> None:
        self._row, self._files, self._items = row, files, items
        self._category = row.category_name
        self._losses: list[str] = []
        self._taken: list[StoredFile] = []
        plugin = row.element.find(f"plugin_qtype_{row.kind}_question")
        if plugin is None:
            raise Unusable(_("its answers are missing"))
        self._plugin = plugin

    def question(self) -> Question:
        """Return the question; Unusable if a number in it is none."""
        row, element = self._row, self._row.element
        stem = self._text(element, "questiontext", row.key)
        feedback = self._text(element, "generalfeedback", row.key)
        options = self._plugin.find(row.kind)
        single = text_of(options, "single") == "1"
        kinds = {"truefalse": "true_false", "numerical": "numerical", "shortanswer": "short"}
        return Question(
            row.key,
            kinds.get(row.kind, "single" if single else "multiple"),  # type: ignore[arg-type]
            row.name,
            stem,
            tuple(self._answers()),
            feedback,
            number(text_of(element, "defaultmark") or "1"),
            self._category,
            shuffle=text_of(options, "shuffleanswers") != "0",
            case_sensitive=text_of(options, "usecase") == "1",
            files=tuple(self._taken),
        )

    def give_back_files(self) -> None:
        """Let go of the files of a question that cannot be used."""
        self._files.give_back(self._taken)

    def reasons(self) -> list[str]:
        """Return what was not taken of this question."""
        options = self._plugin.find(self._row.kind)
        combined = any(text_of(options, name) for name in _COMBINED)
        checks = {
            _("its feedback for right, partly right and wrong answers as a whole was not taken"): combined,
            _("its hints were not taken"): self._row.element.find("question_hints/question_hint") is not None,
            _("its tags were not taken"): self._row.element.find("tags/tag") is not None,
            _("its units were not taken, the number alone counts"): self._plugin.find("numerical_units/numerical_unit")
            is not None,
        }
        return [*loss_reasons(self._losses), *(reason for reason, applies in checks.items() if applies)]

    def _answers(self) -> Iterator[Answer]:
        tolerances = {
            text_of(record, "answer"): text_of(record, "tolerance")
            for record in self._plugin.findall("numerical_records/numerical_record")
        }
        true_key = text_of(self._plugin, "truefalse/trueanswer")
        for element in self._plugin.findall("answers/answer"):
            key = element.get("id", "")
            feedback = self._text(element, "feedback", key, area="answerfeedback")
            fraction = number(text_of(element, "fraction") or "0")
            tolerance = number(tolerances.get(key) or "0")
            yield Answer(self._answer_text(element, key, true_key), fraction, feedback, tolerance)

    def _answer_text(self, element: Element, key: str, true_key: str) -> str:
        if self._row.kind == "truefalse":
            return _TRUE_FALSE[key != true_key]
        if self._row.kind == "multichoice":
            return self._text(element, "answertext", key, area="answer", code=text_of(element, "answerformat"))
        return text_of(element, "answertext").strip()

    def _text(self, element: Element, name: str, item: str, *, area: str = "", code: str = "") -> str:
        files = self._files.of("question", area or name, item=item)
        self._taken += files
        markdown, losses = read_text(
            text_of(element, name), code or text_of(element, f"{name}format"), resolver(files, self._items)
        )
        self._losses += losses
        return markdown


_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
