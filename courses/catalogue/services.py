"""Beginning, describing and retiring courses."""

from sqlalchemy import select

from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course, CourseState
from courses.catalogue.policies import is_manager
from courses.catalogue.queries import newest_edition
from courses.curricula.models import CurriculumVersion
from rmtc.accounts.actors import Actor
from rmtc.accounts.membership import grant_role
from rmtc.accounts.models import Person, RoleName
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def add_course(session: WriteSession, form: CourseForm, *, by: Actor) -> Course:
    """Begin a course; an author who is no manager becomes author in its scope."""
    _refuse_taken(session, form.slug)
    _refuse_unknown_version(session, form.curriculum_version_id)
    course = Course(created_at=now(), state=CourseState.DRAFT, **form.model_dump())
    session.add(course)
    session.flush()
    if by.id and not is_manager(by):
        author = session.get_one(Person, by.id)
        grant_role(session, author, RoleName.AUTHOR, "course", course.id, by=by)
    record(session, "course.added", ("course", course.id), by=by.id, slug=course.slug, title=course.title)
    return course


def edit_course(session: WriteSession, course: Course, form: CourseForm, *, by: Actor) -> Course:
    """Change what is said about a course; learners of a run keep the edition that it pins."""
    if form.slug != course.slug:
        _refuse_taken(session, form.slug)
        if newest_edition(session, course.id) is not None:
            raise FieldRefusal("slug", _("Published lessons use this name. It stays as it is."))
    if form.curriculum_version_id != course.curriculum_version_id:
        _refuse_unknown_version(session, form.curriculum_version_id)
    changed = {name: value for name, value in form.model_dump().items() if getattr(course, name) != value}
    for name, value in changed.items():
        setattr(course, name, value)
    session.flush()
    record(session, "course.edited", ("course", course.id), by=by.id, changed=sorted(changed))
    return course


def retire_course(session: WriteSession, course: Course, *, by: Actor) -> Course:
    """Take a course out of the catalogue; its runs and editions stay."""
    course.state = CourseState.RETIRED
    record(session, "course.retired", ("course", course.id), by=by.id)
    return course


def _refuse_taken(session: WriteSession, slug: str) -> None:
    if session.scalar(select(Course.id).where(Course.slug == slug)) is not None:
        raise FieldRefusal("slug", _("Another course has this name in its address already."))


def _refuse_unknown_version(session: WriteSession, version_id: int | None) -> None:
    if version_id is not None and session.get(CurriculumVersion, version_id) is None:
        raise FieldRefusal("curriculum_version_id", _("Please choose one of the options."))
