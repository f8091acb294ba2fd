"""The application: the one place that knows every part."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

import anyio
from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette_compress import CompressMiddleware

from courses.attempts.pages import show_quiz
from courses.attempts.routes import router as attempts
from courses.authoring.activity_routes import router as activity_editor
from courses.authoring.draft_routes import router as drafts
from courses.authoring.file_routes import router as course_files
from courses.authoring.routes import router as authoring
from courses.authoring.section_routes import router as course_sections
from courses.authoring.source_routes import router as activity_sources
from courses.awards.access import may_read_records
from courses.awards.holders import certificates_part
from courses.awards.routes import router as awards
from courses.catalogue.policies import may_teach
from courses.content.kinds.file import FILE
from courses.content.kinds.kind import Kinds
from courses.content.kinds.page import PAGE
from courses.content.kinds.reading import READING
from courses.content.uses import courses_using
from courses.curricula.part_routes import router as curriculum_parts
from courses.curricula.policies import may_read as may_read_curricula
from courses.curricula.routes import router as curricula
from courses.editions.routes import router as editions
from courses.enrolment.nomination_routes import router as nominations
from courses.enrolment.routes import router as enrolment
from courses.grades.routes import router as grades
from courses.offer.routes import router as offer
from courses.progress.home_routes import router as homes
from courses.progress.note_routes import router as notes
from courses.progress.pages import PAGES, ActivityPage
from courses.progress.routes import router as progress
from courses.question_files.routes import router as question_files
from courses.questions.routes import router as questions
from courses.quizzes.freezing import QUIZ
from courses.quizzes.routes import router as quizzes
from courses.records.routes import router as records
from courses.runs.announcements import coming_runs, course_addresses, open_courses
from courses.teaching.date_routes import router as run_dates
from courses.teaching.desk import teaching_cards
from courses.teaching.routes import router as teaching
from courses.teaching.settings_routes import router as run_settings
from library.desk.cards import desk_cards
from library.desk.routes import router as desk
from library.finding.answers import router as library_api
from library.finding.indexing import index_of
from library.finding.routes import router as finding
from library.reading.routes import router as reading
from library.reading.uses import ResourceUses
from library.resources.policies import is_staff
from library.resources.queries import public_addresses
from rmtc.accounts.actors import Actor
from rmtc.accounts.routes import router as accounts
from rmtc.accounts.signin import identify, is_anyone, is_manager, is_visitor
from rmtc.config import Settings
from rmtc.db import Database, ReadSession, make_engine
from rmtc.files.store import open_store
from rmtc.front.centre import CentreTexts
from rmtc.front.centre_routes import is_managing
from rmtc.front.centre_routes import router as front_centre
from rmtc.front.contact_routes import router as front_contact
from rmtc.front.machine_routes import router as front_machines
from rmtc.front.panels import FrontPanels, ManageTile
from rmtc.front.post_routes import router as front_posts
from rmtc.front.routes import router as front
from rmtc.health.request_log import RequestLog
from rmtc.health.routes import health_routes
from rmtc.i18n.texts import mark
from rmtc.joining.routes import router as joining
from rmtc.logs import write_logs
from rmtc.partners.routes import router as partners
from rmtc.people.account_routes import router as people_accounts
from rmtc.people.import_routes import router as people_imports
from rmtc.people.institution_routes import router as institutions
from rmtc.people.policies import is_people_manager
from rmtc.people.routes import router as people
from rmtc.profile.routes import router as profile
from rmtc.profile.security_routes import router as security
from rmtc.web.csrf import SameOriginOnly
from rmtc.web.headers import SecurityHeaders
from rmtc.web.refusals import add_refusals
from rmtc.web.statics import static_files
from rmtc.web.templating import make_environment
from rmtc.web.urls import Urls
from rmtc.web.viewers import HomeCard, MenuItem

USUAL_BODY = 1_000_000

RESOURCE_USES: tuple[ResourceUses, ...] = (courses_using,)
"""Who may say where a library record is used."""
ROUTERS: tuple[APIRouter, ...] = (
    accounts,
    authoring,
    course_sections,
    activity_editor,
    drafts,
    activity_sources,
    course_files,
    editions,
    finding,
    reading,
    desk,
    library_api,
    homes,
    progress,
    notes,
    enrolment,
    nominations,
    teaching,
    run_dates,
    run_settings,
    attempts,
    quizzes,
    questions,
    question_files,
    grades,
    front,
    front_contact,
    front_machines,
    front_posts,
    front_centre,
    partners,
    offer,
    awards,
    records,
    curricula,
    curriculum_parts,
    joining,
    profile,
    security,
    people_imports,
    people,
    people_accounts,
    institutions,
)

MENU: tuple[MenuItem, ...] = (
    MenuItem(mark("Home"), "progress.home", lambda actor: actor is not None),
    MenuItem(mark("About"), "front.about", is_visitor),
    MenuItem(mark("Courses"), "offer.courses", lambda _: True, ("/courses",)),
    MenuItem(mark("Library"), "library.search", lambda _: True, ("/library",)),
    MenuItem(mark("News & events"), "front.news", is_visitor, ("/news", "/events")),
    MenuItem(mark("Partners"), "partners.public", is_visitor),
    MenuItem(mark("My record"), "progress.record", lambda actor: actor is not None),
    MenuItem(mark("Teach"), "authoring.courses", may_teach, ("/teach",)),
    MenuItem(mark("Curricula"), "curricula.list", may_read_curricula, ("/curricula",)),
    MenuItem(mark("Desk"), "desk.queue", is_staff, ("/desk",)),
    MenuItem(mark("Manage"), "manage.home", is_managing, ("/manage",)),
    MenuItem(mark("Records"), "records.index", may_read_records, ("/records",)),
)

ACTIVITY_KINDS: Kinds = {kind.name: kind for kind in (PAGE, READING, FILE, QUIZ)}
"""The kinds of activity a trainer can add."""

ACTIVITY_PAGES: dict[str, ActivityPage] = {**PAGES, "quiz": show_quiz}
"""The page of each kind of activity."""

HOME_CARDS: tuple[Callable[[ReadSession, Actor], list[HomeCard]], ...] = (teaching_cards, desk_cards)
"""What the home page offers to those who have a desk."""

RECORD_PARTS: tuple[Callable[[ReadSession, int], tuple[str, dict[str, Any]]], ...] = (certificates_part,)
"""What other slices add to a person's record: a template and its context (there as `part`)."""

FOOTER: tuple[MenuItem, ...] = (
    MenuItem(mark("Accessibility"), "front.accessibility", is_anyone),
    MenuItem(mark("Privacy"), "front.privacy", is_anyone),
    MenuItem(mark("Contact"), "front.contact", is_anyone),
)

FRONT_PANELS = FrontPanels(
    courses=(open_courses,), dates=(coming_runs,), addresses=(course_addresses, public_addresses)
)
"""What the public pages show of courses and library."""

OWN_DATA: Mapping[str, Callable[[ReadSession, int], Any]] = {}
"""What each part adds to the download of one's own data: its name there, and how to read it for a person."""


MANAGE_TILES: tuple[ManageTile, ...] = (
    ManageTile(
        mark("People"),
        mark("Requests, invitations, roles, import of a list."),
        "people.list",
        "users",
        is_people_manager,
    ),
    ManageTile(mark("Institutions"), mark("Where people come from."), "people.institutions", "building", is_manager),
    ManageTile(
        mark("News, events, pages"),
        mark("Write for the public, in several languages."),
        "manage.posts",
        "newspaper",
        is_manager,
    ),
    ManageTile(
        mark("Partners"), mark("Institutions, their countries and roles."), "manage.partners", "handshake", is_manager
    ),
    ManageTile(
        mark("The Centre's texts"),
        mark("Name, funding line and disclaimer, printed on every page."),
        "manage.centre",
        "landmark",
        is_manager,
    ),
)
"""The managers' first page."""


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
    state.activity_kinds = ACTIVITY_KINDS
    state.activity_pages = ACTIVITY_PAGES
    state.home_cards = HOME_CARDS
    state.record_parts = RECORD_PARTS
    state.footer = FOOTER
    state.front_panels = FRONT_PANELS
    state.manage_tiles = MANAGE_TILES
    state.centre = CentreTexts(database, settings.contact_email)
    state.own_data = OWN_DATA


def application() -> FastAPI:
    """Make the application from the environment, for the server."""
    settings = Settings()
    write_logs(settings)
    return make_app(settings)
