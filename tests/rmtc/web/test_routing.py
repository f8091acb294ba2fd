"""The router of a slice finds what FastAPI's own finds."""

import pytest
from fastapi import APIRouter, FastAPI  # noqa: TID251 to compare ours with
from starlette.testclient import TestClient

from rmtc.web.routing import Router

ASKED = ("/", "/runs", "/runs/", "/runs/5", "/runs/5/notes", "/run", "/about", "/anything", "/anything/else")


def site(kind: type[APIRouter], root_path: str = "") -> TestClient:
    router, prefixed, open_ended = kind(), kind(prefix="/runs/{run_id}"), kind()
    for one, path in ((router, "/"), (router, "/runs"), (prefixed, ""), (prefixed, "/notes"), (open_ended, "/{slug}")):
        one.add_api_route(path, lambda path=path: path, name=path)
    app = FastAPI()
    for one in (router, prefixed, open_ended):
        app.include_router(one)
    return TestClient(app, root_path=root_path)


@pytest.mark.parametrize("root_path", ["", "/centre"])
def test_it_answers_what_fastapi_answers(root_path: str) -> None:
    ours, theirs = site(Router, root_path), site(APIRouter, root_path)
    for path in (root_path + path for path in ASKED):
        one, other = ours.get(path), theirs.get(path)
        assert (one.status_code, one.text) == (other.status_code, other.text), path


def test_a_router_names_how_its_addresses_begin() -> None:
    router = Router(prefix="/library")
    router.add_api_route("/{resource_id}/cover", lambda: None)
    router.add_api_route("/plans", lambda: None)
    assert router.beginnings == ("/library/", "/library/plans")


def test_the_wrong_method_is_still_told_apart_from_an_unknown_address() -> None:
    client = site(Router)
    assert client.post("/runs").status_code == 405
    assert client.post("/runs/5/marks").status_code == 404
