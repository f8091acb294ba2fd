"""What a watcher of the site sees."""

import json
import logging

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text
from starlette.testclient import TestClient

from rmtc.config import Settings
from rmtc.db import Database, WriteSession, make_engine
from rmtc.jobs.services import enqueue
from rmtc.logs import write_logs
from rmtc.main import make_app
from rmtc.search.whoosh_index import WhooshIndex

HERE = ("127.0.0.1", 4000)


def watcher(app: FastAPI, client: tuple[str, int] = HERE) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:8000", client=client)


def test_being_up_needs_no_database(settings: Settings) -> None:
    app = make_app(settings, Database(make_engine("sqlite:////nowhere/at/all.sqlite3")))
    assert watcher(app).get("/healthz").text == "ok\n"
    ready = watcher(app).get("/readyz")
    assert (ready.status_code, ready.json()["database"]) == (503, False)


def test_ready_with_a_migrated_database(app: FastAPI) -> None:
    assert watcher(app).get("/readyz").json()["database"] is True


def test_ready_only_with_an_index_that_answers(app: FastAPI) -> None:
    app.state.index = WhooshIndex(app.state.settings.data / "no such index")
    ready = watcher(app).get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"database": True, "index": False})
    app.state.index.rebuild([])
    ready = watcher(app).get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": True, "index": True})


def test_not_ready_with_the_schema_of_another_version(app: FastAPI, session: WriteSession) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    session.commit()
    assert watcher(app).get("/readyz").status_code == 503


def test_figures_name_routes_and_count_jobs(app: FastAPI, session: WriteSession) -> None:
    enqueue(session, "note")
    session.commit()
    watcher(app).get("/sign-in?email=secret@example.org")
    figures = watcher(app).get("/metrics").text
    assert 'route="/sign-in"' in figures
    assert 'rmtc_jobs{state="queued"} 1.0' in figures
    assert "secret" not in figures


def test_figures_are_for_this_machine_only(app: FastAPI) -> None:
    assert watcher(app, ("192.0.2.7", 4000)).get("/metrics").status_code == 404
    assert watcher(app).get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404


def test_figures_for_whoever_has_the_token(app: FastAPI) -> None:
    app.state.settings = app.state.settings.model_copy(update={"metrics_token": SecretStr("let me see")})
    elsewhere = watcher(app, ("192.0.2.7", 4000))
    assert elsewhere.get("/metrics", headers={"authorization": "Bearer let me see"}).status_code == 200
    assert elsewhere.get("/metrics", headers={"authorization": "Bearer guess"}).status_code == 404
    assert watcher(app).get("/metrics").status_code == 200


def test_the_log_has_the_request_id_and_no_address(
    app: FastAPI, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = logging.getLogger().handlers, logging.getLogger().level
    try:
        write_logs(settings)
        answer = watcher(app).get("/sign-in?next=/secret")
    finally:
        logging.getLogger().handlers, logging.getLogger().level = before
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert line["request_id"] == answer.headers["x-request-id"]
    assert (line["route"], line["status"], line["event"]) == ("/sign-in", 200, "request")
    assert "secret" not in json.dumps(line)
