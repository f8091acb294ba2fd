"""What a kind of activity is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.content.models import Activity
from rmtc.db import ReadSession

Render = Callable[[str], str]
"""Makes the texts of a course into safe HTML."""


@dataclass(frozen=True)
class Frozen:
    """What an edition keeps of an activity: its content as plain data, its text as safe HTML."""

    content: dict[str, Any] = field(default_factory=dict)
    html: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of activity: its (marked) name, its icon, what keeps it from being published, and how it is frozen.

    Both are called once for all activities of the kind in a course, so that the number of queries stays the same:
    `freeze` with the renderer of the course gives what an edition keeps, `problems` plain sentences, each by the
    activity's id.
    """

    name: str
    label: str
    picture: str
    freeze: Callable[[ReadSession, Sequence[Activity], Render], dict[int, Frozen]]
    problems: Callable[[ReadSession, Sequence[Activity]], dict[int, str]]


Kinds = Mapping[str, Kind]
