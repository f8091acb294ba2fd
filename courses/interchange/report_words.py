"""What the kinds and outcomes of a report are called; the report itself keeps names that never change."""

from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

KINDS = {
    "activity": mark("activity"),
    "archived name": mark("name in the archive"),
    "badge": mark("badge"),
    "calendar entry": mark("calendar entry"),
    "chapter": mark("chapter"),
    "comment": mark("comment"),
    "completion record": mark("completion record"),
    "course": mark("course"),
    "course completion rule": mark("course completion rule"),
    "file": mark("file"),
    "grade category": mark("grade category"),
    "grade item of an activity": mark("grade item of an activity"),
    "grade item of the course": mark("grade item of the course"),
    "group": mark("group"),
    "grouping": mark("grouping"),
    "junk": mark("junk"),
    "outcome": mark("outcome"),
    "overall feedback": mark("overall feedback"),
    "person": mark("person"),
    "question": mark("question"),
    "question category": mark("question category"),
    "quiz attempt": mark("quiz attempt"),
    "quiz grade": mark("quiz grade"),
    "quiz override": mark("quiz override"),
    "role assignment": mark("role assignment"),
    "role exception": mark("role exception"),
    "scale": mark("scale"),
    "section": mark("section"),
    "side block": mark("side block"),
    "slot": mark("slot"),
    "source": mark("source"),
    "way of enrolment": mark("way of enrolment"),
}
OUTCOMES = {"taken": mark("taken"), "changed": mark("changed"), "left_out": mark("left out")}


def kind_name(kind: str) -> str:
    """What a kind of thing is called."""
    return _(KINDS.get(kind, kind))


def outcome_name(outcome: str) -> str:
    """What became of a thing, in words."""
    return _(OUTCOMES[outcome])
