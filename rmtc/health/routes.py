"""Whether the site is up, whether it is ready, and its figures."""

import hmac

from anyio.to_thread import run_sync
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from rmtc.config import LOOPBACK
from rmtc.db import Database
from rmtc.jobs.models import Job
from rmtc.jobs.queries import counts_by_state
from rmtc.schema import newest_revision

JOBS = Gauge("rmtc_jobs", "Jobs in the queue", ("state",))
OLDEST = Gauge("rmtc_oldest_due_job_timestamp_seconds", "When the job waiting longest became due; 0 when none waits")
NEVER_KEPT = {"cache-control": "no-store"}


def health_routes() -> list[Route]:
    """Routes outside the site's own rules: nobody signs in, nothing is read from a cookie."""
    return [
        Route("/healthz", healthz, name="healthz"),
        Route("/readyz", readyz, name="readyz"),
        Route("/metrics", metrics, name="metrics"),
    ]


async def healthz(_request: Request) -> Response:
    """The process answers; it asks nothing of the database."""
    return PlainTextResponse("ok\n", headers=NEVER_KEPT)


async def readyz(request: Request) -> Response:
    """Whether each thing a page needs answers, by name; 503 when one does not."""
    checks = {"database": database_is_ready, **getattr(request.app.state, "ready_checks", {})}
    found = {name: await run_sync(check, request.app.state.database) for name, check in checks.items()}
    return JSONResponse(found, 200 if all(found.values()) else 503, headers=NEVER_KEPT)


def database_is_ready(database: Database) -> bool:
    """Say whether the database answers and has the schema this version needs."""
    try:
        with database.reading() as session:
            revision = session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return False
    return bool(revision == newest_revision(database.engine))


async def metrics(request: Request) -> Response:
    """Figures for Prometheus: to this machine, or to whoever has the token."""
    if not may_see_figures(request):
        return PlainTextResponse("not found\n", 404)
    await run_sync(count_jobs, request.app.state.database)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers=NEVER_KEPT)


def may_see_figures(request: Request) -> bool:
    """Say whether the figures may be given; what a proxy on this machine passes on does not come from it."""
    token = request.app.state.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    passed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return not passed_on and request.client is not None and request.client.host in LOOPBACK


def count_jobs(database: Database) -> None:
    """Bring the figures of the queue up to date."""
    with database.reading() as session:
        counts = counts_by_state(session)
        oldest = session.scalar(select(Job.run_at).where(Job.state == "queued").order_by(Job.run_at).limit(1))
    for state in ("queued", "running", "done", "dead"):
        JOBS.labels(state).set(counts.get(state, 0))
    OLDEST.set(oldest.timestamp() if oldest else 0)
