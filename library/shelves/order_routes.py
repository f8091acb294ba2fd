"""The order of the records of a collection, kept by its curators."""

from typing import Annotated

from fastapi import Depends, Response

from library.collections.queries import collection_with_key
from library.desk.access import LARGEST_ID
from library.resources.policies import is_staff
from library.shelves import queries, services
from library.shelves.access import CollectionToOrder
from library.shelves.forms import RecordPlaceForm
from library.shelves.routes import named
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/collections/{key}/records")
TypedPlace = Annotated[Bound[RecordPlaceForm], Depends(bind(RecordPlaceForm))]


@router.get("", name="shelves.order")
def show_order(page: Answer, by: SignedIn, session: Reads, collection: CollectionToOrder, number: int = 1) -> Response:
    """Every record of a collection, with buttons to move it."""
    found = queries.records_to_order(session, collection, number)
    return page.render(
        "library/shelves/order.html", collection=collection, found=found, named=named, is_staff=is_staff(by)
    )


@router.post("/{resource_id:int}/place", name="shelves.place_record")
def move_record(
    page: Answer,
    by: SignedIn,
    _collection: CollectionToOrder,
    session: Writes,
    form: TypedPlace,
    key: str,
    resource_id: int,
    number: int = 1,
) -> Response:
    """Move a record of a collection."""
    collection = collection_with_key(session, key)
    if collection is None or resource_id >= LARGEST_ID:
        raise NotFound(_("There is no such record in this collection."))
    if form.checked is not None:
        services.place_record(session, collection, resource_id, form.checked.step, by=by)
    return page.redirect("shelves.order", key=key, query={"number": number}, flash=_("The order is kept."))
