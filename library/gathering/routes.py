"""Repositories of partners at the desk: the list, one of them, its visits."""

from typing import Annotated, Any

from fastapi import Depends, Response

from library.collections.labels import label
from library.collections.queries import all_collections
from library.desk.access import Librarian
from library.gathering import queries, services
from library.gathering.forms import RepositoryForm
from library.gathering.models import PartnerRepository, Visit
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n import languages
from rmtc.i18n.formats import number
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/repositories")
Typed = Annotated[Bound[RepositoryForm], Depends(bind(RepositoryForm))]
BECAME = {
    "added": mark("%(many)s new"),
    "changed": mark("%(many)s changed"),
    "kept": mark("%(many)s left as they are here"),
    "known": mark("%(many)s in the library already"),
    "withdrawn": mark("%(many)s withdrawn"),
    "left_out": mark("%(many)s left out"),
}


def repository_to_keep(repository_id: int, session: Reads, _by: Librarian) -> PartnerRepository:
    """A repository, for librarians."""
    found = session.get(PartnerRepository, repository_id)
    if found is None:
        raise NotFound(_("There is no such repository."))
    return found


ToKeep = Annotated[PartnerRepository, Depends(repository_to_keep)]


@router.get("", name="gathering.list")
def show_repositories(page: Answer, _by: Librarian, session: Reads) -> Response:
    """The repositories, and how the last visit to each went."""
    found = queries.repositories(session)
    return page.render(
        "library/gathering/list.html",
        repositories=found,
        visits=queries.last_visits(session, [one.id for one in found]),
        taken=queries.count_taken(session),
    )


@router.get("/new", name="gathering.new")
def show_form(page: Answer, _by: Librarian, session: Reads) -> Response:
    """The form for a new repository."""
    return _form(page, session, filled({"language": "en", "is_active": "on"}))


@router.post("", name="gathering.add")
def add_repository(page: Answer, by: Librarian, form: Typed, session: Writes) -> Response:
    """Note a repository; it is visited at once."""
    if form.checked is None:
        return _form(page, session, form, status=422)
    try:
        repository = services.add_repository(session, form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form(page, session, form.refused(refusal), status=422)
    services.ask_soon(session, repository)
    return page.redirect("gathering.repository", repository_id=repository.id, flash=_("The repository is asked now."))


@router.get("/{repository_id:int}", name="gathering.repository")
def show_repository(page: Answer, session: Reads, repository: ToKeep) -> Response:
    """A repository: its visits, and what is known of it."""
    return _form(page, session, filled(_shown(session, repository)), repository)


@router.post("/{repository_id:int}", name="gathering.edit")
def edit_repository(
    page: Answer, by: Librarian, _repository: ToKeep, repository_id: int, form: Typed, session: Writes
) -> Response:
    """Change what is known of a repository."""
    repository = session.get_one(PartnerRepository, repository_id)
    if form.checked is None:
        return _form(page, session, form, repository, 422)
    try:
        services.edit_repository(session, repository, form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form(page, session, form.refused(refusal), session.get_one(PartnerRepository, repository_id), 422)
    return page.redirect("gathering.repository", repository_id=repository_id, flash=_("The repository is changed."))


@router.post("/{repository_id:int}/visits", name="gathering.ask")
def ask(page: Answer, _repository: ToKeep, repository_id: int, session: Writes) -> Response:
    """Visit a repository now."""
    services.ask_soon(session, session.get_one(PartnerRepository, repository_id))
    return page.redirect("gathering.repository", repository_id=repository_id, flash=_("The repository is asked now."))


def _shown(session: ReadSession, repository: PartnerRepository) -> dict[str, Any]:
    values = {name: getattr(repository, name) for name in ("name", "address", "part", "language")}
    ticked = {name: "on" if getattr(repository, name) else "" for name in ("publishes", "is_active")}
    return values | ticked | {"collection": services.shelf_of(session, repository)}


def _form(
    page: Page,
    session: ReadSession,
    form: Bound[RepositoryForm],
    repository: PartnerRepository | None = None,
    status: int = 200,
) -> Response:
    spoken, visits = languages.current(), queries.visits_of(session, repository.id) if repository else []
    shelves = [(one.key, label(one.titles, spoken, one.key).text) for one in all_collections(session)]
    return page.render(
        "library/gathering/repository.html",
        status,
        form=form,
        repository=repository,
        visits=visits,
        shelves=sorted(shelves, key=lambda shelf: shelf[1].casefold()),
        spoken=[(code, language.name) for code, language in LANGUAGES.items()],
        told={visit.id: _told(visit) for visit in visits},
    )


def _told(visit: Visit) -> str:
    """What became of the records of a visit, in words."""
    said = [
        _(words) % {"many": number(visit.counts[name], 0)} for name, words in BECAME.items() if name in visit.counts
    ]
    return ", ".join(said)
