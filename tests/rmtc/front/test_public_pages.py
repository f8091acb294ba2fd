"""What everyone can read."""

from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from lxml import html

from rmtc.accounts.actors import Actor
from rmtc.clock import today
from rmtc.db import WriteSession
from rmtc.front.kinds import PostKind
from rmtc.front.panels import Coming, CourseCard, FrontPanels
from tests.browsing import Browser
from tests.factories.posts import make_post, write

PATHS = (
    "/",
    "/about",
    "/partners",
    "/news",
    "/news/partnership-agreement",
    "/events",
    "/events/study-visit-vienna",
    "/become-a-trainer",
    "/accessibility",
    "/privacy",
    "/contact",
)
EMPTY = ("/", "/about", "/partners", "/news", "/events", "/become-a-trainer", "/accessibility", "/privacy", "/contact")


@pytest.mark.parametrize("language", ["en", "sr-Cyrl", "sr-Latn"])
def test_every_page_is_whole_in_three_languages(visitor: Browser, loaded: None, language: str) -> None:
    for path in PATHS:
        answer = visitor.get(path, params={"lang": language})
        assert answer.status_code == 200, path
        assert html.fromstring(answer.text).get("lang") == language
        assert len(answer.content) < 40_000, path
        assert len(visitor.queries) <= 12, (path, visitor.queries)
        assert "{{" not in answer.text, path


@pytest.mark.parametrize("path", EMPTY)
def test_an_empty_site_says_so(visitor: Browser, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert "published any news yet" in answer.text or path not in {"/", "/news"}
    assert "This page has not been written yet" in answer.text or path not in {"/about", "/privacy"}


def test_the_home_shows_courses_news_and_what_is_coming(
    visitor: Browser, app: FastAPI, session: WriteSession, mira: Actor
) -> None:
    day = today()
    make_post(session, "A workshop", PostKind.EVENT, by=mira, starts=day + timedelta(days=9), online=True)
    make_post(session, "Over long ago", PostKind.EVENT, by=mira, starts=day - timedelta(days=9))
    make_post(session, "An agreement", by=mira)
    card = CourseCard("Legal Migration", "/courses/legal", "Ways in.", level=6, facts=(("3", "ECTS"),))
    run = Coming(day + timedelta(days=2), "A run begins", "/courses/legal", "Plandište")
    app.state.front_panels = FrontPanels(
        courses=(lambda _session, _language: [card],), dates=(lambda _session, _language: [run],)
    )

    page = html.fromstring(visitor.get("/").text)

    assert page.xpath("//li[contains(@class, 'course-card')]//h3/a/@href") == ["/courses/legal"]
    assert page.xpath("//*[contains(@class, 'agenda')]//a/text()") == ["A run begins", "A workshop"]
    assert page.xpath("//article//h3/a/text()") == ["An agreement"]
    assert "No course is open" not in page.text_content()


def test_the_home_is_honest_when_nothing_is_open(visitor: Browser) -> None:
    text = visitor.get("/").text
    assert "No course is open for enrolment today" in text
    assert "No date has been announced" in text


def test_drafts_and_what_is_dated_ahead_stay_unseen(visitor: Browser, session: WriteSession, mira: Actor) -> None:
    make_post(session, "Hidden draft", by=mira, published=False)
    make_post(session, "Not yet", by=mira, on=today() + timedelta(days=1))
    make_post(session, "Since today", by=mira, on=today())

    listed = visitor.get("/news").text

    assert "Since today" in listed
    assert "Hidden draft" not in listed
    assert "Not yet" not in listed
    for slug in ("hidden-draft", "not-yet", "no-such-thing"):
        assert visitor.get(f"/news/{slug}").status_code == 404
    assert "hidden-draft" not in visitor.get("/sitemap.xml").text


def test_a_text_speaks_the_readers_language_or_says_it_does_not(
    visitor: Browser, session: WriteSession, mira: Actor
) -> None:
    post = make_post(session, "Study visit", by=mira, body="In English.")
    note = "This text has not been written in your language yet"
    english = visitor.get("/news/study-visit", params={"lang": "sr-Latn"})
    assert html.fromstring(english.text).xpath("//h1/@lang") == ["en"]

    write(session, post, "sr-Cyrl", "Студијска посета", "Љиљана и ![Њива](/files/њива.png).", by=mira, proofread=False)

    cyrillic = visitor.get("/news/study-visit", params={"lang": "sr-Cyrl"})
    assert "Студијска посета" in cyrillic.text
    latin = visitor.get("/news/study-visit", params={"lang": "sr-Latn"})
    page = html.fromstring(latin.text)
    assert page.findtext(".//h1") == "Studijska poseta"
    assert "Ljiljana i" in page.text_content()
    assert page.xpath("//img[@loading or contains(@src, 'files')]/@src") == ["/files/%D1%9A%D0%B8%D0%B2%D0%B0.png"]
    assert page.xpath("//img[contains(@src, 'files')]/@alt") == ["Njiva"]
    assert not page.xpath("//h1/@lang")
    assert "proofread" not in visitor.get("/news/study-visit", params={"lang": "en"}).text
    assert note not in visitor.get("/news/study-visit").text


def test_a_text_nobody_has_proofread_is_marked(visitor: Browser, session: WriteSession, mira: Actor) -> None:
    post = make_post(session, "Study visit", by=mira)
    assert "proofread" not in visitor.get("/news/study-visit").text
    write(session, post, "en", "Study visit", "Again.", by=mira, proofread=False)
    assert "Nobody has proofread this text" in visitor.get("/news/study-visit").text


def test_news_comes_in_pages_with_the_same_number_of_queries(
    visitor: Browser, session: WriteSession, mira: Actor
) -> None:
    for number in range(3):
        make_post(session, f"Story {number}", by=mira)
    visitor.get("/about")  # the Centre's texts are read once
    visitor.get("/news")
    few = len(visitor.queries)
    for number in range(3, 30):
        make_post(session, f"Story {number}", by=mira)

    first = html.fromstring(visitor.get("/news").text)
    assert len(visitor.queries) == few
    second = html.fromstring(visitor.get("/news", params={"page": 2}).text)

    assert [len(page.xpath("//article")) for page in (first, second)] == [25, 5]
    assert first.xpath("string(//article//h2)") == "Story 29"
    assert visitor.get("/news", params={"page": "x"}).status_code == 404


def test_events_are_apart_by_date_and_study_visits_marked(visitor: Browser, session: WriteSession, mira: Actor) -> None:
    day = today()
    make_post(session, "Running now", PostKind.EVENT, by=mira, starts=day - timedelta(days=1), ends=day)
    make_post(session, "Visit over", PostKind.EVENT, by=mira, starts=day - timedelta(days=1), study_visit=True)

    page = html.fromstring(visitor.get("/events").text)

    coming, past = page.xpath("//main//section")
    assert coming.xpath(".//h3/a/text()") == ["Running now"]
    assert past.xpath(".//h3/a/text()") == ["Visit over"]
    assert [tag.strip() for tag in past.xpath(".//span[@class='tag']/text()") if tag.strip()] == ["Study visit"]


def test_what_other_parts_announce_stands_among_the_events(
    visitor: Browser, app: FastAPI, session: WriteSession, mira: Actor
) -> None:
    day = date(2099, 3, 2)
    make_post(session, "A workshop", PostKind.EVENT, by=mira, starts=day + timedelta(days=9))
    run = Coming(day, "A run begins", "/courses/legal", "Plandište", ends=day + timedelta(days=2), tag="Course run")
    app.state.front_panels = FrontPanels(dates=(lambda _session, _language: [run],))

    coming = html.fromstring(visitor.get("/events").text).xpath("//main//section")[0]

    assert coming.xpath(".//h3/a/text()") == ["A run begins", "A workshop"]
    said = " ".join(coming.xpath("string(.//article)").split())
    assert said == "2–4 March 2099 · Plandište A run begins Course run"


def test_an_event_comes_as_a_calendar_file(visitor: Browser, session: WriteSession, mira: Actor) -> None:
    title = "Обука тренера; први дан, недеља прва и све остало што чини овај наслов веома дугачким за један ред"
    day = today() + timedelta(days=3)
    post = make_post(session, title, PostKind.EVENT, by=mira, starts=day, ends=day + timedelta(days=1))

    answer = visitor.get(f"/events/{post.slug}/calendar.ics")

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = answer.text.replace("\r\n ", "").split("\r\n")
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in whole
    assert f"DTEND;VALUE=DATE:{day + timedelta(days=2):%Y%m%d}" in whole
    assert "SUMMARY:" + title.replace(";", "\\;").replace(",", "\\,") in whole
    assert visitor.get("/events/unknown/calendar.ics").status_code == 404


def test_robots_find_the_public_pages_and_no_others(visitor: Browser, loaded: None, app: FastAPI) -> None:
    app.state.front_panels = FrontPanels(addresses=(lambda _session: ["/courses/a&b"],))
    rules = visitor.get("/robots.txt").text.splitlines()
    assert {"Disallow: /manage", "Disallow: /library?"} <= set(rules)
    assert "Disallow: /library" not in rules
    found = visitor.get("/sitemap.xml").text
    for path in ("/about", "/news/partnership-agreement", "/events/study-visit-vienna", "/courses/a&amp;b"):
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in found
    assert found.count("/about<") == 1
    assert visitor.get("/favicon.ico", follow_redirects=False).headers["location"].endswith(".svg")


def test_a_page_of_the_centres_own_has_an_address(visitor: Browser, session: WriteSession, mira: Actor) -> None:
    make_post(session, "House rules", PostKind.PAGE, by=mira, body="## Quiet\n\nWrite to {{contact_email}}.")
    text = visitor.get("/pages/house-rules").text
    assert '<a href="mailto:contact@rmtc.example">contact@rmtc.example</a>' in text
    assert visitor.get("/pages/unknown").status_code == 404
    assert visitor.get("/pages/about").url.path == "/about"
