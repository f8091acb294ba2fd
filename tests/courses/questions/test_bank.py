"""Trainers write the question bank of their course."""

import pytest
from sqlalchemy import func, select

from courses.questions.models import Question, QuestionVersion
from courses.questions.queries import newest_versions
from rmtc.accounts.models import RoleName
from tests.factories.courses import a_course
from tests.factories.quizzes import DATA, a_question

ROWS = {"text": ["Users", "Returnees", "", ""], "share": ["", "", "", ""], "remark": ["Yes.", "", "", ""]}
SINGLE = {"kind": "single", "name": "Figures", "stem": "Which figure?", "mark": "2", "right": ["0"], **ROWS}


@pytest.fixture
def course(session, cast):
    course = a_course(session)
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    return course


@pytest.fixture
def path(course) -> str:
    return f"/teach/courses/{course.slug}/questions"


def newest(session) -> QuestionVersion:
    return session.scalars(select(QuestionVersion).order_by(QuestionVersion.id.desc())).first()


def test_a_trainer_writes_a_question_and_finds_it(browse, session, cast, path) -> None:
    browser = browse(cast.marko)
    assert "No questions yet" in browser.get(path).text
    page = browser.post(path, data=SINGLE | {"feedback": "The users count.", "lesson": "", "paragraph": ""})
    assert "The question is in the bank." in page.text
    assert "Figures" in page.text
    choices = newest(session).data["choices"]
    assert [(row["text"], row["fraction"]) for row in choices] == [("Users", 1), ("Returnees", 0)]
    assert "Figures" in browser.get(path, params={"q": "WHICH"}).text
    assert "No question fits" in browser.get(path, params={"q": "100%"}).text


@pytest.mark.parametrize("kind", DATA)
def test_each_kind_is_shown_in_its_form_and_saved_unchanged_as_it_was(
    browse, session, cast, course, path, kind
) -> None:
    question = a_question(session, course, kind)
    browser = browse(cast.marko)
    assert browser.get(f"{path}/new", params={"kind": kind}).status_code == 200
    assert f"About {kind}" in browser.get(f"{path}/{question.id}").text
    preview = browser.get(f"{path}/{question.id}/preview").text
    assert "Right answer" in preview


def test_changing_makes_a_version_and_the_same_again_does_not(browse, session, cast, course, path) -> None:
    question = a_question(session, course, "multiple")
    browser = browse(cast.marko)
    changed = {
        "kind": "multiple",
        "name": "Of them",
        "stem": "Which?",
        "right": ["0", "1"],
        "text": ["Age", "Sex", "Size"],
    }
    for _ in range(2):
        assert "Version 2 is saved" in browser.post(f"{path}/{question.id}", data=changed).text
    version = newest_versions(session, [question.id])[question.id]
    assert version.number == 2
    assert [row["fraction"] for row in version.data["choices"]] == [0.5, 0.5, -1]
    assert session.scalar(select(func.count()).select_from(QuestionVersion)) == 2


def test_a_wrong_form_comes_back_as_typed(browse, session, cast, path) -> None:
    browser = browse(cast.marko)
    wrong = [
        (SINGLE | {"name": ""}, "Please fill this in."),
        (SINGLE | {"right": []}, "Mark the answer that is right."),
        (SINGLE | {"text": ["", ""]}, "Write at least one answer."),
        (SINGLE | {"share": ["900", ""]}, "A share is a number from -100 to 100."),
        ({"kind": "numerical", "name": "n", "stem": "s", "text": ["many"]}, "Please write a number."),
        (SINGLE | {"kind": "multiple", "share": ["30", ""]}, "it must be 100 %"),
        ({"kind": "true_false", "name": "n", "stem": "Is it so?"}, "Please choose yes or no."),
    ]
    for form, message in wrong:
        page = browser.post(path, data=form)
        assert page.status_code == 422, form
        assert message in page.text
        assert form["stem"] in page.text
    assert session.scalar(select(func.count()).select_from(Question)) == 0


def test_a_preview_says_what_an_answer_earns(browse, session, cast, course, path) -> None:
    question = a_question(session, course, "numerical")
    browser = browse(cast.marko)
    assert "2 of 2 marks" in browser.get(f"{path}/{question.id}/preview", params={"answer": "5.360"}).text
    assert "0 of 2 marks" in browser.get(f"{path}/{question.id}/preview", params={"answer": "12"}).text
    assert "Please write a number" in browser.get(f"{path}/{question.id}/preview", params={"answer": "many"}).text


def test_a_retired_question_leaves_the_bank_and_comes_back(browse, session, cast, course, path) -> None:
    question = a_question(session, course)
    browser = browse(cast.marko)
    assert "About single" not in browser.post(f"{path}/{question.id}/retirement").text
    assert "About single" in browser.get(path, params={"show": "retired"}).text
    assert browser.post(f"{path}/{question.id}", data=SINGLE).status_code == 409
    assert "About single" in browser.post(f"{path}/{question.id}/return").text


def test_who_may_not_write_is_kept_out(browse, visitor, session, cast, course, path) -> None:
    question = a_question(session, course)
    other = cast.make("Other Trainer", RoleName.TRAINER)
    pages = [path, f"{path}/new", f"{path}/{question.id}", f"{path}/{question.id}/preview"]
    for address in pages:
        assert visitor.get(address, follow_redirects=False).status_code == 303
        assert browse(cast.arta).get(address).status_code == 404
        assert browse(other).get(address).status_code == 403
        assert browse(cast.mira).get(address).status_code == 200
    for address in (path, f"{path}/{question.id}", f"{path}/{question.id}/retirement"):
        assert visitor.post(address, data=SINGLE).status_code == 401
        assert browse(cast.arta).post(address, data=SINGLE).status_code == 404
        assert browse(other).post(address, data=SINGLE).status_code == 403
        assert browse(cast.marko).post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.marko).get(f"{path}/999999").status_code == 404


def test_a_question_of_another_course_is_not_here(browse, session, cast, course, path) -> None:
    stray = a_question(session, a_course(session))
    assert browse(cast.marko).get(f"{path}/{stray.id}").status_code == 404


@pytest.mark.parametrize("count", [10, 1000])
def test_the_bank_costs_the_same_however_long(browse, session, cast, course, path, count) -> None:
    session.add_all(Question(course_id=course.id, created_at=course.created_at) for _ in range(count))
    session.flush()
    session.add_all(
        QuestionVersion(
            question_id=number, number=1, kind="true_false", name=f"Q{number:05}", stem="So?", mark=1,
            data={"answer": True}, created_at=course.created_at,
        )
        for number in session.scalars(select(Question.id).where(Question.course_id == course.id))
    )  # fmt: skip
    session.commit()
    browser = browse(cast.marko)
    page = browser.get(path)
    assert page.text.count("Preview<") == min(count, 25)
    assert f"{count} questions" in page.text
    assert len(browser.queries) <= 6


def test_who_saves_second_is_shown_both_questions(browse, session, cast, course, path) -> None:
    browser = browse(cast.marko)
    browser.post(path, data=SINGLE)
    at = f"{path}/{newest(session).question_id}"
    assert browser.post(at, data=SINGLE | {"stem": "Which one?", "seen": "1"}).status_code == 200
    page = browser.post(at, data=SINGLE | {"stem": "Which of them?", "seen": "1"})
    assert page.status_code == 422
    assert "This has been saved anew since you opened it" in page.text
    assert "Which one?" in page.text and "Which of them?" in page.text
    assert newest(session).number == 2
    assert 'name="seen" value="2"' in page.text
    browser.post(at, data=SINGLE | {"stem": "Which of them?", "seen": "2"})
    assert (newest(session).number, newest(session).stem) == (3, "Which of them?")
