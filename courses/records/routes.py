"""The records a reviewer reads and takes away, and the keys to verify them with."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.background import BackgroundTask

from courses.awards.access import RecordsReader, RunOnRecord
from courses.awards.queries import decisions_of
from courses.records import queries
from courses.records.completeness import completeness
from courses.records.exports import export_record
from courses.records.scope import run_scope
from rmtc.audit import queries as audit
from rmtc.audit import sealing
from rmtc.audit.keys import did_document
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, database_of
from rmtc.web.routing import Router

router = Router()
PageNumber = Annotated[int, Query(alias="page", ge=1)]


@router.get("/records", name="records.index")
def show_records(page: Answer, _actor: RecordsReader, session: Reads, number: PageNumber = 1) -> Response:
    """The runs on record, and what the registers hold."""
    found = queries.runs_on_record(session, number)
    return page.render("courses/records/index.html", found=found, figures=queries.figures(session))


@router.get("/records/runs/{id}", name="records.run")
def show_run(
    page: Answer, actor: RecordsReader, run: RunOnRecord, session: Reads, number: PageNumber = 1, decisions: int = 1
) -> Response:
    """The record of one run."""
    found, participants = queries.participants(session, run, number)
    version = run.course.version
    return page.render(
        "courses/records/run.html",
        actor=actor,
        run=run,
        version=version,
        curriculum=queries.curriculum_of(session, version),
        found=found,
        participants=participants,
        counts=queries.counts_by_state(session, run.id),
        decisions=decisions_of(session, run.id, decisions),
        items=completeness(session, run, version),
        sealed=audit.last_block(session),
        unsealed=audit.count_unsealed(session),
    )


@router.post("/records/runs/{id}/exports", name="records.export")
def export_run(request: Request, actor: RecordsReader, run: RunOnRecord) -> Response:
    """Make the record of a run and hand it over; that it was made is itself noted."""
    settings, database = request.app.state.settings, database_of(request)
    with database.reading() as session:
        scope = run_scope(session, run.id)
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as file:
        path = Path(file.name)
    export_record(database, settings, scope, path, by=actor)
    name = f"rmtc-record-{run.code}.zip"
    return FileResponse(path, media_type="application/zip", filename=name, background=BackgroundTask(path.unlink))


@router.get("/.well-known/did.json", name="records.keys")
def show_keys(request: Request) -> Response:
    """The Centre's public keys as a DID document."""
    settings = request.app.state.settings
    return JSONResponse(did_document(sealing.key_ring(settings), settings.site_url))
