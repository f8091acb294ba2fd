"""Who may open, teach or join a run: dependencies that load and authorise in one step.

They lie above `courses.runs` because being enrolled is part of the answer.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from courses.catalogue.models import Course
from courses.catalogue.policies import may_write
from courses.catalogue.queries import course_by_slug
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import TAKES_A_PLACE, enrolment_of, follows, goes_on, place_of
from courses.runs.models import CourseRun, RunState
from courses.runs.queries import run_by_id, trains
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


@dataclass(frozen=True)
class Place:
    """Somebody's place at a run: their enrolment if they learn in it, and whether they teach it."""

    run: CourseRun
    enrolment: Enrolment | None
    teaches: bool
    """Without an enrolment and without teaching, somebody looks as a reviewer and changes nothing."""

    @property
    def can_learn(self) -> bool:
        """Say whether what this person does here still counts."""
        return self.enrolment is not None and goes_on(self.run, self.enrolment)

    @property
    def only_looks(self) -> bool:
        """Say whether this person may read but not leave anything behind."""
        return self.enrolment is None and not self.teaches


def _is_reviewer(actor: Actor, run: CourseRun) -> bool:
    return actor.has(RoleName.REVIEWER) or (RoleName.REVIEWER, "run", run.id) in actor.grants


def run_to_learn(run_id: int, session: Reads, actor: SignedIn) -> Place:
    """A run for its learners, its trainers, managers and reviewers."""
    found = place_of(session, run_id, actor.id)
    if found is None:
        raise NotFound
    run, enrolment = found
    teaches = trains(actor, run)
    if enrolment is not None and enrolment.state in TAKES_A_PLACE:
        return Place(run, enrolment, teaches)
    if teaches or _is_reviewer(actor, run):
        return Place(run, None, teaches)
    if enrolment is None:
        raise NotFound
    if enrolment.state is EnrolmentState.WITHDRAWN:
        raise NotAllowed(_("You do not take part in this run any more."))
    raise NotAllowed(_("You do not have a place in this run yet. You will get a message when this is decided."))


def run_to_teach(run_id: int, session: Reads, actor: SignedIn) -> CourseRun:
    """A run for its trainers and for managers."""
    run = run_by_id(session, run_id)
    if run is None:
        raise NotFound
    if trains(actor, run):
        return run
    if _is_reviewer(actor, run) or enrolment_of(session, run_id, actor.id) is not None:
        raise NotAllowed(_("Only the trainers of this run can do this."))
    raise NotFound


def run_to_inspect(run_id: int, session: Reads, actor: SignedIn) -> Place:
    """A run as its trainers see it, for them, managers and reviewers."""
    run = run_by_id(session, run_id)
    if run is None:
        raise NotFound
    if trains(actor, run) or _is_reviewer(actor, run):
        return Place(run, None, trains(actor, run))
    if enrolment_of(session, run_id, actor.id) is not None:
        raise NotAllowed(_("Only the trainers of this run can see this."))
    raise NotFound


def run_to_join(run_id: int, session: Reads, _actor: SignedIn) -> CourseRun:
    """A run that takes learners; anybody signed in may know of it."""
    run = run_by_id(session, run_id)
    if run is None or run.state is not RunState.OPEN:
        raise NotFound
    return run


def course_to_follow(slug: str, session: Reads, actor: SignedIn) -> Course:
    """A course for those who learn or teach in one of its runs, write it, or review; nobody else knows its texts."""
    course = course_by_slug(session, slug)
    if course is None:
        raise NotFound(_("There is no such course."))
    reads = may_write(actor, course.id) or actor.has(RoleName.REVIEWER)
    if not reads and not follows(session, actor, course.id):
        raise NotFound(_("There is no such course."))
    return course


CourseToFollow = Annotated[Course, Depends(course_to_follow)]
RunToLearn = Annotated[Place, Depends(run_to_learn)]
RunToTeach = Annotated[CourseRun, Depends(run_to_teach)]
RunToInspect = Annotated[Place, Depends(run_to_inspect)]
RunToJoin = Annotated[CourseRun, Depends(run_to_join)]
