"""Asking for a document to be taken down: the form, the throttle, the answers, forgetting who asked."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from library.removals.jobs import forget_askers
from library.removals.models import RemovalRequest, RemovalState
from library.resources.models import Resource, ResourceState
from rmtc.clock import now
from rmtc.mail.models import Mail
from tests.factories.library import make_record

FORM = {"name": "Ana Anić", "email": "ana@test.example", "ground": "personal_data", "text": "My address is on page 3."}
ANSWER = {"decision": "withdrawn", "reason": "It held private addresses.", "reply": "We have taken it down. Thank you."}


@pytest.fixture
def asked(browse, session):
    """A record that somebody wants taken down; gives its number and that of the request."""
    number = make_record(session, "The list of 2019").id
    page = browse().post(f"/library/{number}/removals", data=FORM, headers={"accept-language": "sr-Latn"})
    assert page.status_code == 200
    return number, session.scalars(select(RemovalRequest.id)).one()


def test_somebody_asks_and_the_record_goes(asked, browse, cast, session) -> None:
    number, request = asked
    elena = browse(cast.elena)
    assert session.scalar(select(Mail.to)) == "contact@rmtc.example"
    assert "1 request waits for an answer" in elena.get("/home").text
    assert "The list of 2019" in elena.get("/desk/removals").text
    assert "My address is on page 3." in elena.get(f"/desk/removals/{request}").text
    short = elena.post(f"/desk/removals/{request}/answer", data={**ANSWER, "reason": ""})
    assert short.status_code == 422 and "reason that the page will show" in short.text
    assert "We have taken it down." in short.text

    page = elena.post(f"/desk/removals/{request}/answer", data=ANSWER)
    assert "The answer is on its way." in page.text and "Taken down" in page.text
    gone = browse().get(f"/library/{number}")
    assert gone.status_code == 410 and "It held private addresses." in gone.text
    letter = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert (letter.to, letter.language) == ("ana@test.example", "sr-Latn")
    assert elena.post(f"/desk/removals/{request}/answer", data=ANSWER).status_code == 409


def test_a_record_is_kept_with_a_letter(asked, browse, cast, session) -> None:
    number, request = asked
    browse(cast.elena).post(f"/desk/removals/{request}/answer", data={**ANSWER, "decision": "kept", "reason": ""})
    session.expire_all()
    assert session.get(Resource, number).state is ResourceState.PUBLISHED
    assert session.get(RemovalRequest, request).state is RemovalState.KEPT


def test_who_asked_is_forgotten_after_a_year(asked, browse, cast, session, site) -> None:
    _number, request = asked
    elena = browse(cast.elena)
    elena.post(f"/desk/removals/{request}/answer", data=ANSWER)
    session.execute(update(RemovalRequest).values(forget_on=now() - timedelta(days=1)))
    session.commit()
    forget_askers(site, {})
    page = elena.get(f"/desk/removals/{request}")
    assert "Ana" not in page.text and "are deleted" in page.text


def test_the_form_comes_back_and_is_throttled(browse, session) -> None:
    number = make_record(session, "The list of 2019").id
    visitor = browse()
    assert "Ask for this document to be taken down" in visitor.get(f"/library/{number}").text
    wrong = visitor.post(f"/library/{number}/removals", data={**FORM, "email": "nobody", "text": "Kept words here"})
    assert wrong.status_code == 422 and "Kept words here" in wrong.text
    for _ in range(5):
        assert visitor.post(f"/library/{number}/removals", data=FORM).status_code == 200
    assert visitor.post(f"/library/{number}/removals", data=FORM).status_code == 429
    assert session.scalar(select(func.count()).select_from(RemovalRequest)) == 5


def test_what_is_closed_is_not_told(browse, cast, session) -> None:
    closed = make_record(session, "Closed", access="staff").id
    for path in (f"/library/{closed}/removals/new", "/library/999999/removals/new"):
        assert browse().get(path).status_code == 404
        assert browse(cast.arta).get(path).status_code == 404
    assert browse().post(f"/library/{closed}/removals", data=FORM).status_code == 404


def test_answers_are_for_librarians(asked, browse, cast) -> None:
    _number, request = asked
    for path in ("/desk/removals", f"/desk/removals/{request}"):
        assert browse(cast.arta).get(path).status_code == 403
        assert "/sign-in" in str(browse().get(path, follow_redirects=False).headers["location"])
    address = f"/desk/removals/{request}/answer"
    assert browse(cast.arta).post(address, data=ANSWER).status_code == 403
    assert browse(cast.elena).post(address, data=ANSWER, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.elena).get("/desk/removals/999999").status_code == 404
