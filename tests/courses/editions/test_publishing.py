"""Publishing a course: editions that never change, and what has changed since."""

import pytest
from sqlalchemy import delete, select, update

from courses.catalogue.models import Course, Edition, EditionActivity, PublishedForeverError
from courses.content.editions import has_kept_its_digest, problems_of
from courses.content.editions import publish_course as publish
from courses.content.forms import ActivityForm, SourceForm
from courses.content.services import add_activity, edit_activity, remove_activity, set_sources
from courses.questions.models import Question, QuestionVersion
from courses.quizzes.models import Quiz, QuizSlot
from courses.quizzes.settings import settings_of, slots_of
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.parts import ACTIVITY_KINDS
from tests.factories.courses import as_actor
from tests.factories.library import make_record
from tests.factories.writing import a_lesson, a_picture, a_section, a_written_course
from tests.personas import Cast


@pytest.fixture
def by(cast: Cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def course(session: WriteSession, cast: Cast, by) -> Course:
    """A course whose trainer is Marko."""
    made = a_written_course(session, by)
    cast.give(cast.marko, RoleName.TRAINER, "course", made.id)
    return made


def publish_course(session: WriteSession, course: Course, note: str = "", *, by) -> Edition:
    return publish(session, course, ACTIVITY_KINDS, note, by=by)


def kept(session: WriteSession, edition: Edition) -> list[EditionActivity]:
    wanted = select(EditionActivity).where(EditionActivity.edition_id == edition.id)
    return list(session.scalars(wanted.order_by(EditionActivity.position)))


def test_an_edition_holds_everything(session: WriteSession, settings, course: Course, by) -> None:
    record = make_record(session, "Global Compact", key="gcm")
    picture = a_picture(session, settings, course, by)
    a_picture(session, settings, course, by, "figures/line.svg")
    section = a_section(session, course, by, "Counting")
    body = f'## Stocks\n\nSee [[lib:{record.id}|Objective 1]].\n\n![A line](figures/line.svg "The line")'
    lesson = a_lesson(session, section, by, body=body, outcomes=["K1"])
    set_sources(session, lesson, [SourceForm(resource_id=record.id, locator="Objective 1")], by=by)
    facts = {"resource_id": record.id, "pages": "Objective 1", "page": 0}
    reading = ActivityForm(kind="reading", title="Read it", settings=facts, body="Look *closely*.")
    add_activity(session, section, reading, by=by)
    handout = ActivityForm(kind="file", title="Handout", settings={"file": "line.svg"})
    add_activity(session, section, handout, by=by)

    edition = publish_course(session, course, "First", by=by)
    session.commit()

    one, two, three = kept(session, edition)
    assert (one.number, one.section_title, one.outcomes, one.position) == ("1.1", "Counting", ["K1"], 1)
    assert f'<a href="/library/{record.id}">Objective 1</a>' in one.html and 'id="s-stocks-p-1"' in one.html
    assert f'src="/courses/{course.slug}/files/figures/line.svg?v={picture.sha256[:16]}"' in one.html
    assert one.content["sources"][0]["locator"] == "Objective 1"
    assert (two.content["resource_id"], two.content["pages"]) == (record.id, "Objective 1")
    assert "<em>closely</em>" in two.html
    assert (three.content["name"], three.content["sha256"]) == ("line.svg", picture.sha256)
    assert has_kept_its_digest(session, edition)
    assert course.state == "published"


def test_a_quiz_is_frozen_with_its_questions(session: WriteSession, course: Course, by) -> None:
    quiz = add_activity(session, a_section(session, course, by), ActivityForm(kind="quiz", title="Check"), by=by)
    question = Question(course_id=course.id, created_at=now())
    kept_quiz = Quiz(activity_id=quiz.id, time_limit=600, closes_at=now(), review={})
    session.add_all([question, kept_quiz])
    session.flush()
    facts = {"question_id": question.id, "kind": "true_false", "name": "Q", "stem": "So?", "data": {"answer": True}}
    versions = [QuestionVersion(number=number, created_at=now(), **facts) for number in (1, 2)]
    session.add_all([*versions, QuizSlot(quiz_id=kept_quiz.id, question_id=question.id, position=1, mark=2.0)])
    session.flush()

    [activity] = kept(session, publish_course(session, course, by=by))

    assert settings_of(activity).time_limit == 600 and activity.content["closes_at"]
    assert [(slot.question_version_id, slot.mark) for slot in slots_of(activity)] == [(versions[1].id, 2.0)]


def test_what_is_not_ready_is_refused_with_its_reasons(session: WriteSession, course: Course, by) -> None:
    with pytest.raises(Refusal, match="no activity yet"):
        publish_course(session, course, by=by)
    section = a_section(session, course, by)
    a_lesson(
        session, section, by, "Broken", body="See [[lib:9|p. 1]], ![x](lost.svg), [y](lost.pdf) and [z](//e.example)."
    )
    a_lesson(
        session, section, by, "Away", body="![x](https://e.example/x.png) [y](course-item:99999) [z](https://e.example)"
    )
    a_lesson(session, section, by, "Empty", body="")
    add_activity(session, section, ActivityForm(kind="quiz", title="Check"), by=by)

    with pytest.raises(Refusal, match="the library shows no record “9”"):
        publish_course(session, course, by=by)

    assert problems_of(session, course, ACTIVITY_KINDS) == [
        "“Broken”: the library shows no record “9”.",
        "“Broken”: the link “lost.pdf” leads nowhere.",
        "“Broken”: the link “//e.example” leads nowhere.",
        "“Broken”: the course has no file “lost.svg”.",
        "“Away”: a link leads to an activity that is not there.",
        "“Away”: the picture “https://e.example/x.png” is not a file of this course.",
        "“Empty” has no text yet.",
        "“Check” has no questions yet.",
    ]


def test_an_edition_never_changes(session: WriteSession, course: Course, by) -> None:
    a_lesson(session, a_section(session, course, by), by)
    edition = publish_course(session, course, by=by)
    session.commit()
    activity = kept(session, edition)[0]

    activity.title = "Another"
    with pytest.raises(PublishedForeverError):
        session.flush()
    session.rollback()
    session.delete(session.get_one(Edition, edition.id))
    with pytest.raises(PublishedForeverError):
        session.flush()
    session.rollback()
    for statement in (update(EditionActivity).values(html=""), delete(EditionActivity)):
        with pytest.raises(PublishedForeverError):
            session.execute(statement)


def test_nothing_new_is_not_published_again(session: WriteSession, course: Course, by) -> None:
    a_lesson(session, a_section(session, course, by), by)
    publish_course(session, course, by=by)
    with pytest.raises(Refusal, match="Nothing has changed since edition 1"):
        publish_course(session, course, by=by)


def test_a_trainer_sees_what_changed_and_publishes(
    browse, session: WriteSession, cast: Cast, course: Course, by
) -> None:
    section = a_section(session, course, by)
    first, gone = a_lesson(session, section, by, "Counting"), a_lesson(session, section, by, "Old habits")
    browser = browse(cast.marko)
    path = f"/teach/courses/{course.slug}/editions"
    assert "First edition" in browser.get(path).text
    assert "Edition 1 is published." in browser.post(path, data={"note": "For the spring run"}).text
    assert "Nothing has changed" in browser.get(path).text
    changed = ActivityForm(
        kind="page", title="Counting people", minutes=20, required=True, body="## Counting\n\nA flow has a period."
    )
    edit_activity(session, first, changed, by=by)
    remove_activity(session, gone, by=by)
    a_lesson(session, section, by, "New words")

    page = browser.get(path)

    assert "What has changed since edition 1" in page.text
    assert "<del>A stock is counted on a day.</del>" in page.text and "<ins>A flow has a period.</ins>" in page.text
    for words in ("title, before: Counting", "Old habits", "New words"):
        assert words in page.text
    browser.post(path, data={"note": "Better words"})
    shown = browser.get(f"{path}/2")
    assert "their digest agrees" in shown.text and "Better words" in shown.text and "What it changed" in shown.text
    assert browser.get(f"{path}/9").status_code == 404


def test_problems_are_shown_before_publishing(browse, session: WriteSession, cast: Cast, course: Course, by) -> None:
    a_lesson(session, a_section(session, course, by), by, "Empty", body="")
    browser = browse(cast.marko)
    path = f"/teach/courses/{course.slug}/editions"
    assert "“Empty” has no text yet." in browser.get(path).text
    page = browser.post(path, data={"note": "x"})
    assert page.status_code == 422 and "has no text yet." in page.text
    long = browser.post(path, data={"note": "x" * 301})
    assert long.status_code == 422


def test_only_those_who_write_publish(browse, visitor, session: WriteSession, cast: Cast, course: Course, by) -> None:
    a_lesson(session, a_section(session, course, by), by)
    path = f"/teach/courses/{course.slug}/editions"
    assert browse(cast.ivana).post(path, data={"note": ""}).status_code == 403
    assert browse(cast.arta).post(path, data={"note": ""}).status_code == 404
    assert visitor.post(path, data={"note": ""}).status_code == 401
    cross = browse(cast.marko).post(path, data={"note": ""}, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    assert session.scalars(select(Edition)).all() == []


@pytest.mark.parametrize("many", [3, 60])
def test_the_cost_of_the_page_stays_the_same(browse, session, cast: Cast, course: Course, by, many: int) -> None:
    section = a_section(session, course, by)
    for number in range(many):
        a_lesson(session, section, by, f"Lesson no. {number}")
    publish_course(session, course, by=by)
    session.commit()
    browser = browse(cast.marko)
    assert "Nothing has changed" in browser.get(f"/teach/courses/{course.slug}/editions").text
    assert len(browser.queries) <= 16
    assert f"Lesson no. {many - 1}" in browser.get(f"/teach/courses/{course.slug}/editions/1").text
    assert len(browser.queries) <= 12
