"""Which courses point at a library record, and whom to tell when it is withdrawn."""

from typing import Any

from sqlalchemy import Select, or_, select

from courses.catalogue.models import Course, CourseState
from courses.content.models import Activity, ActivitySource
from library.resources.models import Resource
from library.uses import Use
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.db import ReadSession, WriteSession
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.mail.services import post

OWNERS = (RoleName.TRAINER, RoleName.AUTHOR)
WITHDRAWN = mark(
    "“%(title)s” was withdrawn from the library. Reason: %(reason)s\n\nLessons of these courses name it:\n"
    "%(courses)s\n\nPlease look for another source, and publish a new edition. What is left of the record:\n"
    "%(address)s"
)


def courses_using(session: ReadSession, resource_id: int, _actor: Actor | None) -> list[Use]:
    """The published courses with a lesson that names the record as a source, or has it read."""
    wanted = select(Course.slug, Course.title, Course.language).where(Course.state == CourseState.PUBLISHED)
    rows = session.execute(_naming(wanted, resource_id).distinct().order_by(Course.title))
    return [Use(title, f"/courses/{slug}", language) for slug, title, language in rows]


def tell_course_owners(session: WriteSession, resource: Resource, site: str) -> None:
    """Write to the trainers and authors of every course that names a record which was withdrawn, once each."""
    owned = Role.name.in_(OWNERS), Role.scope_kind == "course"
    wanted = (
        select(Person.email, Person.language, Course.title)
        .join(Role, Role.person_id == Person.id)
        .join(Course, Course.id == Role.scope_id)
        .where(*owned, Person.state == PersonState.ACTIVE, Course.state != CourseState.RETIRED)
    )
    courses: dict[tuple[str, str], list[str]] = {}
    rows = session.execute(_naming(wanted, resource.id).distinct().order_by(Person.email, Course.title))
    for email, language, title in rows:
        courses.setdefault((email, language), []).append(title)
    for (email, language), titles in courses.items():
        told = {"title": resource.title, "reason": resource.withdrawn_reason, "courses": "\n".join(titles)}
        with speaking(language):
            text = _(WITHDRAWN) % (told | {"address": f"{site}/library/{resource.id}"})
            subject = _("A document of your course was withdrawn")
            post(session, to=email, subject=subject, text=f"{text}\n", language=language)


def _naming(wanted: Select[*tuple[Any, ...]], resource_id: int) -> Select[*tuple[Any, ...]]:
    sourced = select(ActivitySource.activity_id).where(ActivitySource.resource_id == resource_id)
    read = Activity.settings["resource_id"].as_integer() == resource_id
    named = or_(Activity.id.in_(sourced), read)
    return wanted.join(Activity, Activity.course_id == Course.id).where(Activity.removed_at.is_(None), named)
