"""The board decides; certificates follow without gaps."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.awards.models import BoardDecision, Certificate, CertificateEvent
from courses.enrolment.models import Enrolment, EnrolmentState, EnrolmentStep
from rmtc.audit.models import AuditEntry
from rmtc.clock import today
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from tests.factories.awards import Graded, a_graded_run, decide
from tests.personas import Cast


@pytest.fixture
def graded(session: WriteSession, cast: Cast) -> Graded:
    return a_graded_run(session, cast)


def form(graded: Graded, **changes: object) -> dict[str, object]:
    usual = {"decided_on": "2026-03-02", "members": "Ana Board", "lines": [f"{graded.arta.id}:passed"]}
    return usual | changes


def test_the_manager_records_a_decision_and_a_certificate_follows(
    browse, graded: Graded, session: WriteSession, cast: Cast
) -> None:
    browser = browse(cast.mira)
    offered = browser.get(f"/records/runs/{graded.run.id}/decisions/new")
    assert "Arta Hoxha" in offered.text and "82" in offered.text

    done = browser.post(f"/records/runs/{graded.run.id}/decisions", data=form(graded))

    assert done.status_code == 200 and "Decision 1/2026" in done.text
    certificate = session.scalars(select(Certificate)).one()
    assert (certificate.number, certificate.holder, certificate.mark) == (1, "Arta Hoxha", 82.0)
    assert certificate.serial in done.text
    assert session.get_one(Enrolment, graded.arta.id, populate_existing=True).state is EnrolmentState.COMPLETED
    steps = select(EnrolmentStep.state).where(EnrolmentStep.enrolment_id == graded.arta.id)
    assert session.scalars(steps.order_by(EnrolmentStep.id)).all()[-1] is EnrolmentState.COMPLETED
    said = session.scalars(select(AuditEntry.what)).all()
    assert {"decision.recorded", "certificate.issued"} <= set(said)


@pytest.mark.parametrize("lines", [[], [""]])
def test_a_decision_is_about_somebody(browse, graded: Graded, session: WriteSession, cast: Cast, lines) -> None:
    answer = browse(cast.mira).post(f"/records/runs/{graded.run.id}/decisions", data=form(graded, lines=lines))
    assert answer.status_code == 422 and "Decide about at least one learner." in answer.text
    assert session.scalars(select(BoardDecision.id)).all() == []


def test_a_verdict_against_the_marks_needs_a_note(browse, graded: Graded, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.mira)
    lines = [f"{graded.sven.id}:passed"]

    refused = browser.post(f"/records/runs/{graded.run.id}/decisions", data=form(graded, lines=lines))
    assert refused.status_code == 422 and 'id="note-error"' in refused.text and "Ana Board" in refused.text
    assert session.scalars(select(Certificate)).all() == []

    noted = form(graded, lines=lines, note="The oral defence was repeated and passed on appeal.")
    assert browser.post(f"/records/runs/{graded.run.id}/decisions", data=noted).status_code == 200
    assert len(session.scalars(select(Certificate)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"members": ""}, "members"),
        ({"decided_on": "soon"}, "decided_on"),
        ({"decided_on": (today() + timedelta(days=2)).isoformat()}, "decided_on"),
        ({"lines": [""]}, "lines"),
        ({"lines": ["7:perhaps"]}, "lines"),
        ({"lines": ["999999:passed"]}, "lines"),
    ],
)
def test_a_wrong_decision_comes_back(
    browse, graded: Graded, session: WriteSession, cast: Cast, wrong: dict[str, object], field: str
) -> None:
    page = browse(cast.mira).post(f"/records/runs/{graded.run.id}/decisions", data=form(graded, **wrong))
    assert page.status_code == 422 and f'href="#{field}"' in page.text
    assert session.scalars(select(Certificate)).all() == []


def test_numbers_have_no_gap_after_a_refusal(graded: Graded, session: WriteSession) -> None:
    with pytest.raises(FieldRefusal):
        decide(session, graded, "999999:passed")
    session.rollback()
    decide(session, graded, f"{graded.arta.id}:passed")
    second = decide(session, graded, f"{graded.sven.id}:passed", note="Passed the second sitting before the board.")

    assert second.number == 2
    numbers = session.scalars(select(Certificate.number).order_by(Certificate.id)).all()
    assert numbers == [1, 2]


def test_who_is_decided_is_not_decided_again(graded: Graded, session: WriteSession) -> None:
    decide(session, graded, f"{graded.arta.id}:passed")
    with pytest.raises(FieldRefusal):
        decide(session, graded, f"{graded.arta.id}:passed")


def test_only_a_manager_decides(browse, visitor, graded: Graded, cast: Cast) -> None:
    address = f"/records/runs/{graded.run.id}/decisions"
    assert visitor.get(f"{address}/new", follow_redirects=False).status_code == 303
    assert visitor.post(address, data=form(graded)).status_code == 401
    for person, status in ((cast.arta, 403), (cast.ivana, 403), (cast.marko, 403)):
        browser = browse(person)
        assert browser.get(f"{address}/new").status_code == status
        assert browser.post(address, data=form(graded)).status_code == status
    assert browse(cast.mira).get("/records/runs/999999/decisions/new").status_code == 404
    cross = browse(cast.mira).post(address, data=form(graded), headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403


def test_a_revocation_keeps_the_history(browse, graded: Graded, session: WriteSession, cast: Cast) -> None:
    decide(session, graded, f"{graded.arta.id}:passed")
    serial = session.scalars(select(Certificate.serial)).one()
    browser = browse(cast.mira)
    address = f"/records/certificates/{serial}/standing"

    short = browser.post(address, data={"kind": "revoked", "reason": "no"})
    assert short.status_code == 422 and 'id="reason-error"' in short.text

    told = browser.post(address, data={"kind": "revoked", "reason": "The identity was mistaken, decision 4/2026."})
    assert "This certificate has been revoked" in told.text
    assert browser.post(address, data={"kind": "revoked", "reason": "The same once more."}).status_code == 409
    browser.post(address, data={"kind": "reinstated", "reason": "The appeal was upheld, decision 5/2026."})
    assert session.scalars(select(CertificateEvent.kind).order_by(CertificateEvent.id)).all() == [
        "issued",
        "revoked",
        "reinstated",
    ]
    assert browse(cast.ivana).get(f"/records/certificates/{serial}").status_code == 200
    assert browse(cast.ivana).post(address, data={"kind": "revoked", "reason": "I may not do this."}).status_code == 403
