"""Reading a learner's way through a run."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from courses.catalogue.models import EditionActivity
from courses.curricula.models import LearningOutcome
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.progress.models import ActivityProgress, Note
from courses.progress.ways import Step, Way, make_way
from courses.runs.models import CourseRun, RunDate, RunState, RunTrainer
from rmtc.db import ReadSession

SLIM = (
    EditionActivity.activity_id,
    EditionActivity.number,
    EditionActivity.title,
    EditionActivity.kind,
    EditionActivity.minutes,
    EditionActivity.required,
    EditionActivity.section_number,
    EditionActivity.section_title,
)
"""What a list of contents needs; the texts of lessons stay where they are."""


def steps_of(session: ReadSession, edition_id: int) -> list[Step]:
    """The activities of an edition in order."""
    wanted = select(*SLIM).where(EditionActivity.edition_id == edition_id).order_by(EditionActivity.position)
    return [Step(*row) for row in session.execute(wanted)]


def way_of(session: ReadSession, run: CourseRun, enrolment: Enrolment | None) -> Way:
    """The contents of a run with what a learner has done; without an enrolment nothing is done."""
    if enrolment is None:
        return make_way(steps_of(session, run.edition_id), {}, None)
    here = ActivityProgress.activity_id == EditionActivity.activity_id, ActivityProgress.enrolment_id == enrolment.id
    rows: Sequence[Any] = session.execute(
        select(*SLIM, ActivityProgress.id, ActivityProgress.done_at)
        .outerjoin(ActivityProgress, and_(*here))
        .where(EditionActivity.edition_id == run.edition_id)
        .order_by(EditionActivity.position)
    ).all()
    steps = [Step(*row[: len(SLIM)]) for row in rows]
    done = {row.activity_id: row.done_at for row in rows if row.id is not None}
    return make_way(steps, done, enrolment.last_activity_id)


def activity_of(session: ReadSession, edition_id: int, activity_id: int) -> EditionActivity | None:
    """An activity as an edition has it."""
    here = EditionActivity.edition_id == edition_id, EditionActivity.activity_id == activity_id
    return session.scalar(select(EditionActivity).where(*here))


def progress_of(session: ReadSession, enrolment_id: int, activity_id: int) -> ActivityProgress | None:
    """What somebody has done with one activity."""
    here = ActivityProgress.enrolment_id == enrolment_id, ActivityProgress.activity_id == activity_id
    return session.scalar(select(ActivityProgress).where(*here))


def outcomes_of(session: ReadSession, version_id: int | None, codes: Iterable[str]) -> list[LearningOutcome]:
    """The learning outcomes with these codes, in the order of the curriculum."""
    if version_id is None or not codes:
        return []
    here = LearningOutcome.version_id == version_id, LearningOutcome.code.in_(list(codes))
    return list(session.scalars(select(LearningOutcome).where(*here).order_by(LearningOutcome.position)))


def notes_of(session: ReadSession, person_id: int, run_id: int, activity_id: int) -> list[Note]:
    """Somebody's own notes beside an activity, oldest first."""
    here = Note.person_id == person_id, Note.run_id == run_id, Note.activity_id == activity_id
    return list(session.scalars(select(Note).where(*here).order_by(Note.id)))


def note_of(session: ReadSession, person_id: int, note_id: int) -> Note | None:
    """A note, if it is this person's own."""
    return session.scalar(select(Note).where(Note.id == note_id, Note.person_id == person_id))


def activity_counts(session: ReadSession, edition_ids: Iterable[int]) -> dict[int, int]:
    """How many activities editions have, by the edition's id."""
    wanted = select(EditionActivity.edition_id, func.count()).where(EditionActivity.edition_id.in_(set(edition_ids)))
    return dict(session.execute(wanted.group_by(EditionActivity.edition_id)).all())


def required_left(session: ReadSession, enrolment_ids: Iterable[int]) -> dict[int, int]:
    """How many required activities are still to do, by the enrolment's id; who is not in it has none left."""
    done = and_(
        ActivityProgress.enrolment_id == Enrolment.id,
        ActivityProgress.activity_id == EditionActivity.activity_id,
        ActivityProgress.done_at.is_not(None),
    )
    wanted = (
        select(Enrolment.id, func.count())
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(EditionActivity, EditionActivity.edition_id == CourseRun.edition_id)
        .outerjoin(ActivityProgress, done)
        .where(Enrolment.id.in_(set(enrolment_ids)), EditionActivity.required, ActivityProgress.id.is_(None))
        .group_by(Enrolment.id)
    )
    return dict(session.execute(wanted).all())


def last_opened(session: ReadSession, enrolment_ids: Iterable[int]) -> dict[int, datetime]:
    """When something was last opened, by the enrolment's id."""
    wanted = select(ActivityProgress.enrolment_id, func.max(ActivityProgress.opened_at))
    here = ActivityProgress.enrolment_id.in_(set(enrolment_ids))
    return dict(session.execute(wanted.where(here).group_by(ActivityProgress.enrolment_id)).all())


def closing_quizzes(session: ReadSession, edition_ids: Iterable[int]) -> Iterable[tuple[int, int, str, dict[str, Any]]]:
    """The quizzes of editions: edition, activity, title, content (with `closes_at` where one closes)."""
    wanted = select(
        EditionActivity.edition_id, EditionActivity.activity_id, EditionActivity.title, EditionActivity.content
    )
    here = EditionActivity.edition_id.in_(set(edition_ids)), EditionActivity.kind == "quiz"
    return session.execute(wanted.where(*here)).all()


def calendar_entries(session: ReadSession, person_id: int) -> list[tuple[CourseRun, RunDate]]:
    """The dates of the runs somebody learns in or trains, with the run of each."""
    learning = select(Enrolment.run_id).where(
        Enrolment.person_id == person_id, Enrolment.state.in_((EnrolmentState.ACTIVE, EnrolmentState.COMPLETED))
    )
    training = select(RunTrainer.run_id).where(RunTrainer.person_id == person_id)
    wanted = (
        select(CourseRun, RunDate)
        .join(RunDate, RunDate.run_id == CourseRun.id)
        .where(CourseRun.id.in_(learning) | CourseRun.id.in_(training), CourseRun.state != RunState.CANCELLED)
        .order_by(RunDate.starts, RunDate.id)
    )
    return list(session.execute(wanted).all())
