"""The desk's pages of collections: their tree, their names and places, who works in them."""

from typing import Annotated, Any

from fastapi import Depends, Response

from library.collections.models import Collection, CollectionRoleName
from library.collections.queries import all_collections, collection_with_key
from library.collections.services import add_collection, move_collection
from library.desk.access import Librarian
from library.resources.policies import is_staff
from library.shelves import queries, services
from library.shelves.access import CollectionToKeep, Curator, RoleToTake
from library.shelves.forms import LANGUAGES, SHELF_FORM, MemberForm, PlaceForm, ShelfForm, input_name, shown
from library.shelves.routes import named
from rmtc.accounts.queries import institution_choices
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/collections")
TypedShelf = Annotated[Bound[ShelfForm], Depends(bind(SHELF_FORM))]
TypedPlace = Annotated[Bound[PlaceForm], Depends(bind(PlaceForm))]
TypedMember = Annotated[Bound[MemberForm], Depends(bind(MemberForm))]


@router.get("", name="shelves.desk")
def show_desk(page: Answer, by: Curator, session: Reads, number: int = 1) -> Response:
    """The tree to arrange, for librarians; for curators the collections they keep."""
    branches, staff = queries.tree(session, queries.own_counts(session)), is_staff(by)
    if not staff:
        kept = queries.kept_ids(session, by)
        branches = [one for one in branches if one.collection.id in kept]
    return page.render("library/shelves/desk.html", found=page_of(branches, number), named=named, is_staff=staff)


@router.get("/new", name="shelves.new")
def show_new(page: Answer, _by: Librarian, session: Reads, under: str = "") -> Response:
    """The form for a new collection."""
    return _form_page(page, session, None, filled({"parent": under[:60]}))


@router.post("", name="shelves.add")
def add(page: Answer, by: Librarian, session: Writes, form: TypedShelf) -> Response:
    """Add a collection; it stands last."""
    if form.checked is None:
        return _form_page(page, session, None, form, 422)
    try:
        collection = add_collection(session, form.checked.collection_form(), by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form_page(page, session, None, form.refused(refusal), 422)
    return page.redirect("shelves.edit_form", key=collection.key, flash=_("The collection is saved."))


@router.get("/{key}", name="shelves.edit_form")
def show_edit(page: Answer, session: Reads, collection: CollectionToKeep) -> Response:
    """The form of a collection, and who works in it."""
    parent = session.get(Collection, collection.parent_id) if collection.parent_id else None
    return _form_page(page, session, collection, filled(shown(collection, parent)))


@router.post("/{key}", name="shelves.edit")
def edit(
    page: Answer, by: Librarian, _collection: CollectionToKeep, session: Writes, form: TypedShelf, key: str
) -> Response:
    """Save a collection; its key stays."""
    collection = _again(session, key)
    if form.checked is None:
        return _form_page(page, session, collection, form, 422)
    try:
        services.edit_collection(session, collection, form.checked.collection_form(collection), by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form_page(page, session, _again(session, key), form.refused(refusal), 422)
    return page.redirect("shelves.edit_form", key=key, flash=_("The collection is saved."))


@router.post("/{key}/place", name="shelves.place")
def move(
    page: Answer, by: Librarian, _collection: CollectionToKeep, session: Writes, form: TypedPlace, key: str
) -> Response:
    """Move a collection up or down among those beside it."""
    if form.checked is not None:
        move_collection(session, _again(session, key), form.checked.places, by=by)
    return page.redirect("shelves.desk")


@router.post("/{key}/removal", name="shelves.remove")
def remove(page: Answer, by: Librarian, _collection: CollectionToKeep, session: Writes, key: str) -> Response:
    """Remove an empty collection."""
    services.remove_collection(session, _again(session, key), by=by)
    return page.redirect("shelves.desk", flash=_("The collection is removed."))


@router.get("/{key}/members", name="shelves.members")
def show_members(page: Answer, session: Reads, collection: CollectionToKeep, number: int = 1) -> Response:
    """Who works in a collection, and as what."""
    return _members_page(page, session, collection, filled({"role": CollectionRoleName.SUBMITTER}), number=number)


@router.post("/{key}/members", name="shelves.add_member")
def add_member(
    page: Answer, by: Librarian, _collection: CollectionToKeep, session: Writes, form: TypedMember, key: str
) -> Response:
    """Give somebody a role."""
    if form.checked is None:
        return _members_page(page, session, _again(session, key), form, 422)
    try:
        services.add_member(session, _again(session, key), form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _members_page(page, session, _again(session, key), form.refused(refusal), 422)
    return page.redirect("shelves.members", key=key, flash=_("The role is given."))


@router.post("/{key}/members/{role_id:int}/removal", name="shelves.end_membership")
def end_membership(page: Answer, by: Librarian, role: RoleToTake, session: Writes, key: str, role_id: int) -> Response:
    """Take a role away."""
    found = session.get(type(role), role_id)
    assert found is not None
    services.end_membership(session, found, by=by)
    return page.redirect("shelves.members", key=key, flash=_("The role is taken away."))


def _again(session: ReadSession, key: str) -> Collection:
    """The collection once more, in the transaction that writes."""
    collection = collection_with_key(session, key)
    assert collection is not None
    return collection


def _form_page(
    page: Page, session: ReadSession, collection: Collection | None, form: Bound[Any], status: int = 200
) -> Response:
    branches = queries.tree(session, {})
    inside = {one.collection.id for one in queries.tree(session, {}, collection.id)} if collection else set()
    own = collection.id if collection else 0
    return page.render(
        "library/shelves/form.html",
        status,
        form=form,
        collection=collection,
        codes=[(code, languages.language_name(code)) for code in LANGUAGES],
        input_name=input_name,
        named=named,
        parents=[
            (one.collection.key, "  " * one.depth + named(one.collection))
            for one in branches
            if one.collection.id not in inside and one.collection.id != own
        ],
        is_empty=collection is not None and not queries.is_in_use(session, collection),
    )


def _members_page(
    page: Page, session: ReadSession, collection: Collection, form: Bound[Any], status: int = 200, *, number: int = 1
) -> Response:
    way = [*queries.way_to(all_collections(session), collection), collection]
    return page.render(
        "library/shelves/members.html",
        status,
        form=form,
        collection=collection,
        found=page_of(queries.members(session, way), number),
        named=named,
        role_name=services.role_name,
        roles=[(role.value, services.role_name(role)) for role in CollectionRoleName],
        institutions=institution_choices(session),
    )
