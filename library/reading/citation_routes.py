"""A record as a file for reference managers; whoever may see its page may have it."""

import json

from fastapi import Request, Response

from library.exchange.bibtex import bibtex
from library.exchange.csl import csl
from library.exchange.described import Described
from library.exchange.ris import ris
from library.reading.access import ResourceToRead
from library.reading.heads import CITATION_TYPES, described
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/library")


@router.get("/{resource_id:int}/citations/{form}", name="library.citation")
def send_citation(request: Request, session: Reads, resource: ResourceToRead, form: str) -> Response:
    """RIS (ris), BibTeX (bib) or CSL-JSON (json)."""
    if form not in CITATION_TYPES:
        raise NotFound(_("Citations come as ris, bib or json."))
    one = described(session, resource, request.app.state.settings.site_url)
    headers = {
        "content-disposition": f'attachment; filename="rmtc-{resource.id}.{form}"',
        "cache-control": "private, no-cache",
    }
    return Response(_written(one, form).encode(), media_type=f"{CITATION_TYPES[form]}; charset=utf-8", headers=headers)


def _written(one: Described, form: str) -> str:
    if form == "ris":
        return ris(one)
    return bibtex(one) if form == "bib" else json.dumps([csl(one)], ensure_ascii=False, indent=2)
