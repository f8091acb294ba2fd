"""Opening, changing and ending runs."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select

from courses.catalogue.models import Edition
from courses.runs.forms import MoveForm, RunDateForm, RunForm, TrainersForm
from courses.runs.leave import end_leave, leave_until, move_leave
from courses.runs.models import CourseRun, RunDate, RunState, RunTrainer
from courses.runs.queries import difference, possible_trainers, run_by_code
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Role, RoleName
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _


def open_run(session: WriteSession, edition: Edition, form: RunForm, *, by: Actor) -> CourseRun:
    """Open a run of a published edition; the run keeps this edition until somebody decides otherwise."""
    _refuse_taken_code(session, form.code)
    run = CourseRun(course_id=edition.course_id, edition_id=edition.id, created_at=now(), **_facts(form))
    session.add(run)
    session.flush()
    record(session, "run.opened", ("run", run.id), by=by.id, edition=edition.id, code=run.code)
    if by.has_any(RoleName.TRAINER):
        _add_trainer(session, run, by.id, by)
    return run


def edit_run(session: WriteSession, run: CourseRun, form: RunForm, *, by: Actor) -> CourseRun:
    """Change a run's dates, place, capacity and the way in."""
    _refuse_ended(run)
    if form.code != run.code:
        _refuse_taken_code(session, form.code)
    before = {name: str(getattr(run, name)) for name in _facts(form)}
    until = leave_until(run)
    for name, value in _facts(form).items():
        setattr(run, name, value)
    after = {name: str(getattr(run, name)) for name in before}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    move_leave(session, run, until)
    record(session, "run.edited", ("run", run.id), by=by.id, changes=changes)
    return run


def set_trainers(session: WriteSession, run: CourseRun, form: TrainersForm, *, by: Actor) -> None:
    """Make exactly these people the trainers of a run; each gets the role of a trainer in its scope."""
    known = {person.id for person in possible_trainers(session)}
    if unknown := set(form.people) - known:
        raise FieldRefusal("people", _("%(count)s of these people are not trainers.") % {"count": len(unknown)})
    present = set(session.scalars(select(RunTrainer.person_id).where(RunTrainer.run_id == run.id)))
    leaving = present - set(form.people)
    session.execute(delete(RunTrainer).where(RunTrainer.run_id == run.id, RunTrainer.person_id.in_(leaving)))
    session.execute(delete(Role).where(*_in_scope(run), Role.person_id.in_(leaving)))
    for person_id in dict.fromkeys(form.people):
        if person_id not in present:
            _add_trainer(session, run, person_id, by)
    record(session, "run.trainers_set", ("run", run.id), by=by.id, people=sorted(set(form.people)))


def add_run_date(session: WriteSession, run: CourseRun, form: RunDateForm, *, by: Actor) -> RunDate:
    """Add a date: a session in Plandište or online, or a deadline."""
    _refuse_ended(run)
    date = RunDate(
        run_id=run.id,
        title=form.title,
        starts=form.starts,
        ends=form.ends,
        place=form.place,
    )
    session.add(date)
    session.flush()
    record(session, "run.date_added", ("run", run.id), by=by.id, date=date.id, title=date.title)
    return date


def remove_run_date(session: WriteSession, run: CourseRun, date: RunDate, *, by: Actor) -> None:
    """Take a date out of a run."""
    _refuse_ended(run)
    record(session, "run.date_removed", ("run", run.id), by=by.id, title=date.title, starts=date.starts.isoformat())
    session.delete(date)


def finish_run(session: WriteSession, run: CourseRun, *, by: Actor) -> CourseRun:
    """End a run that was held; what learners did stays as it is from now on."""
    _refuse_ended(run)
    run.state, run.finished_at = RunState.FINISHED, now()
    end_leave(session, run, by=by)
    record(session, "run.finished", ("run", run.id), by=by.id)
    return run


def cancel_run(session: WriteSession, run: CourseRun, reason: str, *, by: Actor) -> CourseRun:
    """Call a run off."""
    _refuse_ended(run)
    run.state = RunState.CANCELLED
    end_leave(session, run, by=by)
    record(session, "run.cancelled", ("run", run.id), by=by.id, reason=reason)
    return run


def move_run_to_edition(session: WriteSession, run: CourseRun, form: MoveForm, *, by: Actor) -> CourseRun:
    """Go on with another edition of the same course: a decision kept with its reason and what differs."""
    _refuse_ended(run)
    edition = session.get(Edition, form.edition)
    if edition is None or edition.course_id != run.course_id:
        raise FieldRefusal("edition", _("This is not an edition of the course."))
    if edition.id == run.edition_id:
        raise FieldRefusal("edition", _("The run already uses this edition."))
    found = difference(session, run.edition_id, edition.id)
    record(
        session,
        "run.moved_to_edition",
        ("run", run.id),
        by=by.id,
        before=run.edition_id,
        after=edition.id,
        reason=form.reason,
        added=found.added,
        removed=found.removed,
        changed=found.changed,
    )
    run.edition_id = edition.id
    session.flush()
    return run


def _facts(form: RunForm) -> dict[str, Any]:
    facts: dict[str, Any] = form.model_dump(exclude={"listed"})
    return facts | {"state": RunState.OPEN if form.listed else RunState.PLANNED}


def _refuse_taken_code(session: WriteSession, code: str) -> None:
    if run_by_code(session, code) is not None:
        raise FieldRefusal("code", _("Another run has this code already."))


def _refuse_ended(run: CourseRun) -> None:
    if run.state in {RunState.FINISHED, RunState.CANCELLED}:
        raise Refusal(_("This run has ended; it stays as it is."))


def _in_scope(run: CourseRun) -> tuple[ColumnElement[bool], ...]:
    return Role.name == RoleName.TRAINER, Role.scope_kind == "run", Role.scope_id == run.id


def _add_trainer(session: WriteSession, run: CourseRun, person_id: int, by: Actor) -> None:
    session.add(RunTrainer(run_id=run.id, person_id=person_id))
    session.add(
        Role(
            person_id=person_id,
            name=RoleName.TRAINER,
            scope_kind="run",
            scope_id=run.id,
            granted_at=now(),
            granted_by=by.id,
        )
    )
    session.flush()
