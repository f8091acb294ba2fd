"""Trainers see grades, enter them and correct them; the record keeps every entry."""

import pytest
from sqlalchemy import select

from courses.attempts.services import submit_attempt
from courses.curricula.models import Assessment, Curriculum, CurriculumVersion
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.grades.final import final_mark, final_marks
from courses.grades.models import Grade
from courses.grades.queries import Marked
from courses.runs.queries import run_by_id
from rmtc.accounts.models import Person, RoleName
from rmtc.clock import now
from tests.factories.courses import a_learner, as_actor
from tests.factories.quizzes import QUIZ, a_quiz, an_attempt


@pytest.fixture
def quiz(session, cast):
    quiz = a_quiz(session, cast.mira, "single", "true_false")
    cast.give(cast.marko, RoleName.TRAINER, "run", quiz.run.id)
    return quiz


def with_curriculum(session, quiz) -> list[Assessment]:
    curriculum = Curriculum(code="MG", title="Migration and Gender", created_at=now())
    session.add(curriculum)
    session.flush()
    version = CurriculumVersion(
        curriculum_id=curriculum.id, number=1, title="Migration and Gender", level=5, ects=3, created_at=now()
    )
    session.add(version)
    session.flush()
    facts = {"version_id": version.id, "outcomes": [], "modules": []}
    assessments = [
        Assessment(title="Quiz", kind="quiz", weight=40, position=1, **facts),
        Assessment(title="Case file", kind="case", weight=60, must_pass=True, position=2, **facts),
    ]
    session.add_all(assessments)
    quiz.course.curriculum_version_id = version.id
    session.commit()
    return assessments


def test_a_correction_is_another_entry_with_its_reason(browse, session, cast, quiz) -> None:
    enrolment, attempt = an_attempt(session, quiz, cast.arta, cast.mira)
    submit_attempt(session, attempt, by=as_actor(cast.arta))
    session.commit()
    browser = browse(cast.marko)
    path = f"/teach/runs/{quiz.run.id}/grades"
    assert "Arta Hoxha" in browser.get(path).text
    entry = {"item": f"activity-{QUIZ}", "value": "72,5"}
    page = browser.post(f"{path}/{enrolment.id}/entries", data=entry)
    assert page.status_code == 422
    assert "There is a grade already." in page.text
    assert 'value="72,5"' in page.text
    page = browser.post(f"{path}/{enrolment.id}/entries", data=entry | {"reason": "Question 2 was unclear"})
    assert "The grade is entered." in page.text
    assert "Question 2 was unclear" in page.text
    assert list(session.scalars(select(Grade.value).order_by(Grade.id))) == [0.0, 72.5]
    assert "72.5" in browser.get(path).text


def test_a_wrong_grade_comes_back(browse, session, cast, quiz) -> None:
    enrolment = a_learner(session, quiz.run, cast.arta, cast.mira)
    path = f"/teach/runs/{quiz.run.id}/grades/{enrolment.id}/entries"
    for typed in ({"value": "120"}, {"value": "good"}, {"value": "nan"}, {"item": "activity-999"}, {"item": "x"}):
        page = browse(cast.marko).post(path, data={"item": f"activity-{QUIZ}", "value": "50"} | typed)
        assert page.status_code == 422, typed
    assert session.scalar(select(Grade)) is None


def test_who_may_see_and_enter_grades(browse, visitor, session, cast, quiz) -> None:
    enrolment = a_learner(session, quiz.run, cast.arta, cast.mira)
    book = f"/teach/runs/{quiz.run.id}/grades"
    for address in (book, f"{book}/{enrolment.id}"):
        assert visitor.get(address, follow_redirects=False).status_code == 303
        for person, status in ((cast.stranger, 404), (cast.arta, 403), (cast.marko, 200), (cast.ivana, 200)):
            assert browse(person).get(address).status_code == status, (address, person.name)
    entry = {"item": f"activity-{QUIZ}", "value": "50"}
    path = f"{book}/{enrolment.id}/entries"
    assert visitor.post(path, data=entry).status_code == 401
    for person, status in ((cast.stranger, 404), (cast.arta, 403), (cast.ivana, 403)):
        assert browse(person).post(path, data=entry).status_code == status, person.name
    assert browse(cast.marko).post(path, data=entry, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.marko).get(f"{book}/999999").status_code == 404


def test_the_final_mark_weighs_the_assessments(browse, session, cast, quiz) -> None:
    _, case = with_curriculum(session, quiz)
    enrolment = a_learner(session, quiz.run, cast.arta, cast.mira)
    browser = browse(cast.marko)
    path = f"/teach/runs/{quiz.run.id}/grades/{enrolment.id}/entries"
    assert (
        "open until everything is marked" in browser.post(path, data={"item": f"activity-{QUIZ}", "value": "90"}).text
    )
    page = browser.post(path, data={"item": f"assessment-{case.id}", "value": "55"})
    assert "Final mark: 69\u00a0%" in page.text
    assert "not passed" in page.text  # the case file must be passed
    session.expire_all()
    run = run_by_id(session, quiz.run.id)
    final = final_marks(session, run)[enrolment.id]
    assert (final.mark, final.passed) == (69.0, False)


def test_final_marks_by_the_numbers() -> None:
    marked = [
        Marked("activity-1", "One", is_quiz=True, modules=(1,)),
        Marked("activity-2", "Two", is_quiz=True, modules=(2,)),
        Marked("assessment-1", "Test", 30, is_quiz=True, modules=(1, 2)),
        Marked("assessment-2", "Brief", 70, must_pass=True),
    ]
    values = {"activity-1": 80.0, "activity-2": 60.0, "assessment-2": 60.0}
    assert (final_mark(marked, values, 60).mark, final_mark(marked, values, 60).passed) == (63.0, True)
    assert final_mark(marked, values | {"assessment-1": 100.0}, 60).mark == 72.0
    assert final_mark(marked, {"activity-1": 80.0, "assessment-2": 60.0}, 60).mark is None
    assert final_mark(marked[:2], {"activity-1": 80.0, "activity-2": 60.0}, 60).mark == 70.0
    assert final_mark([], {}, 60).mark is None


@pytest.mark.parametrize("count", [10, 1000])
def test_the_gradebook_costs_the_same_however_many_learn(browse, session, cast, quiz, count) -> None:
    with_curriculum(session, quiz)
    moment = now()
    people = [Person(email=f"p{n}@test.example", name=f"Person {n:04}", created_at=moment) for n in range(count)]
    session.add_all(people)
    session.flush()
    facts = {"run_id": quiz.run.id, "state": EnrolmentState.ACTIVE, "created_at": moment}
    session.add_all(Enrolment(person_id=person.id, **facts) for person in people)
    session.commit()
    browser = browse(cast.marko)
    page = browser.get(f"/teach/runs/{quiz.run.id}/grades")
    assert page.text.count("Person 0") == min(count, 25)
    assert len(browser.queries) <= 14
