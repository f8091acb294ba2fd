"""Who may take an attempt, who may look at it: dependencies that load and authorise in one step."""

from typing import Annotated

from fastapi import Depends

from courses.attempts.queries import Sitting, activity_of_run, attempt_taken_by, sitting_of
from courses.catalogue.models import EditionActivity
from courses.enrolment.access import Place, RunToLearn
from courses.quizzes.models import Attempt, AttemptState
from courses.runs.queries import trains
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


def attempt_to_see(attempt_id: int, session: Reads, actor: SignedIn) -> Sitting:
    """An attempt for the learner whose it is, the run's trainers, managers and reviewers."""
    sitting = sitting_of(session, attempt_id)
    if sitting is None or not (sitting.person_id == actor.id or may_inspect(actor, sitting)):
        raise NotFound
    return sitting


def may_inspect(actor: Actor, sitting: Sitting) -> bool:
    """Say whether somebody may read an attempt that is not theirs."""
    reviews = actor.has(RoleName.REVIEWER) or (RoleName.REVIEWER, "run", sitting.run.id) in actor.grants
    return reviews or trains(actor, sitting.run)


AttemptToSee = Annotated[Sitting, Depends(attempt_to_see)]


def attempt_to_take(attempt_id: int, session: Reads, actor: SignedIn) -> Attempt:
    """An attempt for the learner whose it is; whoever may only look hears why they cannot answer."""
    found = attempt_taken_by(session, attempt_id, actor.id)
    if found is None:
        attempt_to_see(attempt_id, session, actor)
        raise NotAllowed(_("Only the learner answers here."))
    attempt, has_ended = found
    if has_ended and attempt.state is AttemptState.OPEN:
        raise Refusal(_("This course has ended for you; what you did stays as it is."))
    return attempt


AttemptToTake = Annotated[Attempt, Depends(attempt_to_take)]


def quiz_to_take(activity_id: int, session: Reads, place: RunToLearn) -> tuple[Place, EditionActivity]:
    """A quiz of a run, for somebody who learns in it."""
    activity = activity_of_run(session, place.run, activity_id)
    if activity is None:
        raise NotFound
    if place.enrolment is None:
        raise NotAllowed(_("You look at this course without learning in it, so nothing is kept."))
    return place, activity


QuizToTake = Annotated[tuple[Place, EditionActivity], Depends(quiz_to_take)]
