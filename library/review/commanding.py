"""Publishing by a command: the checks of the desk are made, and said; what stops a record there stops it here too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from library.resources.models import Resource
from library.resources.services import publish_resource
from library.review.checks import Finding, Severity, findings
from library.review.models import PersonalDataCheck
from library.review.questions import QUESTIONS
from rmtc.accounts.actors import Actor, the_site
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession

STOPPING: Final = frozenset({"no_title", "no_ground"})
"""What stops a command too: nothing to call the record by, or personal data that somebody found and nobody excused.

For the rest whoever runs the command answers; what the desk would have asked first is said to them.
"""


@dataclass(frozen=True)
class Verdict:
    """Whether a record was published, and what the checks said, hints aside."""

    is_published: bool
    found: tuple[Finding, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the checks said, with the number of the record that a sentence speaks of."""
        return tuple(f"{one.sentence} (#{one.other[0]})" if one.other else one.sentence for one in self.found)


def publish_by_command(
    session: WriteSession,
    resource: Resource,
    *,
    by: Actor | None,
    no_personal_data: bool = False,
    was_considered: bool = False,
) -> Verdict:
    """Publish a record (with versions, files and identifiers) unless a check stops it; it stays a draft then.

    `no_personal_data` answers the questions; `was_considered` says that they were answered where it comes from.
    """
    if no_personal_data:
        _answer(session, resource, by)
    found = _as_for_a_command(findings(session, resource, by or the_site()), was_considered)
    is_stopped = any(one.severity is Severity.ERROR for one in found)
    if not is_stopped:
        publish_resource(session, resource, by=by)
    return Verdict(not is_stopped, tuple(one for one in found if one.severity is not Severity.HINT))


def _as_for_a_command(found: Iterable[Finding], was_considered: bool) -> list[Finding]:
    asked = Severity.HINT if was_considered else Severity.WARNING
    return [
        replace(one, severity=asked if one.code == "personal_data" else Severity.WARNING)
        if one.severity is Severity.ERROR and one.code not in STOPPING
        else one
        for one in found
    ]


def _answer(session: WriteSession, resource: Resource, by: Actor | None) -> None:
    """Write down what whoever runs the command said: there are no personal data in it."""
    answers = dict.fromkeys(QUESTIONS, "no")
    number = by.id if by else None
    session.add(PersonalDataCheck(resource_id=resource.id, answers=answers, note="", by=number, at=now()))
    session.flush()
    record(session, "resource.personal_data_considered", ("resource", resource.id), by=number, answers=answers)
