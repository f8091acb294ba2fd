"""Making a demonstration course: curriculum, sections, lessons, readings, quizzes, and its first edition."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from courses.catalogue.forms import CourseForm
from courses.catalogue.models import Course, Edition
from courses.catalogue.services import add_course
from courses.content import services
from courses.content.editions import publish_course
from courses.content.forms import ActivityForm, SectionForm, SourceForm
from courses.content.kinds.kind import Kinds
from courses.content.models import Activity, Section
from courses.curricula import services as curricula
from courses.curricula.forms import AssessmentForm, CurriculumForm, ModuleForm, OutcomeForm
from courses.curricula.models import CurriculumVersion
from courses.questions.services import add_question
from courses.quizzes.design import design_quiz, set_slots
from courses.quizzes.settings import QuizSettings
from courses.samples.questions import draft
from courses.samples.sources import FOLDER, lesson_name, read_lesson, read_toml, with_ids
from library.resources.models import Resource
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.files.services import keep_file
from rmtc.files.store import Store

MINUTE = 60


@dataclass
class Desk:
    """What is at hand while a course is made: who makes it, the store, and the numbers of records and lessons."""

    session: WriteSession
    store: Store
    by: Actor
    folder: Path
    course: Course
    records: dict[str, int]
    today: date
    lessons: dict[str, int] = field(default_factory=dict)


def load_course(
    session: WriteSession, store: Store, code: str, kinds: Kinds, today: date, *, author: Actor, manager: Actor
) -> Edition | None:
    """Make the course in a folder and publish it; None when it is there already."""
    folder = FOLDER / code
    facts = read_toml(folder / "course.toml")
    if session.scalar(select(Course.id).where(Course.slug == facts["slug"])) is not None:
        return None
    version = _load_curriculum(session, read_toml(folder / "curriculum.toml"), author=author, manager=manager)
    names = ("slug", "title", "summary", "description", "language")
    about = {name: facts[name] for name in names}
    form = CourseForm(**about, curriculum_version_id=version.id, proofread=True)
    course = add_course(session, form, by=author)
    keys = select(Resource.key, Resource.id).where(Resource.key.is_not(None))
    records = {str(key): number for key, number in session.execute(keys)}
    desk = Desk(session, store, author, folder, course, records, today)
    _load_figures(desk)
    for entry in facts["sections"]:
        _load_section(desk, entry)
    return publish_course(session, course, kinds, "First edition", by=manager)


def _load_curriculum(
    session: WriteSession, facts: dict[str, Any], *, author: Actor, manager: Actor
) -> CurriculumVersion:
    parts = {name: facts.pop(name) for name in ("outcomes", "modules", "assessments")}
    version = curricula.add_curriculum(session, CurriculumForm.model_validate(facts), by=author)
    curricula.set_outcomes(session, version, [OutcomeForm.model_validate(one) for one in parts["outcomes"]], by=author)
    curricula.set_modules(session, version, [ModuleForm.model_validate(one) for one in parts["modules"]], by=author)
    assessments = [AssessmentForm.model_validate(one) for one in parts["assessments"]]
    curricula.set_assessments(session, version, assessments, by=author)
    curricula.submit_version(session, version, by=author)
    return curricula.approve_version(session, version, by=manager)


def _load_figures(desk: Desk) -> None:
    for path in sorted((desk.folder / "figures").glob("*.svg")):
        stored = keep_file(desk.session, desk.store, path)
        services.add_course_file(desk.session, desk.course, f"figures/{path.name}", stored, by=desk.by)


def _load_section(desk: Desk, entry: dict[str, Any]) -> None:
    form = SectionForm(title=entry["title"], summary=entry.get("summary", ""), module_number=entry.get("module"))
    section = services.add_section(desk.session, desk.course, form, by=desk.by)
    for reference in entry["activities"]:
        kind = reference.partition("/")[0]
        _LOAD[kind](desk, section, reference)


def _load_lesson(desk: Desk, section: Section, reference: str) -> None:
    lesson = read_lesson(desk.folder / reference)
    form = ActivityForm(
        kind="page",
        title=lesson.head["title"],
        minutes=lesson.head["minutes"],
        required=lesson.head.get("required", True),
        outcomes=lesson.head["outcomes"],
        body=with_ids(lesson.body, desk.records),
    )
    activity = services.add_activity(desk.session, section, form, by=desk.by)
    sources = [_source(desk, one) for one in lesson.head["sources"]]
    services.set_sources(desk.session, activity, sources, by=desk.by)
    desk.lessons[lesson_name(reference)] = activity.id


def _source(desk: Desk, entry: dict[str, Any]) -> SourceForm:
    return SourceForm(
        resource_id=desk.records[entry["key"]],
        locator=entry.get("locator", ""),
        page=entry.get("page", 0),
        required=entry.get("required", False),
    )


def _load_reading(desk: Desk, section: Section, reference: str) -> None:
    facts = read_toml(desk.folder / reference)
    settings = {"resource_id": desk.records[facts["resource"]], "pages": facts.get("pages", ""), "page": 0}
    form = ActivityForm(
        kind="reading",
        title=facts["title"],
        minutes=facts.get("minutes", 0),
        outcomes=facts.get("outcomes", []),
        body=with_ids(facts.get("task", ""), desk.records),
        settings=settings,
    )
    services.add_activity(desk.session, section, form, by=desk.by)


def _load_list(desk: Desk, section: Section, reference: str) -> None:
    """A reading list; the days it is due are counted from the day the demonstration is made."""
    facts = read_toml(desk.folder / reference)
    form = ActivityForm(
        kind="readings",
        title=facts["title"],
        minutes=facts["minutes"],
        outcomes=facts["outcomes"],
        body=with_ids(facts["task"], desk.records),
    )
    activity = services.add_activity(desk.session, section, form, by=desk.by)
    services.set_sources(desk.session, activity, [_item(desk, one) for one in facts["items"]], by=desk.by)


def _item(desk: Desk, entry: dict[str, Any]) -> SourceForm:
    due = desk.today + timedelta(days=entry["due_in"]) if "due_in" in entry else None
    said = {name: value for name, value in entry.items() if name not in {"resource", "due_in"}}
    return SourceForm.model_validate({"resource_id": desk.records[entry["resource"]], "due": due, **said})


def _load_quiz(desk: Desk, section: Section, reference: str) -> None:
    facts = read_toml(desk.folder / reference)
    form = ActivityForm(
        kind="quiz", title=facts["title"], minutes=facts.get("time_limit", 0), outcomes=facts.get("outcomes", [])
    )
    activity = services.add_activity(desk.session, section, form, by=desk.by)
    settings = QuizSettings(
        intro=facts.get("intro", ""),
        time_limit=facts.get("time_limit", 0) * MINUTE,
        attempts_allowed=facts.get("attempts", 0),
        pass_mark=facts.get("pass_mark", 60),
        shuffle=facts.get("shuffle", True),
    )
    quiz = design_quiz(desk.session, activity, settings, by=desk.by)
    slots = []
    for entry in facts["questions"]:
        question = add_question(desk.session, desk.course.id, draft(entry, desk.lessons), by=desk.by)
        slots.append((question.id, float(entry.get("marks", 1.0))))
    set_slots(desk.session, quiz, slots, by=desk.by)


_LOAD = {"lessons": _load_lesson, "readings": _load_reading, "lists": _load_list, "quizzes": _load_quiz}


def activities_of(session: WriteSession, course: Course) -> list[Activity]:
    """What a course is made of, in order."""
    mine = select(Activity).join(Section, Section.id == Activity.section_id).where(Activity.course_id == course.id)
    return list(session.scalars(mine.order_by(Section.position, Activity.position)))
