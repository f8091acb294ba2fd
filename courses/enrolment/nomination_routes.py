"""The training coordinator of an institution: its people, what they learn, and nominating them."""

from typing import Annotated

from fastapi import Depends, Response

from courses.enrolment import services, words
from courses.enrolment.forms import NominationForm
from courses.enrolment.queries import coordinated_institutions, enrolments_of_people, people_of
from courses.runs.queries import open_runs, run_by_id
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.errors import FieldRefusal, NotAllowed
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()


async def coordinator(actor: SignedIn) -> Actor:
    """A training coordinator of some institution."""
    if not coordinated_institutions(actor):
        raise NotAllowed(_("This page is for the training coordinators of institutions."))
    return actor


Coordinator = Annotated[Actor, Depends(coordinator)]


@router.get("/manage/nominations", name="enrolment.nominations")
def show_nominations(page: Answer, session: Reads, actor: Coordinator, number: int = 1) -> Response:
    """The people of one's institution with their courses, and the form that nominates them."""
    return _page(page, session, actor, Bound(), number)


@router.post("/manage/nominations", name="enrolment.nominate")
def nominate(
    page: Answer,
    actor: Coordinator,
    session: Writes,
    form: Annotated[Bound[NominationForm], Depends(bind(NominationForm))],
) -> Response:
    """Nominate the people chosen."""
    if form.checked is None:
        return _page(page, session, actor, form, 1, 422)
    run = run_by_id(session, form.checked.run)
    if run is None:
        return _page(page, session, actor, form.refused(FieldRefusal("run", _("Please choose an open run."))), 1, 422)
    try:
        made = services.nominate(session, run, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _page(page, session, actor, form.refused(refusal), 1, 422)
    said = ngettext("%(count)s person is nominated.", "%(count)s people are nominated.", len(made))
    return page.redirect("enrolment.nominations", flash=said % {"count": len(made)})


def _page(
    page: Answer, session: Reads, actor: Actor, form: Bound[NominationForm], number: int, status: int = 200
) -> Response:
    found = people_of(session, coordinated_institutions(actor), number)
    return page.render(
        "courses/enrolment/nominations.html",
        status,
        found=found,
        enrolments=enrolments_of_people(session, [person.id for person in found.rows]),
        runs=[(run.id, f"{run.title} ({run.code})") for run in open_runs(session)],
        form=form,
        words=words,
    )
