"""What is looked at before a record is published: each check with its severity and its sentence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from library.intake.guessing import GUESSED
from library.resources.models import FileState, Resource, ResourceFile
from library.review import queries
from library.review.questions import ASKED_OF, NO_GROUND, OPEN, what_is_missing
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import ReadSession
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

PDF = "application/pdf"


class Severity(StrEnum):
    """An error stops publishing, a warning asks for a word, a hint asks for nothing."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


CHECKS: Final[dict[str, tuple[Severity, str]]] = {
    "no_title": (Severity.ERROR, mark("It has no title.")),
    "no_language": (Severity.ERROR, mark("Its language is not known.")),
    "personal_data": (Severity.ERROR, mark("Nobody has answered the questions about personal data yet.")),
    "no_ground": (
        Severity.ERROR,
        mark("It holds personal data, and nobody has said why it may be published all the same."),
    ),
    "guessed": (
        Severity.WARNING,
        mark("Title, language or year were only read from the file. Look at them and save the record."),
    ),
    "future": (Severity.WARNING, mark("Its year lies in the future.")),
    "poor_text": (Severity.WARNING, mark("The text of a file could not be read well; it will hardly be found.")),
    "same_file": (Severity.WARNING, mark("The library holds this file already.")),
    "same_title": (Severity.WARNING, mark("There is a record with nearly the same title.")),
    "same_identifier": (Severity.WARNING, mark("There is another record with one of its identifiers.")),
    "no_licence": (Severity.HINT, mark("Neither a licence nor its rights are named.")),
    "no_abstract": (Severity.HINT, mark("Nothing says what it is about.")),
    "no_file": (Severity.HINT, mark("It has no file.")),
    "being_read": (Severity.HINT, mark("A file is still being read.")),
    "untagged": (Severity.HINT, mark("A PDF is not tagged; screen readers will find it hard.")),
    "accessibility_unknown": (Severity.HINT, mark("Nothing is known about how accessible a file is.")),
    "personal_data_hint": (Severity.HINT, mark("Nobody has answered the questions about personal data yet.")),
}
"""Every check by its code."""


@dataclass(frozen=True)
class Finding:
    """What a check found; the record it speaks of (id, title, language) where who asks may know of it."""

    code: str
    severity: Severity
    sentence: str
    other: tuple[int, str, str] | None = None


def findings(session: ReadSession, resource: Resource, actor: Actor | None) -> list[Finding]:
    """Everything to be said about a record (with versions, files and identifiers), the worst first."""
    files = resource.versions[-1].files if resource.versions else []
    others = queries.others_like(session, resource, actor)
    codes = _said(resource) | _read(files) | _considered(session, resource) | dict.fromkeys(others, None)
    order = list(CHECKS)
    return [
        Finding(code, CHECKS[code][0], _(CHECKS[code][1]), others.get(code))
        for code in sorted(codes, key=order.index)
        if code in CHECKS
    ]


def _said(resource: Resource) -> dict[str, None]:
    applies = {
        "no_title": not resource.title.strip(),
        "no_language": resource.language not in LANGUAGES,
        "future": bool(resource.year and resource.year > now().year),
        "no_licence": not (resource.licence or resource.rights),
        "no_abstract": not (resource.abstract or any(resource.abstracts.values())),
        "no_file": not resource.versions,
        "guessed": any(file.facts.get(GUESSED) for version in resource.versions for file in version.files),
    }
    return dict.fromkeys(code for code, is_so in applies.items() if is_so)


def _read(files: list[ResourceFile]) -> dict[str, None]:
    read = [file for file in files if file.state not in {FileState.RECEIVED, FileState.EXTRACTING}]
    pdfs = [file for file in read if file.stored.media_type == PDF]
    poor = {FileState.NEEDS_REVIEW, FileState.QUARANTINED}
    applies = {
        "being_read": len(read) < len(files),
        "poor_text": any(file.state in poor for file in read),
        "untagged": any(file.facts.get("tagged") is False for file in pdfs),
        "accessibility_unknown": any(file.facts.get("tagged") is None for file in pdfs),
    }
    return dict.fromkeys(code for code, is_so in applies.items() if is_so)


def _considered(session: ReadSession, resource: Resource) -> dict[str, None]:
    check = queries.latest_check(session, resource.id)
    missing = what_is_missing(check.answers, check.note) if check else OPEN
    if missing == NO_GROUND:
        return {"no_ground": None}
    if missing:
        return {"personal_data" if resource.kind in ASKED_OF else "personal_data_hint": None}
    return {}
