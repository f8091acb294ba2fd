"""What has changed between two states of a course, for people."""

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from courses.catalogue.models import EditionActivity
from rmtc.i18n.texts import gettext as _
from rmtc.paging import Paged, page_of

_BLOCK = re.compile(r"</(?:p|h[2-6]|li|tr|figcaption|blockquote|caption|pre)>")
_TAG = re.compile(r"<[^>]+>")
MOST_LINES = 40
MOST_TEXT = 12_000
"""How many characters of changed lines a page shows."""


@dataclass(frozen=True)
class Entry:
    """An activity as an edition keeps it, or would keep it now."""

    activity_id: int
    number: str
    section_title: str
    kind: str
    title: str
    minutes: int
    required: bool
    outcomes: list[str]
    content: dict[str, Any]
    html: str


def entry_of(kept: EditionActivity | dict[str, Any]) -> Entry:
    """A kept activity, or a row that would be kept, in the shape in which they are compared."""
    names = Entry.__dataclass_fields__
    if isinstance(kept, dict):
        return Entry(**{name: kept[name] for name in names})
    return Entry(**{name: getattr(kept, name) for name in names})


@dataclass(frozen=True)
class Change:
    """An activity that is new, gone or otherwise; `gone` and `come` are the lines of its text that differ."""

    activity_id: int
    number: str
    title: str
    kind: str
    what: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)
    is_cut: bool = False


@dataclass(frozen=True)
class Difference:
    """What is new, gone and changed."""

    added: list[Change]
    removed: list[Change]
    changed: list[Change]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing differs."""
        return not (self.added or self.removed or self.changed)

    def shown(self, page: int, activity_id: int = 0) -> "Paged[tuple[str, Change]]":
        """A page of the changes with their group; an activity's own lines are shown whole where it is asked for.

        Of the others the lines are shown while there is room for them.
        """
        groups = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        every = [(name, change) for name, changes in groups for change in changes]
        found = page_of([pair for pair in every if pair[1].activity_id == activity_id] or every, page)
        room, rows = MOST_TEXT, []
        for name, change in found.rows:
            room -= sum(map(len, (*change.gone, *change.come)))
            fits = room >= 0 or change.activity_id == activity_id
            rows.append((name, change if fits else replace(change, gone=[], come=[], is_cut=True)))
        return Paged(rows, found.total, found.page, found.pages)


def compare(old: list[Entry], new: list[Entry]) -> Difference:
    """Compare activity by activity."""
    before = {entry.activity_id: entry for entry in old}
    after = {entry.activity_id: entry for entry in new}
    pairs = [(before[key], entry) for key, entry in after.items() if key in before]
    changes = [_change(one, other) for one, other in pairs]
    return Difference(
        added=[_named(entry) for key, entry in after.items() if key not in before],
        removed=[_named(entry) for key, entry in before.items() if key not in after],
        changed=[change for change in changes if change.what],
    )


def _named(entry: Entry) -> Change:
    return Change(entry.activity_id, entry.number, entry.title, entry.kind)


def _change(old: Entry, new: Entry) -> Change:
    gone, come = _lines(old.html, new.html) if old.html != new.html else ([], [])
    words = (
        (old.title != new.title, _("title, before: %(title)s") % {"title": old.title}),
        (old.number != new.number, _("place, before: %(number)s") % {"number": old.number}),
        (old.section_title != new.section_title, _("section, before: %(title)s") % {"title": old.section_title}),
        (old.minutes != new.minutes, _("minutes, before: %(minutes)s") % {"minutes": old.minutes}),
        (old.required != new.required, _("now required") if new.required else _("now optional")),
        (old.outcomes != new.outcomes, _("outcomes")),
        (old.content.get("sources") != new.content.get("sources"), _("sources")),
        (old.content.get("slots") != new.content.get("slots"), _("questions")),
        (_rest(old) != _rest(new), _("settings")),
        (old.html != new.html, _("text")),
    )
    return Change(
        new.activity_id, new.number, new.title, new.kind, [word for differs, word in words if differs], gone, come
    )


def _rest(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in entry.content.items() if name not in {"sources", "slots", "files"}}


def _lines(old: str, new: str) -> tuple[list[str], list[str]]:
    before, after = _text(old), _text(new)
    gone: list[str] = []
    come: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += before[a:b]
            come += after[c:d]
    return gone[:MOST_LINES], come[:MOST_LINES]


def _text(html: str) -> list[str]:
    lines = (unescape(_TAG.sub("", piece)).strip() for piece in _BLOCK.split(html))
    return [" ".join(line.split()) for line in lines if line]
