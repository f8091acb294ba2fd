"""Joining, waiting, leaving."""

import pytest
from sqlalchemy import select

from courses.enrolment.models import Enrolment, EnrolmentState, EnrolmentStep
from courses.enrolment.queries import enrolment_of
from courses.enrolment.services import enrol, withdraw
from courses.runs.models import CourseRun
from rmtc.accounts.actors import actor_of
from rmtc.accounts.models import Person, Role
from rmtc.db import WriteSession
from rmtc.mail.models import Mail
from tests.factories.courses import a_course, a_learner, a_run, an_edition
from tests.personas import Cast

ELSEWHERE = {"origin": "https://elsewhere.example"}


def make_run(session: WriteSession, cast: Cast, **facts: object) -> CourseRun:
    return a_run(session, an_edition(session, a_course(session), {}), cast.mira, **facts)


def state_of(session: WriteSession, run: CourseRun, person: Person) -> EnrolmentState | None:
    session.expire_all()
    found = enrolment_of(session, run.id, person.id)
    return found.state if found else None


def test_one_joins_an_open_run_at_once(browse, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast, self_enrolment=True)
    page = browse(cast.arta).post(f"/runs/{run.id}/enrolment")
    assert page.url.path == f"/runs/{run.id}"
    assert "You take part in this course now." in page.text
    steps = session.scalars(select(EnrolmentStep.state)).all()
    assert steps == [EnrolmentState.ACTIVE]


def test_without_self_enrolment_one_asks(browse, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast)
    page = browse(cast.arta).post(f"/runs/{run.id}/enrolment")
    assert page.url.path == "/home"
    assert "Asked for a place" in page.text
    assert browse(cast.arta).get(f"/runs/{run.id}").status_code == 403


def test_a_full_run_makes_people_wait_and_a_free_place_is_given_on(browse, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast, self_enrolment=True, capacity=1)
    browse(cast.arta).post(f"/runs/{run.id}/enrolment")
    assert "On the waiting list" in browse(cast.stranger).post(f"/runs/{run.id}/enrolment").text
    assert state_of(session, run, cast.stranger) is EnrolmentState.WAITLISTED

    browse(cast.arta).post(f"/runs/{run.id}/withdrawal")
    assert state_of(session, run, cast.arta) is EnrolmentState.WITHDRAWN
    assert state_of(session, run, cast.stranger) is EnrolmentState.ACTIVE
    assert session.scalars(select(Mail.to)).all() == [cast.stranger.email]

    browse(cast.arta).post(f"/runs/{run.id}/enrolment")
    assert state_of(session, run, cast.arta) is EnrolmentState.WAITLISTED
    assert len(session.scalars(select(Enrolment)).all()) == 2


@pytest.mark.parametrize(
    ("facts", "status"), [({"listed": False}, 404), ({"starts": "2020-01-01", "ends": "2020-02-01"}, 409)]
)
def test_a_closed_run_takes_nobody(
    browse, session: WriteSession, cast: Cast, facts: dict[str, object], status: int
) -> None:
    run = make_run(session, cast, self_enrolment=True, **facts)
    assert browse(cast.arta).post(f"/runs/{run.id}/enrolment").status_code == status
    assert state_of(session, run, cast.arta) is None


def test_who_may_not_join_or_leave(browse, visitor, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast, self_enrolment=True)
    assert visitor.post(f"/runs/{run.id}/enrolment").status_code == 401
    assert browse(cast.arta).post(f"/runs/{run.id}/enrolment", headers=ELSEWHERE).status_code == 403
    assert browse(cast.arta).post(f"/runs/{run.id}/withdrawal").status_code == 404
    assert browse(cast.arta).post("/runs/99999/enrolment").status_code == 404
    browse(cast.arta).post(f"/runs/{run.id}/enrolment")
    assert browse(cast.arta).post(f"/runs/{run.id}/enrolment").status_code == 409


def test_a_decided_result_cannot_be_withdrawn(browse, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast)
    enrolment = a_learner(session, run, cast.arta, cast.mira)
    enrolment.state = EnrolmentState.COMPLETED
    session.commit()
    assert browse(cast.arta).post(f"/runs/{run.id}/withdrawal").status_code == 409


def test_a_trainer_decides_about_requests(browse, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast, capacity=1)
    cast.give(cast.marko, "trainer", "run", run.id)
    cast.arta.language = "sr-Latn"
    for person in (cast.arta, cast.stranger, cast.elena):
        browse(person).post(f"/runs/{run.id}/enrolment")
    ids = {person.id: enrolment_of(session, run.id, person.id).id for person in (cast.arta, cast.stranger, cast.elena)}
    url = f"/teach/runs/{run.id}/enrolments"
    trainer = browse(cast.marko)

    trainer.post(f"{url}/{ids[cast.arta.id]}/decision", data={"decision": "accept"})
    trainer.post(f"{url}/{ids[cast.stranger.id]}/decision", data={"decision": "accept"})
    trainer.post(f"{url}/{ids[cast.elena.id]}/decision", data={"decision": "decline", "reason": "Another run fits"})

    states = [state_of(session, run, person) for person in (cast.arta, cast.stranger, cast.elena)]
    assert states == [EnrolmentState.ACTIVE, EnrolmentState.WAITLISTED, EnrolmentState.WITHDRAWN]
    subjects = {mail.to: mail.subject for mail in session.scalars(select(Mail))}
    assert subjects[cast.arta.email].startswith("Dobili ste mesto") and len(subjects) == 3
    assert subjects[cast.elena.email].startswith("You have no place")
    assert trainer.post(f"{url}/{ids[cast.arta.id]}/decision", data={"decision": "accept"}).status_code == 409
    assert trainer.post(f"{url}/{ids[cast.arta.id]}/decision", data={"decision": "maybe"}).status_code == 409
    assert trainer.post(f"{url}/99999/decision", data={"decision": "accept"}).status_code == 404


def test_only_trainers_decide(browse, visitor, session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast)
    enrolment = a_learner(session, run, cast.arta, cast.mira)
    url, data = f"/teach/runs/{run.id}/enrolments/{enrolment.id}/withdrawal", {"reason": ""}
    assert browse(cast.stranger).post(url, data=data).status_code == 404
    assert browse(cast.marko).post(url, data=data).status_code == 404
    assert browse(cast.arta).post(url, data=data).status_code == 403
    assert browse(cast.ivana).post(url, data=data).status_code == 403
    assert visitor.post(url, data=data).status_code == 401
    assert browse(cast.mira).post(url, data=data, headers=ELSEWHERE).status_code == 403
    assert state_of(session, run, cast.arta) is EnrolmentState.ACTIVE
    browse(cast.mira).post(url, data=data)
    assert state_of(session, run, cast.arta) is EnrolmentState.WITHDRAWN


def test_a_place_gives_the_role_of_the_run_and_takes_it_away(session: WriteSession, cast: Cast) -> None:
    run = make_run(session, cast)

    def roles() -> list[tuple[str, int]]:
        mine = select(Role.scope_kind, Role.scope_id).where(Role.person_id == cast.arta.id, Role.scope_kind == "run")
        return [tuple(row) for row in session.execute(mine)]

    enrolment = enrol(session, run, cast.arta.id, by=actor_of(cast.mira, []))
    assert roles() == [("run", run.id)]
    withdraw(session, run, enrolment, "Moved away", by=actor_of(cast.mira, []))
    assert roles() == []
