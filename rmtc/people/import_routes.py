"""People from a CSV file: check first, then import."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from starlette.datastructures import UploadFile

from rmtc.accounts.signin import SiteUrl
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.people.access import PeopleManager
from rmtc.people.forms import LARGEST_IMPORT, ImportForm
from rmtc.people.imports import Line, import_people, plan_import, totals
from rmtc.texts.letters import without_controls
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, allow_body, database_of, whole_body
from rmtc.web.routing import Router

router = Router(prefix="/manage/people/imports")
SHOWN = 200
MOST_MEGABYTES = 4
"""Cyrillic letters take six bytes each in a form that is sent without a file."""


async def sent_file(request: Request, _body: Annotated[None, Depends(whole_body)]) -> bytes:
    """The CSV file of the form, as far as it may be long."""
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile):
        return b""
    content = await file.read(4 * LARGEST_IMPORT)
    await file.close()
    return content


Sent = Annotated[Bound[ImportForm], Depends(bind(ImportForm))]


@router.get("", name="people.import")
def show_import(page: Answer, _actor: PeopleManager) -> Response:
    """Show the form for a file."""
    return page.render("people/import.html", form=filled({}))


@router.post("", name="people.import_file", dependencies=[Depends(allow_body(MOST_MEGABYTES))])
def take_import(
    page: Answer,
    request: Request,
    actor: PeopleManager,
    form: Sent,
    file: Annotated[bytes, Depends(sent_file)],
    site_url: SiteUrl,
    session: Reads,
) -> Response:
    """Check a file, or import what was checked; the report names every line that is left out."""
    if form.checked is None:
        return page.render("people/import.html", 422, form=form)
    try:
        text = _text(form.checked.text, file)
        if form.checked.check:
            lines = plan_import(session, text, by=actor)
        else:
            lines = import_people(database_of(request).apart_from(session), text, by=actor, site_url=site_url)
    except Refusal as refusal:
        wrong = FieldRefusal("file" if file else "text", str(refusal))
        return page.render("people/import.html", 422, form=form.refused(wrong))
    return _report(page, lines, text, is_done=not form.checked.check)


def _text(typed: str, file: bytes) -> str:
    if not file and not typed:
        raise Refusal(_("Choose a file, or paste its lines."))
    try:
        return without_controls(file.decode("utf-8-sig")) if file else typed
    except UnicodeDecodeError as problem:
        raise Refusal(_("This is not a CSV file in UTF-8. Save it again as “CSV UTF-8”.")) from problem


def _report(page: Page, lines: list[Line], text: str, *, is_done: bool) -> Response:
    context: dict[str, Any] = {"lines": lines[:SHOWN], "more": max(0, len(lines) - SHOWN), "totals": totals(lines)}
    return page.render("people/import_report.html", text=text, is_done=is_done, **context)
