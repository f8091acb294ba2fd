"""Packages at the desk: handing in a ZIP, reading what would become of it, taking it in."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask

from library.carried import plans_in_tables
from library.deposit.services import open_package
from library.desk.access import Librarian, ResourceToKeep
from library.desk.uploads import SentFiles
from library.importing.metadata import COLUMNS
from library.packages import queries, services
from library.packages.bags import write_bag
from library.packages.models import ZIP, Package, PackageState
from rmtc.config import Settings
from rmtc.errors import FieldRefusal, NotFound, Refusal
from rmtc.files.incoming import received
from rmtc.i18n.texts import gettext as _
from rmtc.site import Site
from rmtc.web.downloads import disposition
from rmtc.web.forms import Bound
from rmtc.web.pages import Answer, Page
from rmtc.web.refusals import wants_json
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router(prefix="/desk/packages")
bags = Router(prefix="/desk")


def package_to_take(session: Reads, _by: Librarian, package_id: int) -> Package:
    """A package; 404 when there is none."""
    found = queries.package_with_id(session, package_id)
    if found is None:
        raise NotFound(_("There is no such package."))
    return found


PackageToTake = Annotated[Package, Depends(package_to_take)]


@router.get("", name="packages.list")
def show_packages(page: Answer, _by: Librarian, session: Reads, number: int = 1) -> Response:
    """The packages, and the form to hand one in."""
    return _list_page(page, session, Bound(), number)


@router.post("", name="packages.add")
def add_package(page: Answer, request: Request, by: Librarian, files: SentFiles, session: Reads) -> Response:
    """Take a ZIP and try it in the background; a script is told where to send it piece by piece."""
    if not files and wants_json(request):
        session.commit()
        with database_of(request).writing() as apart:
            deposit = open_package(apart, by=by)
        return JSONResponse({"url": page.url("deposit.show", deposit_id=deposit.id)}, 201)
    try:
        if not files:
            raise FieldRefusal("files", _("Please choose at least one file."))
        settings: Settings = request.app.state.settings
        limit, folder = settings.upload_limit_mb * 1_000_000, settings.data / "incoming"
        session.commit()  # nothing is held while the file is written
        with received(files[0].file, folder, name=files[0].filename or "file", limit=limit) as incoming:
            if incoming.media_type != ZIP:
                raise FieldRefusal("files", _("Please choose a ZIP."))
            with database_of(request).writing() as apart:
                package = services.add_package(apart, incoming, by=by)
                incoming.path.rename(incoming.path.with_name(package.part))
    except Refusal as refusal:
        return _list_page(page, session, Bound(errors={"files": str(refusal)}), 1, 422)
    return page.redirect("packages.show", package_id=package.id)


@router.get("/{package_id:int}", name="packages.show")
def show_package(page: Answer, session: Reads, package: PackageToTake, number: int = 1) -> Response:
    """What would become, or became, of each line of a package."""
    counts = queries.count_lines(session, package.id)
    pages = max(1, -(-sum(counts.values()) // queries.LINES_PER_PAGE))
    number = min(max(number, 1), pages)
    return page.render(
        "library/packages/package.html",
        package=package,
        lines=queries.lines_of(session, package.id, number),
        counts=counts,
        addable=counts.get("would add", 0),
        is_working=package.state in {PackageState.CHECKING, PackageState.RUNNING},
        number=number,
        pages=pages,
    )


@router.post("/{package_id:int}/run", name="packages.run")
def take_package(page: Answer, by: Librarian, _found: PackageToTake, session: Writes, package_id: int) -> Response:
    """Take a package in: a draft of each line that was not refused."""
    package = queries.package_with_id(session, package_id)
    assert package is not None
    services.take_package(session, package, by=by)
    return page.redirect("packages.show", package_id=package_id, flash=_("The package is being taken in."))


@bags.get("/resources/{resource_id:int}/bag", name="packages.bag")
def give_bag(request: Request, resource: ResourceToKeep, session: Reads) -> Response:
    """A record as a bag in a ZIP."""
    number, site = resource.id, Site(request.app.state.settings, database_of(request))
    session.commit()  # nothing is held while files are copied
    with NamedTemporaryFile(prefix="rmtc-bag-", suffix=".zip", delete=False) as room:
        path = Path(room.name)
    path.unlink()
    write_bag(site, number, path)
    headers = {"content-disposition": disposition("attachment", f"record-{number}.zip")}
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=ZIP, headers=headers, background=gone)


def _list_page(page: Page, session: Reads, form: Bound[Any], number: int, status: int = 200) -> Response:
    pages = max(1, -(-queries.count_packages(session) // queries.PER_PAGE))
    number = min(max(number, 1), pages)
    return page.render(
        "library/packages/list.html",
        status,
        form=form,
        packages=queries.packages(session, number),
        columns=COLUMNS,
        plan_columns=plans_in_tables.COLUMNS,
        number=number,
        pages=pages,
    )
