"""The desk's pages of persons and bodies."""

from typing import Annotated, Any

from fastapi import Depends, Response
from fastapi.responses import JSONResponse

from library.authorities import queries, services
from library.authorities.forms import AuthorityForm, MergerForm
from library.desk.access import LARGEST_ID, Librarian
from library.resources.models import Creator
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/people")
TypedAuthority = Annotated[Bound[AuthorityForm], Depends(bind(AuthorityForm))]
TypedMerger = Annotated[Bound[MergerForm], Depends(bind(MergerForm))]


def creator_to_keep(session: Reads, _actor: Librarian, creator_id: int) -> Creator:
    """A person or body; 404 when there is none."""
    creator = queries.creator_with_names(session, creator_id) if creator_id < LARGEST_ID else None
    if creator is None:
        raise NotFound(_("There is no such person or body."))
    return creator


CreatorToKeep = Annotated[Creator, Depends(creator_to_keep)]


@router.get("", name="authorities.list")
def show_creators(page: Answer, _by: Librarian, session: Reads, q: str = "", number: int = 1) -> Response:
    """Persons and bodies with the number of their records."""
    return page.render("library/people.html", found=queries.find_creators(session, q[:200], number), q=q[:200])


@router.get("/suggestions", name="authorities.suggestions")
def suggest(_by: Librarian, session: Reads, q: str = "") -> Response:
    """Names that hold what is being typed."""
    return JSONResponse(
        {"suggestions": queries.suggested_names(session, q[:200])}, headers={"cache-control": "no-store"}
    )


@router.get("/{creator_id:int}", name="authorities.creator")
def show_creator(page: Answer, _by: Librarian, session: Reads, creator: CreatorToKeep) -> Response:
    """A person or body: names, records, merging."""
    return _page(page, session, creator, filled(_shown(creator)))


@router.post("/{creator_id:int}", name="authorities.edit")
def edit_creator(
    page: Answer, by: Librarian, _creator: CreatorToKeep, session: Writes, form: TypedAuthority, creator_id: int
) -> Response:
    """Save names and facts."""
    creator = _again(session, creator_id)
    if form.checked is None:
        return _page(page, session, creator, form, 422)
    try:
        services.edit_creator(session, creator, form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _page(page, session, _again(session, creator_id), form.refused(refusal), 422)
    return page.redirect("authorities.creator", creator_id=creator_id, flash=_("Saved. The records follow."))


@router.post("/{creator_id:int}/merger", name="authorities.merge")
def merge_creator(
    page: Answer, by: Librarian, _creator: CreatorToKeep, session: Writes, form: TypedMerger, creator_id: int
) -> Response:
    """Merge into another."""
    creator = _again(session, creator_id)
    into = queries.creator_called(session, form.checked.into) if form.checked else None
    if into is None:
        said = form.errors.get("into") or _("There is nobody of this name or number.")
        shown: Bound[Any] = Bound(
            {**filled(_shown(creator)).typed, "into": form.typed.get("into", "")}, errors={"into": said}
        )
        return _page(page, session, creator, shown, 422)
    services.merge_creators(session, creator, into, by=by)
    return page.redirect("authorities.creator", creator_id=into.id, flash=_("The two are one now."))


def _again(session: ReadSession, creator_id: int) -> Creator:
    creator = queries.creator_with_names(session, creator_id)
    assert creator is not None
    return creator


def _shown(creator: Creator) -> dict[str, Any]:
    names = {name: getattr(creator, name) for name in ("name", "address", "note")}
    return names | {
        "is_body": "on" if creator.is_body else "",
        "names": "\n".join(one.name for one in creator.names),
        "into": "",
    }


def _page(page: Page, session: ReadSession, creator: Creator, form: Bound[Any], status: int = 200) -> Response:
    return page.render(
        "library/person.html",
        status,
        form=form,
        creator=creator,
        records=queries.records_of(session, creator.id),
        alike=queries.alike(session, creator),
    )
