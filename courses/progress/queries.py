"""Reading a learner's way through a run."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Row, Select, and_, bindparam, case, func, or_, select

from courses.catalogue.models import EditionActivity
from courses.curricula.models import LearningOutcome
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.progress.models import ActivityProgress, Note
from courses.progress.ways import Step, Way, make_way
from courses.runs.models import CourseRun, RunDate, RunState, RunTrainer
from rmtc.db import ReadSession, rows

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

STEPS: Select[*tuple[Any, ...]] = (
    select(*SLIM).where(EditionActivity.edition_id == bindparam("edition")).order_by(EditionActivity.position)
)
"""The contents of an edition in order. This and the next ones are built once, since every lesson asks for them."""

MY_STEPS = STEPS.add_columns(ActivityProgress.id, ActivityProgress.done_at).outerjoin(
    ActivityProgress,
    and_(
        ActivityProgress.activity_id == EditionActivity.activity_id,
        ActivityProgress.enrolment_id == bindparam("enrolment"),
    ),
)
"""The contents of an edition with what a learner has done."""

ACTIVITY = select(EditionActivity).where(
    EditionActivity.edition_id == bindparam("edition"), EditionActivity.activity_id == bindparam("activity")
)
PROGRESS = select(ActivityProgress).where(
    ActivityProgress.enrolment_id == bindparam("enrolment"), ActivityProgress.activity_id == bindparam("activity")
)
OUTCOMES: Select[*tuple[Any, ...]] = (
    select(LearningOutcome.kind, LearningOutcome.code, LearningOutcome.verb, LearningOutcome.text)
    .where(LearningOutcome.version_id == bindparam("version"))
    .where(LearningOutcome.code.in_(bindparam("codes", expanding=True)))
    .order_by(LearningOutcome.position)
)
NOTES: Select[*tuple[Any, ...]] = (
    select(Note.id, Note.text)
    .where(Note.person_id == bindparam("person"), Note.run_id == bindparam("run"))
    .where(Note.activity_id == bindparam("activity"))
    .order_by(Note.id)
)
STANDINGS = (
    select(
        Enrolment.id,
        func.count(),
        func.sum(case((and_(EditionActivity.required, ActivityProgress.done_at.is_(None)), 1), else_=0)),
        func.max(ActivityProgress.opened_at),
    )
    .join(CourseRun, CourseRun.id == Enrolment.run_id)
    .join(EditionActivity, EditionActivity.edition_id == CourseRun.edition_id)
    .outerjoin(
        ActivityProgress,
        and_(
            ActivityProgress.enrolment_id == Enrolment.id, ActivityProgress.activity_id == EditionActivity.activity_id
        ),
    )
    .where(Enrolment.id.in_(bindparam("enrolments", expanding=True)))
    .group_by(Enrolment.id)
)
CLOSING = select(
    EditionActivity.edition_id,
    EditionActivity.activity_id,
    EditionActivity.title,
    EditionActivity.content["closes_at"].as_string(),
    EditionActivity.content["sources"],
).where(
    EditionActivity.edition_id.in_(bindparam("editions", expanding=True)),
    or_(
        and_(EditionActivity.kind == "quiz", EditionActivity.content["closes_at"].as_string() > ""),
        EditionActivity.kind == "readings",
    ),
)


class Closing(NamedTuple):
    """A quiz with the moment it closes (ISO 8601), or a reading list with the days (ISO 8601) it is due, in order."""

    edition_id: int
    activity_id: int
    title: str
    closes_at: str
    days: tuple[str, ...]


def steps_of(session: ReadSession, edition_id: int) -> list[Step]:
    """The activities of an edition in order."""
    return [Step(*row) for row in rows(session, STEPS, {"edition": edition_id})]


class Learns(Protocol):
    """An enrolment, as far as the way goes."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def last_activity_id(self) -> int | None:
        """What was opened last."""


def way_of(session: ReadSession, edition_id: int, enrolment: Learns | None) -> Way:
    """The contents of an edition with what a learner has done; without an enrolment nothing is done."""
    if enrolment is None:
        return make_way(steps_of(session, edition_id), {}, None)
    asked = {"edition": edition_id, "enrolment": enrolment.id}
    found = rows(session, MY_STEPS, asked).all()
    steps = [Step(*row[: len(SLIM)]) for row in found]
    done = {row[0]: row[-1] for row in found if row[-2] is not None}
    return make_way(steps, done, enrolment.last_activity_id)


def activity_of(session: ReadSession, edition_id: int, activity_id: int) -> EditionActivity | None:
    """An activity as an edition has it."""
    return session.scalar(ACTIVITY, {"edition": edition_id, "activity": activity_id})


def progress_of(session: ReadSession, enrolment_id: int, activity_id: int) -> ActivityProgress | None:
    """What somebody has done with one activity."""
    return session.scalar(PROGRESS, {"enrolment": enrolment_id, "activity": activity_id})


def outcomes_of(session: ReadSession, version_id: int | None, codes: Iterable[str]) -> Sequence[Row[*tuple[Any, ...]]]:
    """The learning outcomes with these codes, in the order of the curriculum."""
    if version_id is None or not codes:
        return []
    return rows(session, OUTCOMES, {"version": version_id, "codes": list(codes)}).all()


def notes_of(session: ReadSession, person_id: int, run_id: int, activity_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Somebody's own notes beside an activity, oldest first."""
    return rows(session, NOTES, {"person": person_id, "run": run_id, "activity": activity_id}).all()


def note_of(session: ReadSession, person_id: int, note_id: int) -> Note | None:
    """A note, if it is this person's own."""
    return session.scalar(select(Note).where(Note.id == note_id, Note.person_id == person_id))


def activity_counts(session: ReadSession, edition_ids: Iterable[int]) -> dict[int, int]:
    """How many activities editions have, by the edition's id."""
    wanted = select(EditionActivity.edition_id, func.count()).where(EditionActivity.edition_id.in_(set(edition_ids)))
    return dict(session.execute(wanted.group_by(EditionActivity.edition_id)).all())


class Standing(NamedTuple):
    """Where somebody stands in a run: its activities, the required ones still to do, the last one opened."""

    total: int = 0
    left: int = 0
    opened_at: datetime | None = None


def standings_of(session: ReadSession, enrolment_ids: Iterable[int]) -> dict[int, Standing]:
    """Where somebody stands in each of their runs, by the enrolment's id; who is not in it has nothing to do."""
    found = rows(session, STANDINGS, {"enrolments": list(enrolment_ids)})
    return {enrolment_id: Standing(*row) for enrolment_id, *row in found}


def last_opened(session: ReadSession, enrolment_ids: Iterable[int]) -> dict[int, datetime]:
    """When something was last opened, by the enrolment's id."""
    wanted = select(ActivityProgress.enrolment_id, func.max(ActivityProgress.opened_at))
    here = ActivityProgress.enrolment_id.in_(set(enrolment_ids))
    return dict(session.execute(wanted.where(here).group_by(ActivityProgress.enrolment_id)).all())


def closing(session: ReadSession, edition_ids: Iterable[int]) -> list[Closing]:
    """The quizzes of editions that close, and their reading lists with what is due by a day."""
    return [
        Closing(edition_id, activity_id, title, closes_at or "", _days(sources or ()))
        for edition_id, activity_id, title, closes_at, sources in rows(
            session, CLOSING, {"editions": list(edition_ids)}
        )
    ]


def _days(sources: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({str(one["due"]) for one in sources if one.get("due")}))


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
