"""States of enrolments and runs in plain words."""

from courses.enrolment.models import EnrolmentState
from courses.runs.models import RunState
from rmtc.i18n.texts import gettext, mark

ENROLMENT = {
    EnrolmentState.NOMINATED: mark("Nominated by the institution"),
    EnrolmentState.REQUESTED: mark("Asked for a place"),
    EnrolmentState.WAITLISTED: mark("On the waiting list"),
    EnrolmentState.ACTIVE: mark("Taking part"),
    EnrolmentState.COMPLETED: mark("Passed"),
    EnrolmentState.FAILED: mark("Not passed"),
    EnrolmentState.WITHDRAWN: mark("Withdrawn"),
}

RUN = {
    RunState.PLANNED: mark("Planned"),
    RunState.OPEN: mark("Open for enrolment"),
    RunState.FINISHED: mark("Finished"),
    RunState.CANCELLED: mark("Cancelled"),
}

KINDS = {EnrolmentState.COMPLETED: "pass", EnrolmentState.FAILED: "stop", EnrolmentState.ACTIVE: ""}
"""The look of a state's tag; everything that is not here waits for somebody."""


def in_words(state: EnrolmentState) -> str:
    """Where an enrolment stands, in the reader's language."""
    return gettext(ENROLMENT[state])


def run_in_words(state: RunState) -> str:
    """Where a run stands, in the reader's language."""
    return gettext(RUN[state])


def look(state: EnrolmentState) -> str:
    """The kind of tag that shows a state."""
    return KINDS.get(state, "" if state is EnrolmentState.WITHDRAWN else "due")
