"""Writing to the Centre."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.front.models import ContactTry
from rmtc.jobs.models import Job
from rmtc.mail.models import Mail
from tests.browsing import Browser
from tests.personas import Cast

MESSAGE = {
    "name": "Jelena Ilić",
    "email": "jelena@ministry.example",
    "subject": "A place in May",
    "message": "Is there a place left in the course on migration and gender?",
}


def test_a_message_reaches_the_centre_as_mail(visitor: Browser, session: WriteSession) -> None:
    answer = visitor.post("/contact", data=MESSAGE)

    assert answer.url.path == "/contact"
    mail = session.scalars(select(Mail)).one()
    assert mail.to == "contact@rmtc.example"
    assert mail.subject == "Message from the site: A place in May"
    assert MESSAGE["message"] in mail.text
    assert "Jelena Ilić <jelena@ministry.example>" in mail.text
    assert "mail.deliver" in session.scalars(select(Job.kind)).all()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", "no address"),
        ("subject", "Two\r\nBcc: all@example.org"),
        ("message", "Short"),
        ("message", "x" * 5001),
    ],
)
def test_a_wrong_message_comes_back(visitor: Browser, session: WriteSession, field: str, value: str) -> None:
    answer = visitor.post("/contact", data={**MESSAGE, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = "Jelena Ilić" if field != "name" else "A place in May"
    assert kept in answer.text
    assert session.scalars(select(Mail)).all() == []


def test_the_sixth_message_within_an_hour_waits(visitor: Browser, session: WriteSession) -> None:
    for _ in range(5):
        assert visitor.post("/contact", data=MESSAGE).status_code == 200
    assert visitor.post("/contact", data=MESSAGE).status_code == 429
    assert len(session.scalars(select(Mail)).all()) == 5

    session.execute(update(ContactTry).values(at=now() - timedelta(minutes=61)))
    session.commit()
    assert visitor.post("/contact", data=MESSAGE).status_code == 200


def test_other_sites_cannot_write_in_our_visitors_name(visitor: Browser, session: WriteSession) -> None:
    assert visitor.post("/contact", data=MESSAGE, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert visitor.post("/contact", data={**MESSAGE, "csrf_token": "made up"}).status_code == 403
    assert session.scalars(select(Mail)).all() == []


def test_a_signed_in_person_need_not_type_name_and_address(browse, cast: Cast) -> None:
    text = browse(cast.arta).get("/contact").text
    assert 'value="Arta Hoxha"' in text
    assert f'value="{cast.arta.email}"' in text
