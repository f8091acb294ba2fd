"""Entering grades; an entry is never changed, a correction is another entry with its reason."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from courses.enrolment.models import Enrolment
from courses.grades.forms import GradeForm
from courses.grades.models import Grade, GradeItem
from courses.grades.queries import marked_in, newest_grade
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def item_of(session: WriteSession, run_id: int, key: str, title: str) -> GradeItem:
    """The item of something that is marked, by its key; made when it is first needed, once even for two at a time."""
    kind, _dash, number = key.partition("-")
    column = GradeItem.activity_id if kind == "activity" else GradeItem.assessment_id
    wanted = select(GradeItem).where(GradeItem.run_id == run_id, column == int(number))
    found = session.scalar(wanted)
    if found is not None:
        return found
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"run_id": run_id, column.key: int(number), "title": title, "weight": 0.0, "full": 100.0}
    values |= {"must_pass": False, "position": 0}
    session.execute(dialect.insert(GradeItem).values(**values).on_conflict_do_nothing())
    return session.scalars(wanted).one()


def keep_best(
    session: WriteSession, enrolment: Enrolment, activity: tuple[int, str], value: float, attempt_id: int
) -> Grade | None:
    """Enter what an attempt earned (percent) if it is better than what counts so far; `activity` is id and title."""
    item = item_of(session, enrolment.run_id, f"activity-{activity[0]}", activity[1])
    current = newest_grade(session, item.id, enrolment.id)
    if current is not None and current.value >= value:
        return None
    grade = Grade(item_id=item.id, enrolment_id=enrolment.id, value=value, at=now(), attempt_id=attempt_id, reason="")
    session.add(grade)
    session.flush()
    record(session, "grade.entered", ("enrolment", enrolment.id), by=None, grade=grade.id, value=value)
    return grade


def enter_grade(session: WriteSession, run: CourseRun, enrolment: Enrolment, form: GradeForm, *, by: Actor) -> Grade:
    """Enter a grade by hand; where there is one already, the reason says why it is corrected."""
    session.refresh(enrolment, ["state"], with_for_update=True)
    titles = {marked.key: marked.title for marked in marked_in(session, run)}
    if form.item not in titles:
        raise FieldRefusal("item", _("Please choose one of the options."))
    item = item_of(session, run.id, form.item, titles[form.item])
    current = newest_grade(session, item.id, enrolment.id)
    if current is not None and not form.reason:
        raise FieldRefusal("reason", _("There is a grade already. Write why it is corrected."))
    grade = Grade(item_id=item.id, enrolment_id=enrolment.id, value=form.value, at=now(), by=by.id, reason=form.reason)
    session.add(grade)
    session.flush()
    before = current.value if current else None
    record(
        session,
        "grade.corrected" if current else "grade.entered",
        ("enrolment", enrolment.id),
        by=by.id,
        grade=grade.id,
        item=form.item,
        before=before,
        value=form.value,
        reason=form.reason,
    )
    return grade
