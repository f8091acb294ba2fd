"""What a record is about: one run, one curriculum, or the whole Centre, perhaps between two days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from courses.catalogue.models import Course
from courses.curricula.models import Curriculum, CurriculumVersion
from courses.runs.models import CourseRun
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class Scope:
    """The runs a record covers. `first` and `last` are days (inclusive) on which a run must have been under way."""

    kind: str
    name: str
    first: date | None = None
    last: date | None = None
    run_id: int | None = None
    curriculum_id: int | None = None

    def runs(self) -> Select[int]:
        """The ids of the runs."""
        found = select(CourseRun.id)
        if self.run_id is not None:
            found = found.where(CourseRun.id == self.run_id)
        if self.curriculum_id is not None:
            versions = select(CurriculumVersion.id).where(CurriculumVersion.curriculum_id == self.curriculum_id)
            found = found.join(Course, Course.id == CourseRun.course_id).where(
                Course.curriculum_version_id.in_(versions)
            )
        if self.first is not None:
            found = found.where(CourseRun.ends >= self.first)
        if self.last is not None:
            found = found.where(CourseRun.starts <= self.last)
        return found

    def as_json(self) -> dict[str, str | None]:
        """The scope as the manifest names it."""
        first, last = (day.isoformat() if day else None for day in (self.first, self.last))
        return {"kind": self.kind, "name": self.name, "from": first, "to": last}


def run_scope(session: ReadSession, run_id: int, first: date | None = None, last: date | None = None) -> Scope:
    """The scope of one run; NotFound when there is none, or when it was not under way between the days."""
    run = session.get(CourseRun, run_id)
    if run is None:
        raise NotFound(_("There is no such run."))
    if (first is not None and run.ends < first) or (last is not None and run.starts > last):
        raise NotFound(_("The run was not under way between these days."))
    return Scope("run", run.code, first, last, run_id=run.id)


def curriculum_scope(session: ReadSession, code: str, first: date | None = None, last: date | None = None) -> Scope:
    """The scope of one curriculum by its code; NotFound when there is none."""
    found = session.scalar(select(Curriculum).where(Curriculum.code == code.upper()))
    if found is None:
        raise NotFound(_("There is no curriculum with this code."))
    return Scope("curriculum", found.code, first, last, curriculum_id=found.id)


def centre_scope(first: date | None = None, last: date | None = None) -> Scope:
    """Everything the Centre has done, perhaps between two days."""
    return Scope("centre", "RMTC", first, last)
