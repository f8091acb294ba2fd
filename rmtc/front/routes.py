"""What everyone can read: home, pages, news, events."""

from typing import Annotated

from fastapi import Query, Request, Response
from markupsafe import Markup, escape

from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.front import queries
from rmtc.front.calendar import event_file
from rmtc.front.kinds import PostKind
from rmtc.front.panels import Coming
from rmtc.front.telling import Told
from rmtc.i18n.languages import current
from rmtc.i18n.texts import gettext as _
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router()

PageNumber = Annotated[int, Query(ge=1, le=100_000)]

FIXED = {
    "about": "front.about",
    "become-a-trainer": "front.become_a_trainer",
    "accessibility": "front.accessibility",
    "privacy": "front.privacy",
    "contact": "front.contact",
}
"""Pages with an address of their own."""


@router.get("/", name="front.home")
def show_home(page: Answer, request: Request, session: Reads) -> Response:
    """The public home."""
    language, panels = current(), request.app.state.front_panels
    dates = dates_offered(request, session)
    dates += [_coming(page, event) for event in queries.coming_events(session, language, 5)]
    return page.render(
        "front/home.html",
        cards=[card for offer in panels.courses for card in offer(session, language)][:6],
        stories=queries.latest_news(session, language, 3),
        dates=sorted(dates, key=lambda entry: entry.starts)[:5],
    )


def dates_offered(request: Request, session: ReadSession) -> list[Coming]:
    """Dates of other parts of the site that the public may know."""
    offers = request.app.state.front_panels.dates
    return [entry for offer in offers for entry in offer(session, current())]


def _coming(page: Page, event: Told) -> Coming:
    detail, foreign = event.place or (_("Online") if event.online else ""), event.foreign
    url, place_lang = page.url(event.route, slug=event.slug), foreign if event.place else ""
    return Coming(event.starts or today(), event.title, url, detail, foreign, place_lang)


@router.get("/about", name="front.about")
@router.get("/become-a-trainer", name="front.become_a_trainer")
@router.get("/accessibility", name="front.accessibility")
@router.get("/privacy", name="front.privacy")
def show_fixed_page(page: Answer, request: Request, session: Reads) -> Response:
    """A page with an address of its own."""
    slug = request.url.path.strip("/")
    return page.render("front/page.html", slug=slug, told=told_page(request, session, slug))


@router.get("/pages/{slug}", name="front.page")
def show_page(page: Answer, request: Request, session: Reads, slug: str) -> Response:
    """Any other page the Centre has written."""
    if slug in FIXED:
        return page.redirect(FIXED[slug])
    told = told_page(request, session, slug)
    if told is None:
        raise NotFound
    return page.render("front/page.html", slug=slug, told=told)


def told_page(request: Request, session: ReadSession, slug: str) -> tuple[Told, Markup] | None:
    """A page and its text, with the Centre's address put in."""
    told = queries.shown_post(session, PostKind.PAGE, slug, current())
    if told is None:
        return None
    address = escape(request.app.state.settings.contact_email)
    link = Markup('<a href="mailto:{0}">{0}</a>').format(address)
    return told, Markup(told.html.replace("{{contact_email}}", link))  # noqa: S704 - clean text and an escaped address


@router.get("/news", name="front.news")
def list_news(page: Answer, session: Reads, number: Annotated[PageNumber, Query(alias="page")] = 1) -> Response:
    """News, the newest first."""
    return page.render("front/news.html", stories=queries.news(session, current(), number))


@router.get("/news/{slug}", name="front.story")
def show_story(page: Answer, session: Reads, slug: str) -> Response:
    """A news item."""
    return page.render("front/story.html", told=_found(queries.shown_post(session, PostKind.NEWS, slug, current())))


@router.get("/events", name="front.events")
def list_events(
    page: Answer, request: Request, session: Reads, number: Annotated[PageNumber, Query(alias="page")] = 1
) -> Response:
    """Events and course runs to come, the nearest first, and events that are over."""
    coming: list[Told | Coming] = [*queries.coming_events(session, current(), 50), *dates_offered(request, session)]
    coming.sort(key=lambda entry: entry.starts or today())
    return page.render("front/events.html", coming=coming, past=queries.past_events(session, current(), number))


@router.get("/events/{slug}", name="front.event")
def show_event(page: Answer, session: Reads, slug: str) -> Response:
    """An event."""
    told = _found(queries.shown_post(session, PostKind.EVENT, slug, current()))
    is_over = (told.ends or told.starts or today()) < today()
    return page.render("front/event.html", told=told, is_over=is_over)


@router.get("/events/{slug}/calendar.ics", name="front.event_file")
def send_event(page: Answer, request: Request, session: Reads, slug: str) -> Response:
    """An event for the reader's calendar."""
    told = _found(queries.shown_post(session, PostKind.EVENT, slug, current()))
    starts = told.starts or today()
    site: str = request.app.state.settings.site_url
    text = event_file(
        f"event-{told.id}@{site.partition('://')[2]}",
        told.title,
        starts,
        told.ends or starts,
        told.place,
        site + page.url("front.event", slug=slug),
    )
    return Response(text, media_type="text/calendar; charset=utf-8")


def _found(told: Told | None) -> Told:
    if told is None:
        raise NotFound
    return told
