"""The quizzes of a Moodle backup: their settings, and which question stands in which slot.

Slots changed with 2.7 (numbered) and 4.0 (references to entries of the bank); all three layouts are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from courses.interchange.material import GradingMethod, Quiz, QuizSettings, Slot
from courses.interchange.readers.moodle_activity import Activity
from courses.interchange.readers.moodle_questions import Bank
from courses.interchange.readers.question_rules import Unusable, number
from courses.interchange.report import Journal
from courses.interchange.report_words import kind_name
from courses.interchange.xml_documents import Element, text_of
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

_METHODS: dict[str, GradingMethod] = {"1": "highest", "2": "average", "3": "first", "4": "last"}
_AT_RANDOM = mark("it draws questions at random; choose questions for it")
_COUNTED = {
    "feedbacks/feedback": ("overall feedback", mark("feedback by grade is not taken")),
    "overrides/override": ("quiz override", mark("exceptions for people and groups are not taken")),
    "attempts/attempt": ("quiz attempt", mark("what learners did stays where they did it")),
    "grades/grade": ("quiz grade", mark("what learners did stays where they did it")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A slot as it stands in the backup."""

    key: str
    element: Element
    question: str
    random: bool
    page: int


def list_slots(activity: Activity, bank: Bank) -> list[Place]:
    """Return the slots of a quiz in order, with the key of the question each asks for ("" if none is found)."""
    instances = activity.body.findall("question_instances/question_instance")
    listed = text_of(activity.body, "questions").split(",")
    places = [_place(f"{activity.manifest.key}/{at}", one, listed, bank) for at, one in enumerate(instances)]
    order = {place.key: _order(place, listed) for place in places}
    return sorted(places, key=lambda place: order[place.key])


def read_quiz(activity: Activity, bank: Bank, journal: Journal) -> Quiz:
    """Read a quiz whose questions have been read."""
    slots = tuple(_slots(activity, bank, journal))
    places = activity.body.findall("question_instances/question_instance")
    if places and not slots:
        activity.changed(_("none of its questions could be taken"))
    _count(activity, journal)
    activity.changed(*_unkept(activity.body))
    key = activity.manifest.key
    return Quiz(key, activity.title, activity.intro(), _settings(activity.body), slots, activity.visible)


def _slots(activity: Activity, bank: Bank, journal: Journal) -> Iterator[Slot]:
    for number_, place in enumerate(list_slots(activity, bank), start=1):
        row = bank.rows.get(place.question)
        name = row.name if row and not place.random else _("slot %(number)s") % {"number": number_}
        journal.found("slot", place.key, name, activity.title)
        if place.random or (row is not None and row.kind == "random"):
            journal.left_out("slot", place.key, _(_AT_RANDOM))
        elif row is None:
            journal.left_out("slot", place.key, _("its question is not in the backup"))
        elif place.question not in bank.taken:
            journal.left_out("slot", place.key, _("its question was not taken"))
        else:
            yield Slot(place.question, _mark(place.element), place.page, place.key)


def _place(key: str, instance: Element, listed: list[str], bank: Bank) -> Place:
    entry = text_of(instance, "question_reference/questionbankentryid")
    if entry:
        row = bank.version_of(entry, text_of(instance, "question_reference/version"))
        question = row.key if row else ""
    else:
        question = text_of(instance, "questionid") or text_of(instance, "question")
    drawn = instance.find("question_set_reference") is not None
    page = text_of(instance, "page")
    return Place(key, instance, question, drawn, int(page) if page.isdecimal() else _old_page(question, listed))


def _old_page(question: str, listed: list[str]) -> int:
    """Before 2.7 a quiz lists its questions with a 0 at the end of each page."""
    before = listed[: listed.index(question)] if question in listed else []
    return before.count("0") + 1


def _order(place: Place, listed: list[str]) -> int:
    slot = text_of(place.element, "slot")
    if slot.isdecimal():
        return int(slot)
    return listed.index(place.question) if place.question in listed else len(listed)


def _mark(instance: Element) -> Decimal:
    try:
        return number(text_of(instance, "maxmark") or text_of(instance, "grade") or "1")
    except Unusable:
        return Decimal(1)


def _settings(body: Element) -> QuizSettings:
    limit, attempts = text_of(body, "timelimit"), text_of(body, "attempts_number")
    shuffled = [text_of(section, "shufflequestions") for section in body.findall("sections/section")]
    return QuizSettings(
        opens=_time(text_of(body, "timeopen")),
        closes=_time(text_of(body, "timeclose")),
        time_limit=int(limit) if limit.isdecimal() and limit != "0" else None,
        attempts=int(attempts) if attempts.isdecimal() and attempts != "0" else None,
        grading=_METHODS.get(text_of(body, "grademethod"), "highest"),
        shuffle_questions="1" in {text_of(body, "shufflequestions"), *shuffled},
        shuffle_answers=text_of(body, "shuffleanswers") == "1",
        maximum=_decimal(text_of(body, "grade"), Decimal(10)),
    )


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC) if int(text) > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _decimal(text: str, otherwise: Decimal) -> Decimal:
    try:
        return number(text)
    except Unusable:
        return otherwise


def _unkept(body: Element) -> list[str]:
    behaviour = text_of(body, "preferredbehaviour")
    headings = any(text_of(section, "heading") for section in body.findall("sections/section"))
    checks = {
        _("its password was not taken"): bool(text_of(body, "password")),
        _("its limit to network addresses was not taken"): bool(text_of(body, "subnet")),
        _("its waiting times between attempts were not taken"): {text_of(body, "delay1"), text_of(body, "delay2")}
        - {"", "0"}
        != set(),
        _("its behaviour “%(name)s” was not taken") % {"name": behaviour}: behaviour not in {"", "deferredfeedback"},
        _("questions may be answered in any order here"): text_of(body, "navmethod") == "sequential",
        _("its headings between questions were not taken"): headings,
        _("what learners may review and when was not taken"): True,
    }
    return [reason for reason, applies in checks.items() if applies]


def _count(activity: Activity, journal: Journal) -> None:
    for path, (kind, reason) in _COUNTED.items():
        count = len(activity.body.findall(path))
        if count:
            journal.found(kind, activity.manifest.key, kind_name(kind), activity.title, count)
            journal.left_out(kind, activity.manifest.key, _(reason))
