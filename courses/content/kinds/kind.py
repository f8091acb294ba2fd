"""What a kind of activity is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.content.models import Activity
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Frozen:
    """What an edition keeps of an activity: its content as plain data, its text as safe HTML."""

    content: dict[str, Any] = field(default_factory=dict)
    html: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of activity: its (marked) name, its icon, what keeps it from being published, and how it is frozen.

    `problems` gives plain sentences; `freeze` is called with the session, the activity and the renderer of its course.
    """

    name: str
    label: str
    picture: str
    freeze: Callable[[ReadSession, Activity, Callable[[str], str]], Frozen]
    problems: Callable[[ReadSession, Activity], list[str]]


Kinds = Mapping[str, Kind]
