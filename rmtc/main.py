"""The application put together; `rmtc.parts` and `rmtc.routers` name every part."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import anyio
from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette_compress import CompressMiddleware

from library.finding.indexing import index_answers, index_of
from library.usage.counting import Usage
from library.usage.noticing import counting
from rmtc import parts
from rmtc.accounts.signin import identify, recognise
from rmtc.config import Settings
from rmtc.db import Database, make_engine
from rmtc.files.store import open_store
from rmtc.front.centre import CentreTexts
from rmtc.health.request_log import RequestLog
from rmtc.health.routes import health_routes
from rmtc.logs import write_logs
from rmtc.routers import ROUTERS
from rmtc.web.addresses import SoundAddresses, refuse_large_numbers
from rmtc.web.bodies import LargeBodies
from rmtc.web.csrf import SameOriginOnly
from rmtc.web.headers import SecurityHeaders
from rmtc.web.heads import HeadAsGet
from rmtc.web.refusals import add_refusals
from rmtc.web.statics import static_files
from rmtc.web.templating import make_environment
from rmtc.web.urls import Urls

USUAL_BODY = 1_000_000


def make_app(settings: Settings, database: Database | None = None) -> FastAPI:
    """Put the application together."""
    app = FastAPI(
        title="RMTC",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(identify), Depends(refuse_large_numbers)],
        middleware=[
            Middleware(HeadAsGet),
            Middleware(SecurityHeaders, secure=settings.is_secure),
            Middleware(RequestLog),
            Middleware(SoundAddresses),
            Middleware(SameOriginOnly),
            Middleware(CompressMiddleware, minimum_size=600, zstd_level=3, gzip_level=6, brotli=False),
            Middleware(LargeBodies),
            Middleware(RequestBodyLimitMiddleware, max_body_size=USUAL_BODY),
        ],
        lifespan=lifespan,
    )
    app.mount("/static", static_files(), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.extend(health_routes())
    add_refusals(app)
    _tell_parts(app, reload=settings.env == "development")
    equip(app, settings, database or Database(make_engine(settings.database)))
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """What goes on beside the requests while the site runs."""
    async with counting(app.state):
        yield


def _tell_parts(app: FastAPI, *, reload: bool) -> None:
    state = app.state
    state.recognise = recognise
    state.templates = make_environment(reload=reload)
    state.pieces = state.templates.globals["piece"]
    state.urls = Urls(app.routes)
    state.menu = parts.MENU
    state.resource_uses = parts.RESOURCE_USES
    state.reader_sources = parts.READER_SOURCES
    state.leave_sources = parts.LEAVE_SOURCES
    state.withdrawal_notices = parts.WITHDRAWAL_NOTICES
    state.activity_kinds = parts.ACTIVITY_KINDS
    state.activity_pages = parts.ACTIVITY_PAGES
    state.home_cards = parts.HOME_CARDS
    state.record_parts = parts.RECORD_PARTS
    state.plan_parts = parts.PLAN_PARTS
    state.footer = parts.FOOTER
    state.front_panels = parts.FRONT_PANELS
    state.manage_tiles = parts.MANAGE_TILES
    state.scope_names = parts.SCOPE_NAMES
    state.own_data = parts.OWN_DATA


def equip(app: FastAPI, settings: Settings, database: Database) -> None:
    """Give the application what it works on: settings, database, files, index."""
    state = app.state
    state.settings = settings
    state.database = database
    state.store = open_store(settings)
    state.key = settings.key()
    # One writer at a time suits SQLite; PostgreSQL lets them work side by side.
    state.writers = anyio.Semaphore(1) if database.is_sqlite else nullcontext()
    state.index = index_of(settings)
    state.usage = Usage()
    state.ready_checks = {"index": lambda _database: index_answers(state.index)}
    state.centre = CentreTexts(database, settings.contact_email)


def application() -> FastAPI:
    """Make the application from the environment, for the server."""
    settings = Settings()
    write_logs(settings)
    app = make_app(settings)
    # What is there now stays; the garbage collector would stop the site for a fifth of a second to see it again.
    gc.collect()
    gc.freeze()
    return app
