"""The description of the JSON API: for programs as OpenAPI, for people as a page made of it."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from rmtc.api.reading import operations, shapes
from rmtc.web.pages import Answer
from rmtc.web.routing import Router
from rmtc.web.urls import every_route

router = Router()

ROOM = "/api/v1/"
PROBLEM = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
REFUSED = {
    "description": "Refused, with the reason",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


@router.get("/api/openapi.json", name="api.openapi", include_in_schema=False)
def send_description(request: Request) -> Response:
    """The description of the API (OpenAPI 3.1)."""
    return JSONResponse(described(request.app), headers={"cache-control": "public, max-age=3600"})


@router.get("/api/docs", name="api.docs", include_in_schema=False)
def show_description(page: Answer, request: Request) -> Response:
    """The description of the API for people, written from what programs read."""
    description = described(request.app)
    return page.render("api/description.html", operations=operations(description), shapes=shapes(description))


def described(app: FastAPI) -> dict[str, Any]:
    """The description of everything under /api/v1, made once for each application."""
    if app.openapi_schema is None:
        app.openapi_schema = _describe(app)
    return app.openapi_schema


def _describe(app: FastAPI) -> dict[str, Any]:
    ours = [one for one in every_route(app.routes) if isinstance(one, APIRoute) and one.path.startswith(ROOM)]
    found = get_openapi(
        title="RMTC",
        version="1",
        summary="The campus and library of the Regional Migration Training Centre, for programs",
        description="What is public answers without a token; a token made on /account opens what its owner may read.",
        servers=[{"url": app.state.settings.site_url}],
        routes=ours,
    )
    parts = found.setdefault("components", {})
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    schemas = parts.setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for mistaken in ("HTTPValidationError", "ValidationError"):  # the site answers with problem documents
        schemas.pop(mistaken, None)
    for path in found["paths"].values():
        for operation in path.values():
            operation["security"] = [{}, {"token": []}]
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = REFUSED
    return found
