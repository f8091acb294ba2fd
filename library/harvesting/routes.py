"""The address that harvesters ask: OAI-PMH 2.0 by GET and by POST."""

from typing import Annotated

from fastapi import Depends, Request, Response

from library.harvesting.envelopes import serialised
from library.harvesting.repository import Repository
from rmtc.i18n.languages import DEFAULT
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()


async def typed_pairs(request: Request) -> list[tuple[str, str]]:
    """The arguments of a request sent as a form; it only reads, so it needs no token of a visit."""
    form = await request.form(max_files=0, max_fields=20)
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


@router.get("/oai", name="harvesting.oai")
def answer_harvester(request: Request, session: Reads) -> Response:
    """An answer of the protocol; its errors are answers too."""
    return _answer(request, session, request.query_params.multi_items())


@router.post("/oai", name="harvesting.oai_form")
def answer_form(
    request: Request, session: Reads, pairs: Annotated[list[tuple[str, str]], Depends(typed_pairs)]
) -> Response:
    """The same answer to arguments sent in the body (OAI-PMH §3.1.1.2)."""
    return _answer(request, session, pairs)


def _answer(request: Request, session: Reads, pairs: list[tuple[str, str]]) -> Response:
    state = request.app.state
    centre = state.centre(DEFAULT)
    site: str = state.settings.site_url
    address = f"{site}{state.urls('harvesting.oai')}"
    repository = Repository(session, centre.name, centre.contact_email, site, address, state.key)
    root = repository.answer(pairs)
    return Response(serialised(root), media_type="text/xml", headers={"cache-control": "no-cache"})
