"""The librarian's desk: the queue, uploads, records."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from library.desk import queries
from library.desk.access import FileToKeep, Librarian, ResourceToCurate, ResourceToKeep, hold_to_own, resource_again
from library.desk.forms import RECORD_FORM, RecordForm
from library.desk.options import options, shown_record, subject_keys
from library.desk.readers import reader_keys, readers_like
from library.desk.uploads import SentFiles, arriving
from library.intake import services
from library.resources import services as resources
from library.resources.forms import WithdrawalForm
from library.resources.kinds import kind_name
from library.resources.models import AccessLevel, FileState, Resource, ResourceState
from library.resources.policies import is_staff
from library.resources.queries import count_files_by_state
from library.uses import uses_of
from library.wording import format_name, state_name, state_sentence
from rmtc.accounts.signin import SignedIn, SiteUrl
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.files.services import keep_file
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router(prefix="/desk")
TypedRecord = Annotated[Bound[RecordForm], Depends(bind(RECORD_FORM))]


@router.get("", name="desk.queue")
def show_queue(page: Answer, _by: Librarian, session: Reads, state: str = "", number: int = 1) -> Response:
    """What waits for a librarian: files with their states and reasons, and the counts of records."""
    known = [each for each in FileState if each == state]
    counts = count_files_by_state(session)
    shown = known or list(queries.OPEN)
    total = sum(counts.get(each, 0) for each in shown)
    number = min(max(number, 1), max(1, -(-total // queries.PER_PAGE)))
    return page.render(
        "library/desk.html",
        waiting=queries.queue(session, shown, number),
        counts=counts,
        states=list(FileState),
        state=state if known else "",
        records=queries.count_records(session),
        number=number,
        pages=-(-total // queries.PER_PAGE),
        is_working=bool(counts.get(FileState.RECEIVED) or counts.get(FileState.EXTRACTING)),
        state_name=state_name,
        state_sentence=state_sentence,
    )


@router.get("/resources", name="desk.resources")
def show_resources(page: Answer, _by: Librarian, session: Reads, state: str = "", number: int = 1) -> Response:
    """The records of the library, those that changed last first."""
    chosen = next((each for each in ResourceState if each == state), None)
    counts = queries.count_records(session)
    total = counts.get(chosen, 0) if chosen else sum(counts.values())
    number = min(max(number, 1), max(1, -(-total // queries.PER_PAGE)))
    return page.render(
        "library/records.html",
        records=queries.records(session, chosen, number),
        counts=counts,
        state=chosen or "",
        number=number,
        pages=-(-total // queries.PER_PAGE),
        kind_name=kind_name,
    )


@router.get("/resources/new", name="desk.new_resource")
def show_new_resource(page: Answer, _by: Librarian, session: Reads) -> Response:
    """The form for a record without a file."""
    form = filled({"kind": "report", "access": AccessLevel.PUBLIC, "language": languages.current()})
    return page.render("library/record_form.html", form=form, resource=None, **options(session))


@router.post("/resources", name="desk.add_resource")
def add_resource(page: Answer, by: Librarian, session: Writes, form: TypedRecord) -> Response:
    """Make a draft."""
    if form.checked is None:
        return page.render("library/record_form.html", 422, form=form, resource=None, **options(session))
    try:
        keys = subject_keys(session, form.checked.subject_names)
        said = form.checked.resource_form(keys, readers=_readers(page, session, form.checked))
        resource = resources.add_resource(session, said, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return page.render(
            "library/record_form.html", 422, form=form.refused(refusal), resource=None, **options(session)
        )
    return page.redirect("desk.resource", resource_id=resource.id, flash=_("The draft is saved."))


@router.get("/resources/{resource_id:int}", name="desk.resource")
def show_resource(page: Answer, session: Reads, resource: ResourceToCurate) -> Response:
    """A record at the desk: what is said about it, its files, publishing and withdrawing."""
    return _record_page(
        page, session, resource, filled(shown_record(session, resource, page.request.app.state.reader_sources))
    )


@router.post("/resources/{resource_id:int}", name="desk.edit_resource")
def edit_resource(
    page: Answer, by: SignedIn, _resource: ResourceToCurate, session: Writes, form: TypedRecord, resource_id: int
) -> Response:
    """Save what is said about a record."""
    resource = resource_again(session, resource_id)
    if form.checked is None:
        return _record_page(page, session, resource, form, 422)
    try:
        hold_to_own(session, by, resource, form.checked.collections)
        keys = subject_keys(session, form.checked.subject_names)
        said = form.checked.resource_form(keys, resource, _readers(page, session, form.checked))
        services.describe_resource(session, resource, said, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _record_page(page, session, resource_again(session, resource_id), form.refused(refusal), 422)
    return page.redirect("desk.resource", resource_id=resource.id, flash=_("The record is saved."))


@router.post("/resources/{resource_id:int}/files", name="desk.add_files")
def add_files(
    page: Answer, request: Request, by: Librarian, _resource: ResourceToKeep, files: SentFiles, resource_id: int
) -> Response:
    """Add files to a record as its next version."""
    if not files:
        return page.redirect("desk.resource", resource_id=resource_id, flash=_("No file was chosen."))
    for position, upload in enumerate(files):
        with arriving(request, upload) as incoming, database_of(request).writing() as session:
            resource = resource_again(session, resource_id)
            is_first = position == 0
            version = resources.add_version(session, resource, by=by) if is_first else resource.versions[-1]
            stored = keep_file(session, request.app.state.store, incoming)
            resources.add_file(session, resource, version, stored, incoming.name, by=by)
    return page.redirect("desk.resource", resource_id=resource_id, flash=_("The new version is there."))


@router.post("/resources/{resource_id:int}/withdrawal", name="desk.withdrawal")
def withdraw(
    page: Answer,
    by: Librarian,
    _resource: ResourceToKeep,
    session: Writes,
    form: Annotated[Bound[WithdrawalForm], Depends(bind(WithdrawalForm))],
    resource_id: int,
    site: SiteUrl,
) -> Response:
    """Withdraw a record with a reason; those who use it are told."""
    resource = resource_again(session, resource_id)
    if form.checked is None:
        shown = filled(
            shown_record(session, resource, page.request.app.state.reader_sources)
            | {"reason": form.typed.get("reason", "")}
        )
        return _record_page(page, session, resource, Bound(shown.typed, errors=form.errors), 422)
    resources.withdraw_resource(session, resource, form.checked, by=by)
    for tell in page.request.app.state.withdrawal_notices:
        tell(session, resource, site)
    return page.redirect("desk.resource", resource_id=resource_id, flash=_("The record is withdrawn."))


@router.post("/files/{file_id:int}/reading", name="desk.reading")
def read_again(page: Answer, by: Librarian, found: FileToKeep, session: Writes) -> Response:
    """Read a file's text once more."""
    file, resource = found
    services.read_again(session, file, by=by)
    return page.redirect("desk.resource", resource_id=resource.id, flash=_("The file will be read again."))


@router.post("/files/{file_id:int}/acceptance", name="desk.acceptance")
def accept(page: Answer, by: Librarian, found: FileToKeep, session: Writes) -> Response:
    """Keep a file without its text."""
    file, resource = found
    services.accept_without_text(session, resource, file, by=by)
    return page.redirect("desk.resource", resource_id=resource.id, flash=_("The file is accepted without text."))


@router.get("/readers/suggestions", name="desk.readers")
def suggest_readers(request: Request, _by: Librarian, session: Reads, q: str = "") -> Response:
    """Institutions and course runs that hold what is being typed."""
    found = readers_like(session, request.app.state.reader_sources, q[:200])
    return JSONResponse({"suggestions": found}, headers={"cache-control": "no-store"})


def _readers(page: Page, session: ReadSession, form: RecordForm) -> list[str]:
    if form.names_readers and not form.reader_names:
        raise FieldRefusal("readers", _("Name an institution or a course run that it is open to."))
    return reader_keys(session, page.request.app.state.reader_sources, form.reader_names)


def _record_page(page: Page, session: ReadSession, resource: Resource, form: Bound[Any], status: int = 200) -> Response:
    return page.render(
        "library/record_form.html",
        status,
        form=form,
        resource=resource,
        is_staff=is_staff(page.request.state.viewer),
        uses=uses_of(session, page.request.app.state.resource_uses, resource.id, None),
        format_name=format_name,
        state_name=state_name,
        state_sentence=state_sentence,
        **options(session),
    )
