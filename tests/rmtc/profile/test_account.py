"""The account page: who one is, another address, one's data."""

import pytest
from sqlalchemy import select

from rmtc.accounts.models import Person
from rmtc.accounts.passwords import hash_password
from rmtc.audit.models import AuditDetail, AuditEntry
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.letters import letters_to, link_to
from tests.personas import Cast

PASSWORD = "border post at dawn"
PAGES = ["/account", "/account/security", "/account/second-step", "/account/tokens"]
FORMS = {
    "/account": {"name": "Arta", "language": "en", "time_zone": "Europe/Skopje"},
    "/account/address": {"email": "new@test.example", "current": PASSWORD},
    "/account/password": {"current": PASSWORD, "password": "ferry across the lake"},
    "/account/sign-outs": {"session": "others"},
    "/account/second-step": {"current": PASSWORD},
    "/account/second-step/confirmation": {"code": "123456"},
    "/account/second-step/recovery-codes": {"current": PASSWORD},
    "/account/second-step/end": {"current": PASSWORD},
    "/account/tokens": {"name": "a program", "days": "30"},
    "/account/tokens/1/revocation": {},
}


@pytest.fixture
def arta(session: WriteSession, cast: Cast) -> Person:
    cast.arta.password_hash = hash_password(PASSWORD)
    session.commit()
    return cast.arta


@pytest.mark.parametrize("path", PAGES)
def test_each_room_is_light_and_names_the_person(browse, cast: Cast, path: str) -> None:
    browser = browse(cast.arta)
    for _ in range(30):
        browse(cast.arta)
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "account of Arta Hoxha" in answer.text
    assert len(browser.queries) <= 12
    assert len(answer.content) < 65_000


@pytest.mark.parametrize("path", [*PAGES, "/account/data"])
def test_a_visitor_is_sent_to_sign_in(visitor: Browser, path: str) -> None:
    assert visitor.get(path).url.path == "/sign-in"


@pytest.mark.parametrize("path", FORMS)
def test_forms_are_for_the_signed_in_and_from_here_only(visitor: Browser, browse, cast: Cast, path: str) -> None:
    assert visitor.post(path, data=FORMS[path]).status_code == 401
    browser = browse(cast.arta)
    assert browser.post(path, data=FORMS[path], headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post(path, data={**FORMS[path], "csrf_token": "made up"}).status_code == 403


def test_name_language_and_time_zone_are_kept_and_noted(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.arta)
    form = {"name": "Arta Hoxha Berisha", "language": "sr-Latn", "time_zone": "Europe/Skopje"}
    answer = browser.post("/account", data=form)

    assert answer.status_code == 200
    assert 'lang="sr-Latn"' in answer.text
    session.expire_all()
    assert (cast.arta.name, cast.arta.language, cast.arta.time_zone) == tuple(form.values())
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "person.changed")).one()
    assert session.get_one(AuditDetail, entry.id).details["old"]["name"] == "Arta Hoxha"


def test_a_wrong_form_comes_back_with_what_was_typed(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.arta)
    form = {"name": "A", "language": "tlh", "time_zone": "Moon/Tycho"}
    answer = browser.post("/account", data=form)
    assert answer.status_code == 422
    assert 'value="A"' in answer.text
    assert answer.text.count("Please choose one of the options.") >= 2
    session.expire_all()
    assert cast.arta.name == "Arta Hoxha"


def test_the_account_moves_when_the_new_address_is_confirmed(browse, session: WriteSession, arta: Person) -> None:
    old = arta.email
    browser = browse(arta)
    wrong = browser.post("/account/address", data={"email": "new@test.example", "current": "guess"})
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    assert 'value="new@test.example"' in wrong.text

    browser.post("/account/address", data={"email": "New@test.example", "current": PASSWORD})
    session.refresh(arta)
    assert arta.email == old
    path = link_to(session, "new@test.example")
    assert "Confirm the new address" in browser.get(path).text
    assert browser.post(f"{path}/address").status_code == 200
    session.refresh(arta)
    assert arta.email == "new@test.example"
    assert "has been changed to another one" in letters_to(session, old)[-1].text
    assert browser.post(f"{path}/address").status_code == 404


def test_an_address_of_somebody_else_is_not_betrayed(browse, session: WriteSession, cast: Cast, arta: Person) -> None:
    browser = browse(arta)
    answer = browser.post("/account/address", data={"email": cast.marko.email, "current": PASSWORD})
    assert "A letter is on its way" in answer.text
    assert "already have an account" in letters_to(session, cast.marko.email)[-1].subject


def test_ones_own_data_can_be_taken_away(browse, session: WriteSession, cast: Cast) -> None:
    answer = browse(cast.arta).get("/account/data")
    account = answer.json()["account"]
    assert "attachment" in answer.headers["content-disposition"]
    assert (account["email"], account["institution"]) == (cast.arta.email, "Ministry of the Interior")
    assert [role["role"] for role in account["roles"]] == ["learner"]
    assert session.scalar(select(AuditEntry.id).where(AuditEntry.what == "person.data_taken"))
