"""The sources of an activity: records of the library with the place to look at."""

from typing import Annotated

from fastapi import Depends, Response

from courses.authoring.access import ActivityToEdit, Written
from courses.catalogue.models import Course
from courses.content import sources as services
from courses.content.forms import PlaceForm, SourceForm
from courses.content.models import ActivitySource
from courses.content.queries import search_records, sources_of
from library.resources.queries import titles_of
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/activities/{activity_id}/sources")
SHOWN = 15
"""So many sources on a page."""


@router.get("", name="authoring.sources")
def show_sources(
    page: Answer, actor: SignedIn, session: Reads, written: ActivityToEdit, q: str = "", number: int = 1
) -> Response:
    """The sources, and a search for further ones."""
    return _sources_page(page, session, actor, written, Bound({"q": q}), number=number)


@router.post("", name="authoring.add_source")
def add_source(
    page: Answer,
    actor: SignedIn,
    written: ActivityToEdit,
    session: Writes,
    form: Annotated[Bound[SourceForm], Depends(bind(SourceForm))],
) -> Response:
    """Add a source."""
    if form.checked is None:
        return _sources_page(page, session, actor, written, form, 422)
    try:
        services.add_source(session, written.activity, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _sources_page(page, session, actor, written, form.refused(refusal), 422)
    return page.redirect("authoring.sources", activity_id=written.activity.id, flash=_("The source is added."))


@router.post("/{source_id}/removal", name="authoring.remove_source")
def remove_source(page: Answer, actor: SignedIn, written: ActivityToEdit, source_id: int, session: Writes) -> Response:
    """Take a source away."""
    services.remove_source(session, written.activity, _source(session, written, source_id), by=actor)
    said = _("The source is taken away.")
    return page.redirect("authoring.sources", activity_id=written.activity.id, flash=said)


@router.post("/{source_id}/place", name="authoring.move_source")
def move_source(
    page: Answer,
    actor: SignedIn,
    written: ActivityToEdit,
    source_id: int,
    session: Writes,
    form: Annotated[Bound[PlaceForm], Depends(bind(PlaceForm))],
) -> Response:
    """Move a source up or down."""
    source = _source(session, written, source_id)
    if form.checked is not None and form.checked.step:
        services.move_source(session, written.activity, source, form.checked.step, by=actor)
    place = [one.id for one in sources_of(session, written.activity.id)].index(source_id)
    query = {"number": place // SHOWN + 1} if place >= SHOWN else {}
    return page.redirect(
        "authoring.sources", activity_id=written.activity.id, query=query, anchor=f"source-{source_id}"
    )


def _source(session: ReadSession, written: Written, source_id: int) -> ActivitySource:
    for source in sources_of(session, written.activity.id):
        if source.id == source_id:
            return source
    raise NotFound(_("This activity has no such source."))


def _sources_page(
    page: Page,
    session: ReadSession,
    actor: Actor,
    written: Written,
    form: Bound[SourceForm],
    status: int = 200,
    number: int = 1,
) -> Response:
    words = str(form.typed.get("q", "")).strip()
    found = page_of(sources_of(session, written.activity.id), number, SHOWN)
    return page.render(
        "courses/authoring/sources.html",
        status,
        activity=written.activity,
        course=session.get_one(Course, written.activity.course_id),
        found=found,
        sources=found.rows,
        titles=titles_of(session, [source.resource_id for source in found.rows], actor),
        form=form,
        words=words,
        records=search_records(session, words, actor) if words else [],
    )
