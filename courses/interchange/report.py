"""What became of everything that was found in a source, so that nothing is guessed silently."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext

Outcome = Literal["taken", "changed", "left_out"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the source (or `count` alike things), where it stood, what became of it, and why.

    `key` tells it from others of its kind, so that the report can be continued.
    """

    outcome: Outcome
    kind: str
    what: str
    where: str
    why: str = ""
    count: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Every thing that was found, once."""

    entries: tuple[Entry, ...]

    def totals(self) -> dict[Outcome, int]:
        """How many things were taken, changed and left out."""
        sums: dict[Outcome, int] = {"taken": 0, "changed": 0, "left_out": 0}
        for entry in self.entries:
            sums[entry.outcome] += entry.count
        return sums

    def totals_by_kind(self) -> dict[str, dict[Outcome, int]]:
        """The same totals for each kind of thing, in the order in which the kinds were met."""
        kinds = dict.fromkeys(entry.kind for entry in self.entries)
        return {kind: Report(tuple(self.of_kind(kind))).totals() for kind in kinds}

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON values: the totals, and every thing."""
        names = ("outcome", "kind", "what", "where", "why", "count")
        entries = [{name: getattr(entry, name) for name in names} for entry in self.entries]
        return {"totals": self.totals(), "entries": entries}

    def of_kind(self, kind: str) -> list[Entry]:
        """Return the entries of one kind."""
        return [entry for entry in self.entries if entry.kind == kind]


@dataclass(slots=True)
class _Line:
    what: str
    where: str
    count: int
    outcome: Outcome = "taken"
    why: list[str] = field(default_factory=list)


class Journal:
    """The report while it is being written: a thing is found once, then changed or left out with reasons."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], _Line] = {}

    @classmethod
    def continued(cls, report: Report) -> "Journal":
        """Return a journal that goes on where a report ended."""
        journal = cls()
        for entry in report.entries:
            why = [entry.why] if entry.why else []
            line = _Line(entry.what, entry.where, entry.count, entry.outcome, why)
            journal._lines[entry.kind, entry.key] = line
        return journal

    def found(self, kind: str, key: str, what: str, where: str = "", count: int = 1) -> None:
        """Enter a thing as taken; a second entry under the same key is ignored."""
        self._lines.setdefault((kind, key), _Line(what, where, count))

    def changed(self, kind: str, key: str, *reasons: str) -> None:
        """Say how a thing that was found differs from its source; without reasons nothing happens."""
        line = self._lines[kind, key]
        if reasons and line.outcome == "taken":
            line.outcome = "changed"
        line.why += [reason for reason in reasons if reason not in line.why]

    def left_out(self, kind: str, key: str, reason: str) -> None:
        """Say that a thing that was found is not in the material; this outlives other outcomes."""
        line = self._lines[kind, key]
        if line.outcome != "left_out":
            line.outcome, line.why = "left_out", [reason]

    def is_left_out(self, kind: str, key: str) -> bool:
        """Tell whether a thing that was found has been left out."""
        return self._lines[kind, key].outcome == "left_out"

    def keys(self, kind: str) -> list[str]:
        """Return the keys of the things of one kind that were found."""
        return [key for found, key in self._lines if found == kind]

    def report(self) -> Report:
        """Return the finished report."""
        return Report(tuple(_entry(kind, key, line) for (kind, key), line in self._lines.items()))


def counted(things: Iterable[str]) -> list[str]:
    """Return "name" or "name (n times)" for each different thing, in the order met; their names are marked texts."""
    return [_counted(thing, number) for thing, number in Counter(things).items()]


def _counted(thing: str, number: int) -> str:
    said = ngettext("%(thing)s (%(number)s time)", "%(thing)s (%(number)s times)", number)
    return _(thing) if number == 1 else said % {"thing": _(thing), "number": number}


def _entry(kind: str, key: str, line: _Line) -> Entry:
    return Entry(line.outcome, kind, line.what, line.where, "; ".join(line.why), line.count, key)
