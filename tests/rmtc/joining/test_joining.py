"""Registration, new passwords, and the links in letters."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from rmtc.accounts.models import Person, PersonState, RoleName, Ticket, TicketPurpose
from rmtc.accounts.passwords import hash_password
from rmtc.accounts.tickets import issue_ticket
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.mail.models import Mail
from tests.browsing import Browser
from tests.letters import letters_to, link_to
from tests.personas import Cast

GOOD = "ferry across the lake"
ELSEWHERE = {"sec-fetch-site": "cross-site"}


def request_form(cast: Cast, **changes: object) -> dict[str, object]:
    form = {"name": "Lule Berisha", "email": "lule@test.example", "institution_id": cast.ministry.id, "language": "en"}
    return {**form, **changes}


def test_a_request_is_confirmed_and_waits_for_the_coordinator(
    visitor: Browser, session: WriteSession, cast: Cast
) -> None:
    coordinator = cast.make("Vesna Coordinator")
    cast.give(coordinator, RoleName.COORDINATOR, "institution", cast.ministry.id)

    assert "Look into your mailbox" in visitor.post("/register", data=request_form(cast)).text
    path = link_to(session, "lule@test.example")
    assert "Lule Berisha" in visitor.get(path).text
    assert "One thing is still open" in visitor.post(path, data={"password": GOOD}).text

    person = session.scalars(select(Person).where(Person.email == "lule@test.example")).one()
    assert person.state is PersonState.WAITING
    assert "Lule Berisha" in letters_to(session, coordinator.email)[-1].text
    assert visitor.post("/sign-in", data={"email": person.email, "password": GOOD}).status_code == 422
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, data={"password": GOOD}).status_code == 404


def test_without_a_coordinator_the_managers_are_told(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    email = cast.mira.email
    visitor.post("/register", data=request_form(cast, institution_id=0, language="sr-Cyrl"))
    visitor.post(link_to(session, "lule@test.example"), data={"password": GOOD})
    assert len(letters_to(session, email)) == 1
    assert letters_to(session, "lule@test.example")[0].language == "sr-Cyrl"


def test_registering_a_known_address_gives_the_same_answer_and_tells_its_owner(
    visitor: Browser, session: WriteSession, cast: Cast
) -> None:
    fresh = visitor.post("/register", data=request_form(cast), follow_redirects=False)
    fresh_queries = len(visitor.queries)
    known = visitor.post("/register", data=request_form(cast, email=cast.arta.email.upper()), follow_redirects=False)

    assert (known.status_code, known.headers["location"]) == (fresh.status_code, fresh.headers["location"])
    assert len(visitor.queries) <= fresh_queries
    assert "already have an account" in letters_to(session, cast.arta.email)[-1].subject
    assert session.scalar(select(func.count()).select_from(Ticket).where(Ticket.person_id == cast.arta.id)) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "no address"}, "Please write an e-mail address"),
        ({"name": ""}, "Please fill this in."),
        ({"institution_id": 987654}, "Please choose one of the options."),
        ({"institution_id": ""}, "Please fill this in."),
        ({"language": "tlh"}, "Please choose one of the options."),
    ],
)
def test_a_wrong_request_comes_back_with_what_was_typed(
    visitor: Browser, session: WriteSession, cast: Cast, changes: dict[str, object], message: str
) -> None:
    answer = visitor.post("/register", data=request_form(cast, **changes))
    assert answer.status_code == 422
    assert message in answer.text
    kept = changes.get("name", "Lule Berisha")
    assert f'value="{kept}"' in answer.text
    assert session.scalar(select(func.count()).select_from(Mail)) == 0


def test_a_new_password_ends_all_sessions_and_the_link_is_good_once(
    visitor: Browser, browse, session: WriteSession, cast: Cast
) -> None:
    signed_in = browse(cast.arta)
    visitor.post("/password-reset", data={"email": cast.arta.email})
    path = link_to(session, cast.arta.email)

    assert "You can sign in with it now" in visitor.post(path, data={"password": GOOD}).text
    assert signed_in.get("/account").url.path == "/sign-in"
    form = {"email": cast.arta.email, "password": GOOD}
    assert visitor.post("/sign-in", data=form, follow_redirects=False).status_code == 303
    assert visitor.post(path, data={"password": "another one entirely"}).status_code == 404
    assert "has been changed" in letters_to(session, cast.arta.email)[-1].text


def test_asking_for_an_unknown_address_answers_the_same_and_sends_nothing(
    visitor: Browser, session: WriteSession, cast: Cast
) -> None:
    known = visitor.post("/password-reset", data={"email": cast.arta.email})
    unknown = visitor.post("/password-reset", data={"email": "nobody@test.example"})
    assert unknown.url == known.url
    without_nonces = [re.sub(r'nonce="[^"]+"', "", answer.text) for answer in (known, unknown)]
    assert without_nonces[0] == without_nonces[1]
    assert letters_to(session, "nobody@test.example") == []


def test_a_link_lapses(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    visitor.post("/password-reset", data={"email": cast.arta.email})
    path = link_to(session, cast.arta.email)
    with time_machine.travel(now() + timedelta(minutes=29), tick=False):
        assert visitor.get(path).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert "no longer good" in visitor.get(path).text


def test_a_newer_link_ends_the_older(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    visitor.post("/password-reset", data={"email": cast.arta.email})
    first = link_to(session, cast.arta.email)
    visitor.post("/password-reset", data={"email": cast.arta.email})
    assert visitor.get(first).status_code == 404
    assert visitor.get(link_to(session, cast.arta.email)).status_code == 200


def test_one_address_gets_three_letters_an_hour(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    for _ in range(5):
        assert visitor.post("/password-reset", data={"email": cast.arta.email}).status_code == 200
    assert len(letters_to(session, cast.arta.email)) == 3


def test_sixty_letters_an_hour_from_one_place_are_enough(visitor: Browser, cast: Cast) -> None:
    for number in range(60):
        visitor.post("/password-reset", data={"email": f"p{number}@test.example"}, follow_redirects=False)
    assert visitor.post("/password-reset", data={"email": "p60@test.example"}).status_code == 429
    assert visitor.post("/register", data=request_form(cast)).status_code == 429


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("too short", "at least 12 characters"),
        ("Password1234", "tried first"),
        ("aaaaaaaaaaaaaa", "tried first"),
        ("my name is Hoxha", "without your name"),
        ("", "Please fill this in."),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    visitor: Browser, session: WriteSession, cast: Cast, password: str, message: str
) -> None:
    token = issue_ticket(session, cast.arta, TicketPurpose.PASSWORD)
    session.commit()
    answer = visitor.post(f"/tickets/{token}", data={"password": password})
    assert answer.status_code == 422
    assert message in answer.text
    assert visitor.get(f"/tickets/{token}").status_code == 200


def test_spaces_around_a_password_count(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    cast.arta.password_hash = hash_password(" spaces around it ")
    session.commit()
    wrong = visitor.post("/sign-in", data={"email": cast.arta.email, "password": "spaces around it"})
    right = {"email": cast.arta.email, "password": " spaces around it "}
    assert wrong.status_code == 422
    assert visitor.post("/sign-in", data=right, follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", ["/register", "/password-reset", "/tickets/x", "/tickets/x/address", "/sign-in/code"])
def test_another_site_cannot_send_these_forms(visitor: Browser, path: str) -> None:
    assert visitor.post(path, data={"email": "a@test.example"}, headers=ELSEWHERE).status_code == 403


@pytest.mark.parametrize("path", ["/register", "/register/letter", "/password-reset", "/password-reset/letter"])
def test_the_doors_are_light(visitor: Browser, cast: Cast, path: str) -> None:
    assert cast.ministry
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert len(visitor.queries) <= 12
