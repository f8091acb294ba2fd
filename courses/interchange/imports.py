"""Neutral material written into a new course, a draft, with a report of everything that was found."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import select

from courses.catalogue.models import Course, CourseState
from courses.interchange.course_writer import CourseWriter, why_refused
from courses.interchange.material import Material, Reading
from courses.interchange.placed_files import add_files, place_files
from courses.interchange.question_drafts import draft_from, in_words
from courses.interchange.readers.moodle import moodle_backup
from courses.interchange.references import without_references
from courses.interchange.report import Journal, Report
from courses.interchange.steps import LONGEST_SUMMARY
from courses.questions.services import add_question
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import Database, ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming
from rmtc.files.store import Store
from rmtc.i18n.languages import DEFAULT, LANGUAGES
from rmtc.i18n.serbian import to_latin
from rmtc.i18n.texts import gettext as _

LONGEST_TITLE = 200
SHORTEST_SLUG, LONGEST_SLUG = 3, 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACCENTS = str.maketrans("čćšžđëç", "ccszdec")
_LANGUAGES = {"sr_cr": "sr-Cyrl", "sr_lt": "sr-Latn", "sr": "sr-Cyrl", "me": "cnr"}
"""Moodle's own codes of languages whose names differ here."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A course that was imported: the name in its address, and the report."""

    slug: str
    report: Report


def import_backup(database: Database, store: Store, source: Path, slug: str = "", *, by: Actor) -> Imported:
    """Make a draft course of a Moodle backup; Refusal when it cannot be read, or a course has the name already."""
    with moodle_backup(source) as reading:
        chosen = _chosen(slug, reading.material.title)
        with database.reading() as session:
            refuse_taken(session, chosen)
        placed = place_files(store, reading.material.files)
        with database.writing() as session:
            return Imported(chosen, import_course(session, store, reading, placed, chosen, by=by)[1])


def import_course(
    session: WriteSession, store: Store, reading: Reading, placed: Mapping[str, Incoming], slug: str, *, by: Actor
) -> tuple[Course, Report]:
    """Write what was read, with the files that were placed, into a new course; what is refused is left out."""
    refuse_taken(session, slug)
    journal = Journal.continued(reading.report)
    course = _add_course(session, reading.material, slug, journal, by)
    names = add_files(session, store, course, placed, journal, by=by)
    questions = _add_questions(session, course, reading.material, journal, by)
    writer = CourseWriter(session, course, journal, names, questions, by)
    writer.write(reading.material)
    session.flush()
    return course, journal.report()


def refuse_taken(session: ReadSession, slug: str) -> None:
    """Raise Refusal when a course has this name in its address."""
    if session.scalar(select(Course.id).where(Course.slug == slug)) is not None:
        said = _("There is a course “%(slug)s” already, so nothing was imported. Give this one another name.")
        raise Refusal(said % {"slug": slug})


def _chosen(slug: str, title: str) -> str:
    if not slug:
        plain = to_latin(title).casefold().translate(_ACCENTS)
        made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
        return made if len(made) >= SHORTEST_SLUG else f"course-{made}".strip("-")
    if not (_SLUG.fullmatch(slug) and SHORTEST_SLUG <= len(slug) <= LONGEST_SLUG):
        said = _("“%(slug)s” cannot be the name of a course: write 3 to 80 small letters, digits and hyphens.")
        raise Refusal(said % {"slug": slug})
    return slug


def _add_course(session: WriteSession, material: Material, slug: str, journal: Journal, by: Actor) -> Course:
    course = Course(
        slug=slug,
        title=_cut(material.title, journal),
        language=_language(material.language, journal),
        proofread=False,
        state=CourseState.DRAFT,
        created_at=now(),
    )
    session.add(course)
    session.flush()
    summary, lost = without_references(material.summary)
    course.description = summary
    if "\n" not in summary and len(summary) <= LONGEST_SUMMARY:
        course.summary, course.description = summary, ""
    _note_course(journal, bool(lost), _("pictures and links within its description were not taken"))
    record(session, "course.imported", ("course", course.id), by=by.id, slug=slug, title=course.title)
    return course


def _cut(title: str, journal: Journal) -> str:
    _note_course(journal, len(title) > LONGEST_TITLE, _("its title was cut to 200 characters"))
    return title[:LONGEST_TITLE]


def _language(code: str, journal: Journal) -> str:
    known = {name.casefold(): name for name in LANGUAGES} | _LANGUAGES
    found = known.get(code.casefold())
    said = _("its language “%(code)s” is not known here; English is set")
    _note_course(journal, bool(code) and not found, said % {"code": code})
    return found or DEFAULT


def _note_course(journal: Journal, applies: bool, reason: str) -> None:
    if applies:
        journal.changed("course", "course", reason)


def _add_questions(
    session: WriteSession, course: Course, material: Material, journal: Journal, by: Actor
) -> dict[str, int]:
    """Put the questions into the bank; returns their ids by their keys."""
    ids: dict[str, int] = {}
    for question in material.questions:
        plain, lost = in_words(question)
        try:
            draft = draft_from(plain)
        except ValidationError as problem:
            journal.left_out("question", question.key, why_refused(problem))
            continue
        if lost:
            why = _("its pictures and links into the course were not taken; its files are among those of the course")
            journal.changed("question", question.key, why)
        ids[question.key] = add_question(session, course.id, draft, by=by).id
    for key in journal.keys("question category"):
        if not journal.is_left_out("question category", key):
            journal.changed("question category", key, _("its questions are in the one bank of the course"))
    return ids
