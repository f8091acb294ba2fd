"""Writes the sections of a source, their activities and quizzes into a course through its services."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from courses.catalogue.models import Course
from courses.content.forms import ActivityForm, SectionForm
from courses.content.models import Activity
from courses.content.services import add_activity, add_section, remove_activity
from courses.interchange.material import Material, Quiz, Section
from courses.interchange.references import refer
from courses.interchange.report import Journal
from courses.interchange.steps import Step, is_plain, steps_of
from courses.quizzes.design import design_quiz, set_slots
from courses.quizzes.settings import QuizSettings
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.texts.problems import message_for

LONGEST_TITLE = 200
SHORTEST_TITLE = 2
MINUTE = 60
MOST_SECONDS = 7 * 24 * 3600
MOST_ATTEMPTS = 1000


def why_refused(problem: ValidationError) -> str:
    """Return in words why a form did not take something."""
    return _("the course does not take it: %(why)s") % {"why": message_for(problem.errors()[0])}


class CourseWriter:
    """Writes one material; `files` and `questions` are what was taken of them, by their keys."""

    def __init__(
        self,
        session: WriteSession,
        course: Course,
        journal: Journal,
        files: Mapping[str, str],
        questions: Mapping[str, int],
        by: Actor,
    ) -> None:
        self._session, self._course, self._journal, self._by = session, course, journal, by
        self._files, self._questions = files, questions
        self._written: list[tuple[Step, Activity]] = []

    def write(self, material: Material) -> None:
        """Write all sections, then turn the references, which may lead forwards."""
        for place, section in enumerate(material.sections, start=1):
            self._write_section(place, section)
        targets = {
            "item": {step.item: str(row.id) for step, row in self._written if step.item and step.visible},
            "file": {key: quote(name, safe="") for key, name in self._files.items()},
        }
        for step, activity in self._written:
            self._refer(step, activity, targets)
            if not step.visible:
                remove_activity(self._session, activity, by=self._by)

    def _write_section(self, place: int, section: Section) -> None:
        title = self._title(("section", section.key), section.title, _("Section %(number)s") % {"number": place})
        summary = section.summary if is_plain(section.summary) else ""
        row = add_section(self._session, self._course, SectionForm(title=title, summary=summary), by=self._by)
        for step in steps_of(section, self._journal):
            try:
                form = self._form(step)
            except ValidationError as problem:
                self._refuse(step, why_refused(problem))
                continue
            activity = add_activity(self._session, row, form, by=self._by)
            self._written.append((step, activity))
            if step.quiz is not None:
                self._write_quiz(step.quiz, activity, step.body)

    def _form(self, step: Step) -> ActivityForm:
        title = self._title(step.thing, step.title, _("Without a name"))
        settings: dict[str, Any] = {"file": self._files[step.file]} if step.file else {}
        body = "" if step.quiz is not None else step.body
        return ActivityForm(kind=step.kind, title=title, body=body, settings=settings)

    def _refuse(self, step: Step, reason: str) -> None:
        self._journal.left_out(*step.thing, reason)
        for slot in step.quiz.slots if step.quiz is not None else ():
            self._journal.left_out("slot", slot.key, _("its quiz was not taken"))

    def _title(self, thing: tuple[str, str], title: str, otherwise: str) -> str:
        """Return a title that the course takes, and enter into the journal what was changed about it."""
        plain = " ".join(title.split())
        if len(plain) < SHORTEST_TITLE:
            made = f"{otherwise}: {plain}" if plain else otherwise
            self._note(thing, _("it had no name to speak of and is called “%(name)s”") % {"name": made})
            return made
        if len(plain) > LONGEST_TITLE:
            self._note(thing, _("its title was cut to 200 characters"))
        return plain[:LONGEST_TITLE].strip()

    def _note(self, thing: tuple[str, str], reason: str) -> None:
        if thing[1]:  # a section that was made for what stood in none is no thing of the source
            self._journal.changed(*thing, reason)

    def _refer(self, step: Step, activity: Activity, targets: Mapping[str, Mapping[str, str]]) -> None:
        activity.body, lost = refer(activity.body, lambda kind, key: targets[kind].get(key))
        if lost:
            said = ngettext(
                "%(number)s of its links leads to what was not taken or hidden; its words are kept",
                "%(number)s of its links lead to what was not taken or hidden; their words are kept",
                lost,
            )
            self._note(step.thing, said % {"number": lost})

    def _write_quiz(self, quiz: Quiz, activity: Activity, intro: str) -> None:
        row = design_quiz(self._session, activity, self._settings(quiz, intro), by=self._by)
        slots: dict[int, float] = {}
        for slot in quiz.slots:
            question = self._questions.get(slot.question)
            if question is None:
                self._journal.left_out("slot", slot.key, _("its question was not taken"))
            elif question in slots:
                self._journal.left_out("slot", slot.key, _("its question stands in this quiz already"))
            else:
                slots[question] = float(slot.mark)
        set_slots(self._session, row, list(slots.items()), by=self._by)

    def _settings(self, quiz: Quiz, intro: str) -> QuizSettings:
        said = quiz.settings
        limit, attempts = said.time_limit or 0, said.attempts or 0
        reasons = {
            _("its dates belong to a run and were not taken"): said.opens is not None or said.closes is not None,
            _("the best attempt counts here"): said.grading != "highest",
            _("its questions and their answers are shuffled together or not at all"): said.shuffle_questions
            != said.shuffle_answers,
            _("its time limit of more than a week was not taken"): limit > MOST_SECONDS,
            _("its time limit was rounded up to full minutes"): limit <= MOST_SECONDS and limit % MINUTE > 0,
            _("its number of attempts has no limit here"): attempts > MOST_ATTEMPTS,
        }
        self._journal.changed("activity", quiz.key, *(reason for reason, applies in reasons.items() if applies))
        return QuizSettings(
            intro=intro,
            time_limit=-(-limit // MINUTE) * MINUTE if limit <= MOST_SECONDS else 0,
            attempts_allowed=attempts if attempts <= MOST_ATTEMPTS else 0,
            shuffle=said.shuffle_questions,
        )
