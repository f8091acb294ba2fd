"""The pages of the kinds of activity that need nothing but their own text: lesson, reading, file.

`rmtc.parts` assembles these with the kinds of other slices; each gives the template of its part of the page and what
that template needs beyond the page's own context.
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment
from courses.progress.sources import target_of
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession

Body = tuple[str, dict[str, Any]]
ActivityPage = Callable[[ReadSession, Actor, CourseRun, EditionActivity, Enrolment | None], Body]
"""Answers with the template of the activity's body and its context; without an enrolment nobody learns here."""


def text_of(activity: EditionActivity) -> Markup:
    """The text of an activity; it was sanitised when it was published, so it is markup."""
    return Markup(activity.html)  # noqa: S704


def show_lesson(
    _session: ReadSession, _actor: Actor, _run: CourseRun, activity: EditionActivity, _enrolment: Enrolment | None
) -> Body:
    """A lesson: its text."""
    return "courses/progress/_lesson.html", {"text": text_of(activity)}


def show_reading(
    session: ReadSession, actor: Actor, _run: CourseRun, activity: EditionActivity, _enrolment: Enrolment | None
) -> Body:
    """A reading: the task, and the way into the library."""
    return "courses/progress/_reading.html", {
        "text": text_of(activity),
        "content": activity.content,
        "target": target_of(session, activity, actor),
    }


def show_file(
    _session: ReadSession, _actor: Actor, _run: CourseRun, activity: EditionActivity, _enrolment: Enrolment | None
) -> Body:
    """A file to download."""
    return "courses/progress/_file.html", {"text": text_of(activity), "content": activity.content}


PAGES: dict[str, ActivityPage] = {"page": show_lesson, "reading": show_reading, "file": show_file}

BUTTON_COMPLETES = frozenset({"page"})
"""The kinds that a learner finishes with the button at their end; the others are done by doing them."""
