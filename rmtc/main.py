"""The application: the one place that knows every part."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

import anyio
from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette_compress import CompressMiddleware

from library.finding.answers import router as library_api
from library.finding.indexing import index_of
from library.finding.routes import router as finding
from library.intake.routes import router as desk
from library.reading.routes import router as reading
from library.reading.uses import ResourceUses
from library.resources.policies import is_staff
from rmtc.accounts.routes import router as accounts
from rmtc.accounts.signin import identify
from rmtc.config import Settings
from rmtc.db import Database, make_engine
from rmtc.files.store import open_store
from rmtc.health.request_log import RequestLog
from rmtc.health.routes import health_routes
from rmtc.i18n.texts import mark
from rmtc.logs import write_logs
from rmtc.web.csrf import SameOriginOnly
from rmtc.web.headers import SecurityHeaders
from rmtc.web.refusals import add_refusals
from rmtc.web.statics import static_files
from rmtc.web.templating import make_environment
from rmtc.web.urls import Urls
from rmtc.web.viewers import MenuItem

USUAL_BODY = 1_000_000

ROUTERS: tuple[APIRouter, ...] = (accounts, finding, reading, desk, library_api)

MENU: tuple[MenuItem, ...] = (
    MenuItem(mark("Library"), "library.search", lambda _: True, ("/library",)),
    MenuItem(mark("Desk"), "desk.queue", is_staff, ("/desk",)),
)

RESOURCE_USES: tuple[ResourceUses, ...] = ()
"""Who may say where a library record is used."""


@dataclass(frozen=True)
class Centre:
    """What every page prints about the Centre."""

    name: str
    funding_line: str
    disclaimer: str
    contact_email: str


def make_app(settings: Settings, database: Database | None = None) -> FastAPI:
    """Put the application together."""
    app = FastAPI(
        title="RMTC",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(identify)],
        middleware=[
            Middleware(SecurityHeaders, secure=settings.is_secure),
            Middleware(RequestLog),
            Middleware(SameOriginOnly),
            Middleware(CompressMiddleware, minimum_size=600, zstd_level=3, gzip_level=6, brotli=False),
            Middleware(RequestBodyLimitMiddleware, max_body_size=USUAL_BODY),
        ],
    )
    app.mount("/static", static_files(), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.extend(health_routes())
    add_refusals(app)
    _equip(app, settings, database or Database(make_engine(settings.database)))
    return app


def _equip(app: FastAPI, settings: Settings, database: Database) -> None:
    state = app.state
    state.settings = settings
    state.database = database
    state.store = open_store(settings)
    state.key = settings.key()
    # One writer at a time suits SQLite; PostgreSQL lets them work side by side.
    state.writers = anyio.Semaphore(1) if database.is_sqlite else nullcontext()
    state.templates = make_environment(reload=settings.env == "development")
    state.urls = Urls(app.routes)
    state.menu = MENU
    state.index = index_of(settings)
    state.resource_uses = RESOURCE_USES
    state.centre = centre_of(settings)


def centre_of(settings: Settings) -> Callable[[str], Centre]:
    """Say what every page prints about the Centre, by language."""

    def centre(_language: str) -> Centre:
        return Centre("Regional Migration Training Centre", "", "", settings.contact_email)

    return centre


def application() -> FastAPI:
    """Make the application from the environment, for the server."""
    settings = Settings()
    write_logs(settings)
    return make_app(settings)
