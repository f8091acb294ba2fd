"""Reading lists: put together by trainers, frozen in editions, done by opening what is required."""

import pytest
from sqlalchemy import select

from courses.content.editions import publish_course
from courses.content.models import ActivitySource
from courses.progress.models import ActivityProgress
from courses.readings.models import ReadingOpening
from library.resources.forms import WithdrawalForm
from library.resources.services import withdraw_resource
from rmtc.parts import ACTIVITY_KINDS
from tests.factories.courses import a_learner, a_run, as_actor
from tests.factories.library import make_record, take_read_text
from tests.factories.writing import a_lesson, a_section, a_written_course


@pytest.fixture
def by(cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def course(session, by):
    return a_written_course(session, by, title="Returns in practice")


@pytest.fixture
def reading_list(session, course, by):
    return a_lesson(session, a_section(session, course, by), by, "To read", kind="readings", body="Read **these**.")


@pytest.fixture
def records(session, site, work):
    taken = take_read_text(session, site, "Some words.", name="law.txt", title="The law on foreigners")
    work()
    return [taken.resource, make_record(session, "A handbook"), make_record(session, "Figures of the year")]


def add(browser, reading_list, record, **more):
    return browser.post(f"/teach/activities/{reading_list.id}/sources", data={"resource_id": record.id, **more})


@pytest.fixture
def run(browse, session, cast, by, course, reading_list, records):
    """A run of the course with a required reading of pages, a required and an optional one."""
    browser = browse(cast.mira)
    add(browser, reading_list, records[0], page="1", last_page="3", version="1", note="Definitions", required="on")
    add(browser, reading_list, records[1], locator="Chapter 2", required="on", due="2026-12-03")
    add(browser, reading_list, records[2])
    edition = publish_course(session, course, ACTIVITY_KINDS, by=by)
    run = a_run(session, edition, cast.mira)
    a_learner(session, run, cast.arta, cast.mira)
    session.commit()
    return run


def test_a_list_is_put_together_and_put_in_order(browse, session, cast, by, course, reading_list, records) -> None:
    browser = browse(cast.mira)
    section = reading_list.section_id
    made = browser.post(f"/teach/sections/{section}/activities?kind=readings", data={"title": "More to read"})
    assert "What is read" in made.text and "Now choose what is read." in made.text
    assert "words above the list" in browser.get(f"/teach/activities/{reading_list.id}").text.lower()
    found = browser.get(f"/teach/activities/{reading_list.id}/sources?q=law")
    assert 'name="due"' in found.text and 'name="version"' in found.text
    page = add(
        browser, reading_list, records[0], page="2", last_page="5", version="1", note="Look here", due="2026-12-03",
        required="on",
    )  # fmt: skip
    assert "pp. 2–5" in page.text and "Look here" in page.text and "read by 3 December" in page.text
    add(browser, reading_list, records[1])
    second = session.scalars(select(ActivitySource).order_by(ActivitySource.id.desc())).first()
    browser.post(f"/teach/activities/{reading_list.id}/sources/{second.id}/place", data={"step": "-1"})
    session.expire_all()
    order = select(ActivitySource.resource_id).where(ActivitySource.activity_id == reading_list.id)
    ids = list(session.scalars(order.order_by(ActivitySource.position)))
    assert ids == [records[1].id, records[0].id]
    assert browser.post(f"/teach/activities/{reading_list.id}/sources/999/place", data={"step": "1"}).status_code == 404
    assert browse(cast.arta).post(f"/teach/activities/{reading_list.id}/sources/1/place").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"page": "5", "last_page": "2"}, "The last page comes before the first."),
        ({"version": "7"}, "The document has no such version."),
        ({"due": "tomorrow"}, "Please write a date"),
        ({"note": "x" * 301}, "at most 300"),
    ],
)
def test_what_is_wrong_is_said(browse, session, cast, reading_list, records, wrong, said) -> None:
    answer = add(browse(cast.mira), reading_list, records[0], q="law", **wrong)
    assert answer.status_code == 422 and said in answer.text
    assert session.scalars(select(ActivitySource)).all() == []


def test_an_empty_list_is_not_published(browse, session, cast, by, course, reading_list, records) -> None:
    page = browse(cast.mira).get(f"/teach/courses/{course.slug}/editions")
    assert "“To read” lists nothing to read yet." in page.text
    add(browse(cast.mira), reading_list, records[1])
    withdraw_resource(session, records[1], WithdrawalForm(reason="Out of date"), by=None)
    session.commit()
    page = browse(cast.mira).get(f"/teach/courses/{course.slug}/editions")
    assert "lists a document that the library no longer shows." in page.text


def test_opening_what_is_required_completes_it(browse, session, cast, run, reading_list, records) -> None:
    browser, base = browse(cast.arta), f"/runs/{run.id}/activities/{reading_list.id}"
    page = browser.get(base)
    assert "Read <strong>these</strong>." in page.text
    assert "pp. 1–3" in page.text and "Definitions" in page.text and "read by 3 December" in page.text
    assert "readings that are left (2)" in page.text
    browser.get(base)
    assert len(browser.queries) <= 12

    done = select(ActivityProgress.done_at, ActivityProgress.how).where(ActivityProgress.activity_id == reading_list.id)
    answer = browser.get(f"{base}/readings/1", follow_redirects=False)
    assert answer.headers["location"] == f"/library/{records[0].id}/read?version=1#page=1"
    assert browser.get(f"{base}/readings/1").url.path == f"/library/{records[0].id}/read"
    assert session.execute(done).one() == (None, "")
    assert "reading that is left (1)" in browser.get(base).text
    browser.get(f"{base}/readings/3")
    assert session.execute(done).one() == (None, "")
    assert browser.get(f"{base}/readings/2").url.path == f"/library/{records[1].id}"
    session.expire_all()
    assert session.execute(done).one()[1] == "opened"
    assert len(session.scalars(select(ReadingOpening)).all()) == 3
    assert browser.get("/account/data").json()["learning"]["reading_openings"][0]["resource_id"] == records[0].id


def test_who_may_open_what(browse, visitor, session, cast, run, reading_list, records) -> None:
    base = f"/runs/{run.id}/activities/{reading_list.id}/readings"
    assert visitor.get(f"{base}/1").url.path == "/sign-in"
    assert browse(cast.stranger).get(f"{base}/1").status_code == 404
    assert browse(cast.arta).get(f"{base}/9").status_code == 404
    assert browse(cast.arta).get(f"{base}/0").status_code == 404
    browse(cast.mira).get(f"{base}/1")
    assert session.scalars(select(ReadingOpening)).all() == []
    records[0].access = "staff"
    session.commit()
    page = browse(cast.arta).get(f"/runs/{run.id}/activities/{reading_list.id}")
    assert "a document you may not open" in page.text and records[0].title not in page.text
    assert browse(cast.arta).get(f"{base}/1").status_code == 403
    assert session.scalars(select(ReadingOpening)).all() == []


def test_a_withdrawn_reading_shows_its_tombstone_and_counts(browse, session, cast, run, reading_list, records) -> None:
    withdraw_resource(session, records[1], WithdrawalForm(reason="Replaced by law"), by=None)
    session.commit()
    base = f"/runs/{run.id}/activities/{reading_list.id}/readings"
    answer = browse(cast.arta).get(f"{base}/2")
    assert answer.status_code == 410 and "Replaced by law" in answer.text
    assert len(session.scalars(select(ReadingOpening)).all()) == 1


def test_the_record_says_where_it_is_used_and_the_bibliography_holds_it(browse, cast, run, course, records) -> None:
    assert "Returns in practice" in browse(cast.arta).get(f"/library/{records[1].id}").text
    page = browse(cast.arta).get(f"/courses/{course.slug}/bibliography")
    assert "A handbook" in page.text and "Chapter 2" in page.text and "1–3" in page.text


def test_a_list_where_nothing_is_required_is_done_by_opening_one(
    browse, session, cast, by, course, reading_list, records
) -> None:
    add(browse(cast.mira), reading_list, records[1])
    add(browse(cast.mira), reading_list, records[2])
    run = a_run(session, publish_course(session, course, ACTIVITY_KINDS, by=by), cast.mira)
    a_learner(session, run, cast.arta, cast.mira)
    session.commit()
    base = f"/runs/{run.id}/activities/{reading_list.id}"
    assert "once you have opened one of them" in browse(cast.arta).get(base).text
    browse(cast.arta).get(f"{base}/readings/2")
    session.expire_all()
    assert session.scalars(select(ActivityProgress.how)).all() == ["opened"]
