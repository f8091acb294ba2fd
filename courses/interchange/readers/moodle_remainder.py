"""What a Moodle backup holds beside the material: people, grades, rules. It is counted and left out."""

from collections.abc import Iterator
from pathlib import Path

from courses.interchange.readers.archives import Unpacked
from courses.interchange.report import Journal
from courses.interchange.xml_documents import parse_xml_file
from rmtc.errors import Refusal

_PEOPLE = "people and what they did are not imported, to protect them"
_GRADES = "grades are set up anew in the course"
_RULES = "rights come with the roles of this platform"
_REMAINDER = (
    ("users.xml", "user", "person", _PEOPLE),
    ("groups.xml", ".//group", "group", _PEOPLE),
    ("groups.xml", ".//grouping", "grouping", _PEOPLE),
    ("course/enrolments.xml", "enrols/enrol", "way of enrolment", "a run decides who may enrol"),
    ("**/roles.xml", "role_assignments/assignment", "role assignment", _RULES),
    ("**/roles.xml", "role_overrides/override", "role exception", _RULES),
    ("course/blocks/*/block.xml", ".", "side block", "pages here have no side blocks"),
    ("**/calendar.xml", "event", "calendar entry", "dates belong to a run"),
    ("**/comments.xml", "comment", "comment", _PEOPLE),
    ("activities/*/completion.xml", "completion", "completion record", _PEOPLE),
    ("completion.xml", "*", "course completion rule", "a course is completed by its activities here"),
    ("gradebook.xml", "grade_categories/grade_category", "grade category", _GRADES),
    ("gradebook.xml", "grade_items/grade_item", "grade item of the course", _GRADES),
    ("activities/*/grades.xml", "grade_items/grade_item", "grade item of an activity", _GRADES),
    ("scales.xml", "scale", "scale", _GRADES),
    ("outcomes.xml", "outcome", "outcome", "outcomes belong to the curriculum; write them there"),
    ("badges.xml", "badge", "badge", "badges are not read"),
)


def count_remainder(unpacked: Unpacked, journal: Journal) -> None:
    """Enter what is left out as a whole, with its number."""
    for pattern, path, kind, reason in _REMAINDER:
        count = sum(_count(file, path) for file in _files(unpacked, pattern))
        if count:
            journal.found(kind, pattern, kind, pattern.rpartition("/")[2], count)
            journal.left_out(kind, pattern, reason)
    for place, name in enumerate(unpacked.guessed):
        journal.found("archived name", str(place), name, "archive")
        journal.changed("archived name", str(place), "its letters were guessed")
    for place, name in enumerate(unpacked.junk):
        journal.found("junk", str(place), name, "archive")
        journal.left_out("junk", str(place), "left behind by the operating system")


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
