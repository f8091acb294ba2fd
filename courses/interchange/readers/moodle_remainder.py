"""What a Moodle backup holds beside the material: people, grades, rules. It is counted and left out."""

from collections.abc import Iterator
from pathlib import Path

from courses.interchange.readers.archives import Unpacked
from courses.interchange.report import Journal
from courses.interchange.report_words import kind_name
from courses.interchange.xml_documents import parse_xml_file
from rmtc.errors import Refusal
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

_PEOPLE = mark("people and what they did are not imported, to protect them")
_GRADES = mark("grades are set up anew in the course")
_RULES = mark("rights come with the roles of this platform")
_REMAINDER = (
    ("users.xml", "user", "person", _PEOPLE),
    ("groups.xml", ".//group", "group", _PEOPLE),
    ("groups.xml", ".//grouping", "grouping", _PEOPLE),
    ("course/enrolments.xml", "enrols/enrol", "way of enrolment", mark("a run decides who may enrol")),
    ("**/roles.xml", "role_assignments/assignment", "role assignment", _RULES),
    ("**/roles.xml", "role_overrides/override", "role exception", _RULES),
    ("course/blocks/*/block.xml", ".", "side block", mark("pages here have no side blocks")),
    ("**/calendar.xml", "event", "calendar entry", mark("dates belong to a run")),
    ("**/comments.xml", "comment", "comment", _PEOPLE),
    ("activities/*/completion.xml", "completion", "completion record", _PEOPLE),
    ("completion.xml", "*", "course completion rule", mark("a course is completed by its activities here")),
    ("gradebook.xml", "grade_categories/grade_category", "grade category", _GRADES),
    ("gradebook.xml", "grade_items/grade_item", "grade item of the course", _GRADES),
    ("activities/*/grades.xml", "grade_items/grade_item", "grade item of an activity", _GRADES),
    ("scales.xml", "scale", "scale", _GRADES),
    ("outcomes.xml", "outcome", "outcome", mark("outcomes belong to the curriculum; write them there")),
    ("badges.xml", "badge", "badge", mark("badges are not read")),
)


def count_remainder(unpacked: Unpacked, journal: Journal) -> None:
    """Enter what is left out as a whole, with its number."""
    for pattern, path, kind, reason in _REMAINDER:
        count = sum(_count(file, path) for file in _files(unpacked, pattern))
        if count:
            journal.found(kind, pattern, kind_name(kind), pattern.rpartition("/")[2], count)
            journal.left_out(kind, pattern, _(reason))
    for place, name in enumerate(unpacked.guessed):
        journal.found("archived name", str(place), name, _("archive"))
        journal.changed("archived name", str(place), _("its letters were guessed"))
    for place, name in enumerate(unpacked.junk):
        journal.found("junk", str(place), name, _("archive"))
        journal.left_out("junk", str(place), _("left behind by the operating system"))


def _files(unpacked: Unpacked, pattern: str) -> Iterator[Path]:
    if "*" in pattern:
        yield from (file for file in unpacked.root.glob(pattern) if not file.is_symlink())
    elif (unpacked.root / pattern).is_file():
        yield unpacked.file(pattern)


def _count(file: Path, path: str) -> int:
    try:
        return len(parse_xml_file(file).findall(path))
    except Refusal:
        return 0
