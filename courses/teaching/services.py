"""What moves a run and its people together."""

from courses.enrolment.services import fill_places
from courses.progress.services import recount_done
from courses.runs.forms import MoveForm, RunForm
from courses.runs.models import CourseRun, RunState
from courses.runs.services import edit_run, move_run_to_edition
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession


def change_run(session: WriteSession, run: CourseRun, form: RunForm, *, by: Actor) -> CourseRun:
    """Change a run; places that become free go to those who wait."""
    edit_run(session, run, form, by=by)
    session.flush()
    if run.state is RunState.OPEN:
        fill_places(session, run, by=by)
    return run


def move_cohort(session: WriteSession, run: CourseRun, form: MoveForm, *, by: Actor) -> CourseRun:
    """Move a run to another edition; what its learners have done counts on where the edition still has it."""
    move_run_to_edition(session, run, form, by=by)
    recount_done(session, run)
    return run
