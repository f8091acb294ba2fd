"""The pages of editions: the list, what has changed, publishing, one edition."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from courses.authoring.words import kind_words, kinds_of
from courses.catalogue.access import CourseToEdit
from courses.catalogue.models import Course
from courses.content.editions import frozen_rows, has_kept_its_digest, problems_of, publish_course
from courses.content.queries import newest_edition
from courses.editions.differences import Change, Difference, compare, entry_of
from courses.editions.queries import edition_by_number, editions_with_people, entries_of
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import NotFound, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.paging import Paged, page_of
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/courses/{slug}/editions")


class EditionForm(BaseModel):
    """What changed, in a sentence for trainers."""

    model_config = ConfigDict(str_strip_whitespace=True)

    note: str = Field("", max_length=300)


CONTENTS = 100
"""How many activities of an edition a page lists."""


@dataclass(frozen=True)
class Shown:
    """Which page of the list and of the changes is shown, and the activity whose changed lines are."""

    list: int = 1
    changes: int = 1
    lines: int = 0

    def of(self, difference: Difference) -> Paged[tuple[str, Change]]:
        """The changes to show."""
        return difference.shown(self.changes, self.lines)


def read_shown(list: int = 1, changes: int = 1, lines: int = 0) -> Shown:  # noqa: A002 - the words of the address
    """What the address asks to see."""
    return Shown(list, changes, lines)


ShownPart = Annotated[Shown, Depends(read_shown)]


@router.get("", name="editions.list")
def list_editions(page: Answer, session: Reads, course: CourseToEdit, shown: ShownPart) -> Response:
    """What has changed since the last edition, what stands against publishing, and the editions so far."""
    return _list_page(page, session, course, Bound(), shown)


@router.post("", name="editions.publish")
def publish(
    page: Answer,
    actor: SignedIn,
    course: CourseToEdit,
    session: Writes,
    form: Annotated[Bound[EditionForm], Depends(bind(EditionForm))],
    shown: ShownPart,
) -> Response:
    """Publish the course as it stands."""
    if form.checked is None:
        return _list_page(page, session, course, form, shown, 422)
    try:
        edition = publish_course(session, course, kinds_of(page), form.checked.note, by=actor)
    except Refusal as refusal:
        return _list_page(page, session, course, Bound(form.typed, errors={"form": str(refusal)}), shown, 422)
    said = _("Edition %(number)s is published. Runs that go on keep the edition they have.")
    return page.redirect("editions.list", slug=course.slug, flash=said % {"number": edition.number})


@router.get("/{number}", name="editions.edition")
def show_edition(page: Answer, session: Reads, course: CourseToEdit, shown: ShownPart, number: int) -> Response:
    """What an edition holds, and what it changed."""
    edition = edition_by_number(session, course.id, number)
    if edition is None:
        raise NotFound(_("The course has no edition with this number."))
    entries = entries_of(session, edition)
    earlier = edition_by_number(session, course.id, number - 1)
    return page.render(
        "courses/editions/edition.html",
        course=course,
        edition=edition,
        found=page_of(entries, shown.list, CONTENTS),
        is_whole=has_kept_its_digest(session, edition),
        changes=shown.of(compare(entries_of(session, earlier), entries)) if earlier else None,
        kinds=kind_words(page),
    )


def _list_page(
    page: Page,
    session: ReadSession,
    course: Course,
    form: Bound[EditionForm],
    shown: ShownPart,
    status: int = 200,
) -> Response:
    editions = editions_with_people(session, course.id, shown.list)
    last = editions.rows[0][0] if editions.page == 1 and editions.rows else newest_edition(session, course)
    kinds = kinds_of(page)
    entries = [entry_of(row) for row in frozen_rows(session, course, kinds)]
    return page.render(
        "courses/editions/list.html",
        status,
        course=course,
        editions=editions,
        last=last,
        problems_found=problems_of(session, course, kinds),
        entries=entries,
        changes=shown.of(compare(entries_of(session, last), entries)) if last else None,
        form=form,
        kinds=kind_words(page),
    )
