"""Noting what a learner opens, does and writes down."""

from sqlalchemy import func, select, update

from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.enrolment.queries import goes_on
from courses.progress.forms import NoteForm
from courses.progress.models import ActivityProgress, Note
from courses.progress.queries import activity_of, progress_of
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import NotFound, Refusal
from rmtc.i18n.texts import gettext as _


def open_activity(session: WriteSession, enrolment_id: int, activity_id: int) -> ActivityProgress | None:
    """Note that a learner has opened an activity; nothing is noted once the run or the enrolment has ended."""
    # The row of the enrolment is locked, so that two windows opened at once leave one note.
    found = session.execute(
        select(Enrolment, CourseRun)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(Enrolment.id == enrolment_id)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    ).first()
    enrolment = found[0] if found else None
    if enrolment is None or not _is_going_on(session, enrolment):
        return None
    enrolment.last_activity_id = activity_id
    return _noted(session, enrolment, activity_id)


def complete_activity(
    session: WriteSession, enrolment: Enrolment, activity_id: int, *, how: str, by: int | None
) -> ActivityProgress:
    """Note that an activity is done; `how` is what completed it: read, opened, quiz. Doing it again changes nothing."""
    session.refresh(enrolment, with_for_update=True)
    run = session.get_one(CourseRun, enrolment.run_id)
    if activity_of(session, run.edition_id, activity_id) is None:
        raise NotFound
    if not _is_going_on(session, enrolment):
        raise Refusal(_("This course has ended for you; what you did stays as it is."))
    progress = _noted(session, enrolment, activity_id)
    if progress.done_at is None:
        progress.done_at, progress.how = now(), how
        session.flush()
        record(session, "activity.completed", ("enrolment", enrolment.id), by=by, activity=activity_id, how=how)
        recount_done(session, run, enrolment.id)
    enrolment.last_activity_id = activity_id
    return progress


def complete_by_opening(session: WriteSession, enrolment_id: int, activity_id: int) -> None:
    """Note that an activity is done by having been opened; nothing is noted once the course has ended."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    if _is_going_on(session, enrolment):
        complete_activity(session, enrolment, activity_id, how="opened", by=enrolment.person_id)


def recount_done(session: WriteSession, run: CourseRun, enrolment_id: int | None = None) -> None:
    """Count anew how many activities of the run's edition are done, for one enrolment or for all."""
    count = (
        select(func.count())
        .select_from(ActivityProgress)
        .join(EditionActivity, EditionActivity.activity_id == ActivityProgress.activity_id)
        .where(EditionActivity.edition_id == run.edition_id, ActivityProgress.done_at.is_not(None))
        .where(ActivityProgress.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    wanted = update(Enrolment).where(Enrolment.run_id == run.id).values(done_count=count)
    if enrolment_id is not None:
        wanted = wanted.where(Enrolment.id == enrolment_id)
    session.execute(wanted, execution_options={"synchronize_session": "fetch"})


def add_note(session: WriteSession, run_id: int, activity_id: int, form: NoteForm, *, by: Actor) -> Note:
    """Keep a private note beside an activity."""
    moment = now()
    note = Note(
        person_id=by.id, run_id=run_id, activity_id=activity_id, text=form.text, created_at=moment, updated_at=moment
    )
    session.add(note)
    session.flush()
    return note


def edit_note(note: Note, form: NoteForm) -> Note:
    """Change one's note."""
    note.text, note.updated_at = form.text, now()
    return note


def delete_note(session: WriteSession, note: Note) -> None:
    """Remove one's note."""
    session.delete(note)


def _is_going_on(session: WriteSession, enrolment: Enrolment) -> bool:
    return goes_on(session.get_one(CourseRun, enrolment.run_id), enrolment)


def _noted(session: WriteSession, enrolment: Enrolment, activity_id: int) -> ActivityProgress:
    progress = progress_of(session, enrolment.id, activity_id)
    if progress is None:
        progress = ActivityProgress(enrolment_id=enrolment.id, activity_id=activity_id, opened_at=now(), how="")
        session.add(progress)
        session.flush()
    return progress
