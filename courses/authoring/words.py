"""The words that pages use for kinds of activities and states of courses."""

from typing import NamedTuple

from courses.catalogue.models import CourseState
from courses.content.kinds.kind import Kinds
from rmtc.i18n.texts import gettext as _
from rmtc.web.pages import Page


class KindWords(NamedTuple):
    """A kind of activity: its name, its label in the reader's language, its icon."""

    name: str
    label: str
    icon: str


def kinds_of(page: Page) -> Kinds:
    """The kinds of activities that the site has."""
    found: Kinds = page.request.app.state.activity_kinds
    return found


def kind_words(page: Page) -> dict[str, KindWords]:
    """The kinds of activities by name, in words."""
    return {kind.name: KindWords(kind.name, _(kind.label), kind.picture) for kind in kinds_of(page).values()}


def course_states() -> dict[CourseState, str]:
    """The states of a course."""
    return {
        CourseState.DRAFT: _("not published yet"),
        CourseState.PUBLISHED: _("published"),
        CourseState.RETIRED: _("taken out of the catalogue"),
    }
