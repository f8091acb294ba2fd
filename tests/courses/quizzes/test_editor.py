"""Trainers put a quiz together; an edition keeps it as it was."""

from typing import Any

import pytest

from courses.content.models import Activity, Section
from courses.questions.services import edit_question
from courses.quizzes.freezing import freeze
from courses.quizzes.services import add_slots
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from tests.factories.courses import a_course, as_actor
from tests.factories.quizzes import DATA, a_draft, a_question

SETTINGS: dict[str, Any] = {
    "intro": "Twelve minutes.", "minutes": "12", "attempts": "3", "pass_mark": "70", "when": "submitted", "marks": "on",
}  # fmt: skip


@pytest.fixture
def activity(session, cast) -> Activity:
    course = a_course(session)
    cast.give(cast.marko, RoleName.AUTHOR, "course", course.id)
    section = Section(course_id=course.id, position=1, title="One")
    session.add(section)
    session.flush()
    facts = {"position": 1, "outcomes": [], "settings": {}, "updated_at": now()}
    activity = Activity(course_id=course.id, section_id=section.id, kind="quiz", title="Module quiz", **facts)
    session.add(activity)
    session.commit()
    return activity


@pytest.fixture
def path(activity) -> str:
    return f"/teach/activities/{activity.id}/quiz"


def questions(session, activity, kinds=DATA):
    from courses.catalogue.models import Course  # noqa: PLC0415

    course = session.get_one(Course, activity.course_id)
    return [a_question(session, course, kind) for kind in kinds]


def snapshot_quiz(session, activity) -> dict[str, Any]:
    return freeze(session, [activity], str)[activity.id].content


def names(session, activity) -> list[int]:
    session.expire_all()
    return [slot["question_version_id"] for slot in snapshot_quiz(session, activity)["slots"]]


def test_settings_are_saved_and_shown(browse, session, cast, activity, path) -> None:
    browser = browse(cast.marko)
    assert "This quiz asks nothing yet." in browser.get(path).text
    page = browser.post(path, data=SETTINGS | {"opens_at": "2027-03-01T08:00", "closes_at": "2027-03-31T18:00"})
    assert "Saved. Learners get it with the next edition" in page.text
    assert 'value="2027-03-31T18:00"' in page.text
    session.expire_all()
    snapshot = snapshot_quiz(session, activity)
    assert snapshot["settings"]["time_limit"] == 720
    assert snapshot["closes_at"] == "2027-03-31T16:00:00Z"
    assert snapshot["settings"]["review"] == {"when": "submitted", "marks": True, "right": False, "feedback": False}


def test_wrong_settings_come_back(browse, cast, path) -> None:
    for wrong, message in (
        ({"pass_mark": "170"}, "This must be at most 100."),
        ({"minutes": "ten"}, "Please write a whole number."),
        ({"closes_at": "soon"}, "Please write a date and a time"),
        ({"when": "closed"}, "Say when the quiz closes"),
        ({"opens_at": "2027-03-02T08:00", "closes_at": "2027-03-01T08:00"}, "must close after it opens"),
    ):
        page = browse(cast.marko).post(path, data=SETTINGS | wrong)
        assert page.status_code == 422, wrong
        assert message in page.text
        assert "Twelve minutes." in page.text


def test_questions_are_added_moved_weighed_and_taken_out(browse, session, cast, activity, path) -> None:
    browser = browse(cast.marko)
    assert "Write its first question" in browser.get(path).text
    made = questions(session, activity)
    assert "Choose questions of the bank below" in browser.get(path).text
    page = browser.post(f"{path}/slots", data={"question": [str(one.id) for one in made]})
    assert page.text.count("data-slot-id") == 5
    first = names(session, activity)
    from sqlalchemy import select  # noqa: PLC0415

    from courses.quizzes.models import QuizSlot  # noqa: PLC0415

    slots = list(session.scalars(select(QuizSlot).order_by(QuizSlot.position)))
    browser.post(f"{path}/slots/{slots[4].id}/position", data={"to": "1"})
    assert names(session, activity) == [first[4], *first[:4]]
    browser.post(f"{path}/slots/{slots[4].id}/removal")
    assert names(session, activity) == first[:4]
    marks = {"slot": [str(slot.id) for slot in slots[:4]], "mark": ["1", "2,5", "3", "0"]}
    assert "The marks are saved." in browser.post(f"{path}/marks", data=marks).text
    session.expire_all()
    assert [slot["mark"] for slot in snapshot_quiz(session, activity)["slots"]] == [1, 2.5, 3, 0]
    assert browser.post(f"{path}/marks", data=marks | {"mark": ["1", "2", "3", "many"]}).status_code == 422
    again = browser.post(f"{path}/slots", data={"question": [str(made[0].id)]})
    assert again.status_code == 422
    assert "does not ask yet" in again.text


def test_an_edition_keeps_the_versions_it_was_made_of(session, cast, activity) -> None:
    by = as_actor(cast.marko)
    [question] = questions(session, activity, ["single"])
    add_slots(session, activity, [question.id], by=by)
    before = snapshot_quiz(session, activity)
    edit_question(session, question, a_draft("single", stem="Another question?"), by=None)
    after = snapshot_quiz(session, activity)
    assert before["slots"][0]["question_version_id"] != after["slots"][0]["question_version_id"]


def test_who_may_not_edit_is_kept_out(browse, visitor, session, cast, activity, path) -> None:
    other = cast.make("Other Trainer", RoleName.TRAINER)
    assert visitor.get(path, follow_redirects=False).status_code == 303
    for person, status in ((cast.arta, 404), (other, 403), (cast.mira, 200), (cast.marko, 200)):
        assert browse(person).get(path).status_code == status, person.name
    for address in (path, f"{path}/slots", f"{path}/marks", f"{path}/slots/1/position", f"{path}/slots/1/removal"):
        assert visitor.post(address, data=SETTINGS).status_code == 401
        assert browse(cast.arta).post(address, data=SETTINGS).status_code == 404
        assert browse(other).post(address, data=SETTINGS).status_code == 403
        assert browse(cast.marko).post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_the_editor_costs_the_same_however_many_questions(browse, session, cast, activity, path) -> None:
    made = questions(session, activity, ["single"] * 60)
    add_slots(session, activity, [one.id for one in made[:40]], by=as_actor(cast.marko))
    session.commit()
    browser = browse(cast.marko)
    assert browser.get(path).text.count("data-slot-id") == 20
    assert browser.get(f"{path}?part=2").text.count("data-slot-id") == 20
    assert len(browser.queries) <= 10
