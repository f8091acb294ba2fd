"""What a complete record of a run has; each item says what is there and what is missing."""

from dataclasses import dataclass

from sqlalchemy import func, select

from courses.awards.models import BoardDecision
from courses.curricula.models import CurriculumVersion, VersionState
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.runs.models import CourseRun, RunState, RunTrainer
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class Item:
    """One thing a reviewer looks for."""

    label: str
    is_there: bool
    told: str


def completeness(session: ReadSession, run: CourseRun, version: CurriculumVersion | None) -> list[Item]:
    """Check a run against what ESG 1.2 to 1.9 and the Maltese form ask for, as far as this record holds it."""
    trainers, decisions, open_enrolments = session.execute(
        select(
            select(func.count()).where(RunTrainer.run_id == run.id).scalar_subquery(),
            select(func.count()).where(BoardDecision.run_id == run.id).scalar_subquery(),
            select(func.count())
            .where(Enrolment.run_id == run.id, Enrolment.state == EnrolmentState.ACTIVE)
            .scalar_subquery(),
        )
    ).one()
    approved = version is not None and version.state in {VersionState.APPROVED, VersionState.RETIRED}
    finished = run.state == RunState.FINISHED
    return [
        Item(
            _("Approved curriculum"),
            approved,
            _("The version was approved before it was taught.") if approved else _("The version is not approved."),
        ),
        Item(_("Published edition"), True, _("What was taught is pinned and cannot change.")),
        Item(
            _("Trainers"),
            trainers > 0,
            _("%(count)s named") % {"count": trainers} if trainers else _("No trainer is named."),
        ),
        Item(
            _("Run finished"),
            finished,
            _("The run has been closed.") if finished else _("The run is still open: this record is an interim one."),
        ),
        Item(
            _("Board decision"),
            decisions > 0 and open_enrolments == 0,
            _("%(count)s learners are not decided yet.") % {"count": open_enrolments}
            if open_enrolments
            else _("%(count)s recorded") % {"count": decisions},
        ),
    ]
