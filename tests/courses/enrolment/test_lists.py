"""Enrolling from a list, and nominations by institutions."""

import pytest
from sqlalchemy import func, select

from courses.enrolment.models import Enrolment, EnrolmentState
from courses.runs.models import CourseRun
from rmtc.accounts.models import Institution, Person, RoleName
from rmtc.clock import now
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_learner, a_run, an_edition
from tests.personas import Cast

ELSEWHERE = {"sec-fetch-site": "cross-site"}


@pytest.fixture
def run(session: WriteSession, cast: Cast) -> CourseRun:
    return a_run(session, an_edition(session, a_course(session), {}), cast.mira, capacity=2)


@pytest.fixture
def cora(session: WriteSession, cast: Cast) -> Person:
    """The coordinator of Arta's institution."""
    cora = cast.make("Cora Coordinator", institution=cast.ministry)
    cast.give(cora, RoleName.COORDINATOR, "institution", cast.ministry.id)
    return cora


def enrolled(session: WriteSession) -> int:
    return session.scalar(select(func.count()).select_from(Enrolment)) or 0


def test_a_list_is_checked_first_and_then_enrols(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    a_learner(session, run, cast.elena, cast.mira)
    rows = "\n".join(
        [
            "email,name",
            f"{cast.arta.email.upper()},Arta",
            f"{cast.stranger.email},Sven",
            cast.elena.email,
            "nobody@x.example,No",
            "Arta Hoxha",
            cast.arta.email,
        ]
    )
    browser, url = browse(cast.mira), f"/teach/runs/{run.id}/enrolments"

    trial = browser.post(url, data={"rows": rows, "step": "check"}).text
    assert "2 people would be enrolled, 4 lines left out" in " ".join(trial.split())
    assert "Nobody with this address has an account yet" in trial
    assert "This is not an e-mail address" in trial
    assert "stands on an earlier line" in trial
    assert "waiting list" in trial
    assert "nobody@x.example,No" in trial
    assert enrolled(session) == 1

    done = browser.post(url, data={"rows": rows, "step": "enrol"}).text
    assert "2 people are enrolled, 4 lines left out" in " ".join(done.split())
    states = session.scalars(select(Enrolment.state).order_by(Enrolment.id)).all()
    assert states == [EnrolmentState.ACTIVE, EnrolmentState.ACTIVE, EnrolmentState.WAITLISTED]
    again = browser.post(url, data={"rows": rows, "step": "enrol"}).text
    assert "0 people are enrolled" in " ".join(again.split())


def test_a_list_may_come_as_a_file(browse, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    browser = browse(cast.mira)
    file = {"file": ("people.csv", f"\ufeffe-mail;name\n{cast.arta.email};Арта".encode(), "text/csv")}
    data = {"rows": "", "step": "check", "csrf_token": browser.token}
    page = browser.post(f"/teach/runs/{run.id}/enrolments", data=data, files=file).text
    assert "1 person would be enrolled" in page
    assert "Арта" in page


def test_an_empty_list_comes_back(browse, cast: Cast, run: CourseRun) -> None:
    url = f"/teach/runs/{run.id}/enrolments"
    answer = browse(cast.mira).post(url, data={"rows": "email,name", "step": "enrol"})
    assert answer.status_code == 422
    assert "The list is empty" in answer.text
    many = "\n".join(f"p{number}@x.example" for number in range(501))
    answer = browse(cast.mira).post(url, data={"rows": many, "step": "enrol"})
    assert (answer.status_code, "p500@x.example" in answer.text) == (422, True)


def test_who_may_enrol_from_a_list(browse, visitor, session: WriteSession, cast: Cast, run: CourseRun) -> None:
    url = f"/teach/runs/{run.id}/enrolments"
    a_learner(session, run, cast.arta, cast.mira)
    for person, status in ((cast.stranger, 404), (cast.arta, 403), (cast.ivana, 403)):
        assert browse(person).get(url).status_code == status
        assert browse(person).post(url, data={"rows": "x", "step": "enrol"}).status_code == status
    assert visitor.get(url, follow_redirects=False).status_code == 303
    assert browse(cast.mira).post(url, data={"rows": "x"}, headers=ELSEWHERE).status_code == 403


def test_a_coordinator_nominates_their_own_people(
    browse, session: WriteSession, cast: Cast, cora: Person, run: CourseRun
) -> None:
    assert cast.arta
    browser = browse(cora)
    page = browser.get("/manage/nominations").text
    assert "Arta Hoxha" in page
    assert run.code in page

    done = browser.post("/manage/nominations", data={"run": run.id, "people": [cast.arta.id]})
    assert "1 person is nominated." in done.text
    assert "Nominated by the institution" in done.text
    assert session.scalars(select(Enrolment.state)).one() is EnrolmentState.NOMINATED

    again = browser.post("/manage/nominations", data={"run": run.id, "people": [cast.arta.id]})
    assert (again.status_code, "waits for one already" in again.text) == (422, True)


def test_a_coordinator_cannot_nominate_or_see_others(
    browse, session: WriteSession, cast: Cast, cora: Person, run: CourseRun
) -> None:
    elsewhere = Institution(name="Asylum Office", country="RS")
    session.add(elsewhere)
    session.commit()
    other = cast.make("Olga Other", institution=elsewhere)
    browser = browse(cora)
    assert "Olga Other" not in browser.get("/manage/nominations").text
    data = {"run": run.id, "people": [cast.arta.id, other.id]}
    assert browser.post("/manage/nominations", data=data).status_code == 403
    assert enrolled(session) == 0


def test_a_nomination_without_people_or_run_comes_back(browse, cast: Cast, cora: Person, run: CourseRun) -> None:
    browser = browse(cora)
    nobody = browser.post("/manage/nominations", data={"run": run.id})
    assert nobody.status_code == 422
    assert f'<option value="{run.id}" selected' in nobody.text
    wrong = browser.post("/manage/nominations", data={"run": 99999, "people": [cast.arta.id]})
    assert (wrong.status_code, "Please choose an open run" in wrong.text) == (422, True)


def test_nominations_are_for_coordinators(browse, visitor, cast: Cast, cora: Person) -> None:
    for person in (cast.arta, cast.marko, cast.mira):
        assert browse(person).get("/manage/nominations").status_code == 403
        assert browse(person).post("/manage/nominations", data={"run": 1, "people": [1]}).status_code == 403
    assert visitor.get("/manage/nominations", follow_redirects=False).status_code == 303
    assert browse(cora).post("/manage/nominations", data={"run": 1}, headers=ELSEWHERE).status_code == 403


@pytest.mark.parametrize("size", [10, 1000])
def test_nominations_cost_the_same_for_many_people(
    browse, session: WriteSession, cast: Cast, cora: Person, size: int
) -> None:
    session.add_all(
        Person(email=f"p{n}@m.example", name=f"Official {n:04}", institution_id=cast.ministry.id, created_at=now())
        for n in range(size)
    )
    session.commit()
    browser = browse(cora)
    page = browser.get("/manage/nominations").text
    assert page.count("Nominate Official") == min(size, 24)
    assert len(browser.queries) <= 12, browser.queries
