"""The desk's page of what belongs to a record."""

from typing import Annotated, Any

from fastapi import Depends, Response
from fastapi.responses import JSONResponse

from library.desk.access import LARGEST_ID, Librarian, ResourceToKeep
from library.relations import queries, services
from library.relations.forms import SENSES, RelationForm
from library.resources.models import Resource, ResourceRelation
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk/resources")
TypedRelation = Annotated[Bound[RelationForm], Depends(bind(RelationForm))]


@router.get("/suggestions", name="relations.suggestions")
def suggest(_by: Librarian, session: Reads, q: str = "") -> Response:
    """Records whose title holds what is being typed."""
    found = list(queries.suggested_records(session, q[:200]))
    return JSONResponse({"suggestions": found}, headers={"cache-control": "no-store"})


@router.get("/{resource_id:int}/relations", name="relations.list")
def show_relations(page: Answer, _by: Librarian, session: Reads, resource: ResourceToKeep, number: int = 1) -> Response:
    """What belongs to a record, and the form to say more."""
    return _page(page, session, resource, filled({"sense": "replaces", "other": ""}), number=number)


@router.post("/{resource_id:int}/relations", name="relations.add")
def add_relation(
    page: Answer, by: Librarian, resource: ResourceToKeep, session: Writes, form: TypedRelation, resource_id: int
) -> Response:
    """Say how the record stands to another."""
    if form.checked is None:
        return _page(page, session, resource, form, 422)
    try:
        services.relate(session, session.get_one(Resource, resource_id), form.checked, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _page(page, session, resource, form.refused(refusal), 422)
    return page.redirect("relations.list", resource_id=resource_id, flash=_("Both records show it now."))


@router.post("/{resource_id:int}/relations/{relation_id:int}/end", name="relations.end")
def end_relation(
    page: Answer, by: Librarian, _resource: ResourceToKeep, session: Writes, resource_id: int, relation_id: int
) -> Response:
    """Take back what was said of two records."""
    relation = session.get(ResourceRelation, relation_id) if relation_id < LARGEST_ID else None
    if relation is None or resource_id not in {relation.from_id, relation.to_id}:
        raise NotFound(_("There is no such relation."))
    services.end_relation(session, relation, by=by)
    return page.redirect("relations.list", resource_id=resource_id, flash=_("This is no longer said."))


def _page(
    page: Page, session: ReadSession, resource: Resource, form: Bound[Any], status: int = 200, number: int = 1
) -> Response:
    related, found = queries.related_at_the_desk(session, resource.id, number)
    return page.render(
        "library/relations.html",
        status,
        form=form,
        resource=resource,
        related=related,
        found=found,
        senses={name: _(sense.words) for name, sense in SENSES.items()},
    )
