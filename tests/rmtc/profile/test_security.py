"""Password, browsers, tokens and the second step."""

import re

import pyotp
import pytest
import time_machine
from pwdlib import PasswordHash
from sqlalchemy import func, select

from rmtc.accounts import passwords
from rmtc.accounts.models import ApiToken, Person, SecondFactor, SignInSession
from rmtc.accounts.passwords import hash_password
from rmtc.accounts.sealed_secrets import unseal
from rmtc.accounts.sessions import actor_with_api_token
from rmtc.clock import now
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.letters import letters_to
from tests.personas import Cast

PASSWORD = "border post at dawn"
BETTER = "ferry across the lake"


@pytest.fixture
def arta(session: WriteSession, cast: Cast) -> Person:
    cast.arta.password_hash = hash_password(PASSWORD)
    session.commit()
    return cast.arta


def open_sessions(session: WriteSession, person: Person) -> int:
    mine = (SignInSession.person_id == person.id, SignInSession.ended_at.is_(None))
    return session.scalar(select(func.count()).select_from(SignInSession).where(*mine)) or 0


def test_a_new_password_signs_the_others_out_and_gives_this_one_a_new_token(
    browse, session: WriteSession, arta: Person
) -> None:
    here, there = browse(arta), browse(arta)
    before = here.cookies["rmtc-session"]
    answer = here.post("/account/password", data={"current": PASSWORD, "password": BETTER})

    assert "Your password is changed." in answer.text
    assert here.cookies["rmtc-session"] != before
    assert here.get("/account").url.path == "/account"
    assert there.get("/account").url.path == "/sign-in"
    assert open_sessions(session, arta) == 1
    assert "has been changed" in letters_to(session, arta.email)[-1].text


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"current": "guess", "password": BETTER}, "This is not your password."),
        ({"current": PASSWORD, "password": "short"}, "at least 12 characters"),
        ({"current": PASSWORD, "password": ""}, "Please fill this in."),
    ],
)
def test_a_refused_password_changes_nothing(
    browse, session: WriteSession, arta: Person, form: dict[str, str], message: str
) -> None:
    kept = arta.password_hash
    answer = browse(arta).post("/account/password", data=form)
    assert answer.status_code == 422
    assert message in answer.text
    assert "guess" not in answer.text
    session.refresh(arta)
    assert arta.password_hash == kept


def test_guessing_the_own_password_is_stopped_too(browse, arta: Person) -> None:
    browser = browse(arta)
    for _ in range(5):
        browser.post("/account/password", data={"current": "guess", "password": BETTER})
    assert browser.post("/account/password", data={"current": PASSWORD, "password": BETTER}).status_code == 429


def test_browsers_are_signed_out_one_by_one_or_all_at_once(browse, session: WriteSession, cast: Cast) -> None:
    here, _second, _third = browse(cast.arta), browse(cast.arta), browse(cast.arta)
    strangers = browse(cast.marko)
    theirs = session.scalars(select(SignInSession.id).where(SignInSession.person_id == cast.marko.id)).one()
    assert "this browser" in here.get("/account/security").text

    here.post("/account/sign-outs", data={"session": str(theirs)})
    assert strangers.get("/account").url.path == "/account"
    other = session.scalars(
        select(SignInSession.id).where(SignInSession.person_id == cast.arta.id).order_by(SignInSession.id.desc())
    ).first()
    here.post("/account/sign-outs", data={"session": str(other)})
    assert open_sessions(session, cast.arta) == 2
    here.post("/account/sign-outs", data={"session": "others"})
    assert open_sessions(session, cast.arta) == 1
    assert here.get("/account").url.path == "/account"


def test_a_token_is_shown_once_works_and_can_be_revoked(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.arta)
    shown = browser.post("/account/tokens", data={"name": "reading list", "days": "30"}).text
    token = re.search(r"rmtc_[\w-]+", shown)[0]
    assert token not in browser.get("/account/tokens").text
    assert actor_with_api_token(session, token).id == cast.arta.id

    kept = session.scalars(select(ApiToken)).one()
    assert token not in kept.token_hash
    assert browse(cast.marko).post(f"/account/tokens/{kept.id}/revocation").status_code == 404
    assert "The token is revoked." in browser.post(f"/account/tokens/{kept.id}/revocation").text
    assert actor_with_api_token(session, token) is None


def test_a_token_needs_a_name_and_an_end(browse, session: WriteSession, cast: Cast) -> None:
    answer = browse(cast.arta).post("/account/tokens", data={"name": "x", "days": "9999"})
    assert answer.status_code == 422
    assert 'value="x"' in answer.text
    assert session.scalar(select(func.count()).select_from(ApiToken)) == 0


def switch_on(browser: Browser, session: WriteSession) -> tuple[pyotp.TOTP, list[str]]:
    assert "Show this picture" in browser.post("/account/second-step", data={"current": PASSWORD}).text
    session.expire_all()
    kept = session.scalars(select(SecondFactor)).one()
    totp = pyotp.TOTP(unseal(browser.app.state.key, kept.person_id, kept.secret))
    assert totp.secret not in kept.secret
    assert "<svg" in browser.get("/account/second-step").text
    shown = browser.post("/account/second-step/confirmation", data={"code": totp.at(now())})
    return totp, re.findall(r"<code>([0-9a-f-]{19})</code>", shown.text)


def ask_for_code(visitor: Browser, arta: Person) -> str:
    visitor.cookies.delete("rmtc-session")
    answer = visitor.post("/sign-in", data={"email": arta.email, "password": PASSWORD, "next": "/account"})
    assert "The code from your app" in answer.text
    assert "rmtc-session" not in visitor.cookies
    return re.search(r'name="step" value="([^"]+)"', answer.text)[1]


def test_the_second_step_asks_for_a_code_and_takes_none_twice(
    browse, visitor: Browser, session: WriteSession, arta: Person
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        here, there = browse(arta), browse(arta)
        before = here.cookies["rmtc-session"]
        totp, codes = switch_on(here, session)
        assert len(codes) == 10
        assert here.cookies["rmtc-session"] != before
        assert there.get("/account").url.path == "/sign-in"

        step = ask_for_code(visitor, arta)
        replayed = visitor.post("/sign-in/code", data={"step": step, "code": totp.at(now())})
        assert replayed.status_code == 422
        assert "has been used already" in replayed.text

        clock.shift(60)
        form = {"step": step, "code": totp.at(now()), "next": "/account"}
        assert visitor.post("/sign-in/code", data=form).url.path == "/account"
        assert visitor.post("/sign-in/code", data=form).status_code == 422

        step = ask_for_code(visitor, arta)
        form = {"step": step, "code": codes[0].upper(), "next": "/account"}
        assert visitor.post("/sign-in/code", data=form).url.path == "/account"
        form["step"] = ask_for_code(visitor, arta)
        assert visitor.post("/sign-in/code", data=form).status_code == 422


def test_wrong_codes_are_counted_and_the_first_step_lapses(
    browse, visitor: Browser, session: WriteSession, arta: Person
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        totp, _codes = switch_on(browse(arta), session)
        step = ask_for_code(visitor, arta)
        clock.shift(301)
        late = visitor.post("/sign-in/code", data={"step": step, "code": totp.at(now())})
        assert "more than five minutes" in late.text
        step = ask_for_code(visitor, arta)
        for _ in range(5):
            assert visitor.post("/sign-in/code", data={"step": step, "code": "000000"}).status_code == 422
        assert visitor.post("/sign-in/code", data={"step": step, "code": totp.at(now())}).status_code == 429


def test_setting_up_needs_the_password_and_a_right_code(browse, session: WriteSession, arta: Person) -> None:
    browser = browse(arta)
    assert browser.post("/account/second-step", data={"current": "guess"}).status_code == 422
    assert browser.post("/account/second-step/confirmation", data={"code": "123456"}).status_code == 404
    browser.post("/account/second-step", data={"current": PASSWORD})
    wrong = browser.post("/account/second-step/confirmation", data={"code": "12"})
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.text
    assert session.scalars(select(SecondFactor.confirmed_at)).one() is None


def test_codes_are_renewed_and_the_step_ends_with_the_password(browse, session: WriteSession, arta: Person) -> None:
    browser = browse(arta)
    _totp, codes = switch_on(browser, session)
    assert browser.post("/account/second-step/recovery-codes", data={"current": "guess"}).status_code == 422
    renewed = browser.post("/account/second-step/recovery-codes", data={"current": PASSWORD}).text
    assert not [code for code in codes if code in renewed]
    assert "10 recovery codes are left" in browser.get("/account/second-step").text
    assert browser.post("/account/second-step/end", data={"current": "guess"}).status_code == 422
    browser.post("/account/second-step/end", data={"current": PASSWORD})
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(SecondFactor)) == 0


class CountingHasher:
    """Verifies as ever, and counts."""

    def __init__(self) -> None:
        self.real, self.count = passwords._hasher, 0

    def verify(self, password: str, kept: str) -> bool:
        self.count += 1
        return self.real.verify(password, kept)


def test_known_and_unknown_accounts_cost_one_verification_each(
    visitor: Browser, arta: Person, session: WriteSession, monkeypatch: pytest.MonkeyPatch, real_hasher: PasswordHash
) -> None:
    hasher = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    visitor.get("/sign-in")  # the first page of a process reads the Centre's texts
    seen = []
    for email in (arta.email, "nobody@test.example"):
        visitor.post("/sign-in", data={"email": email, "password": "something else"})
        seen.append((hasher.count, len(visitor.queries)))
    assert [count for count, _queries in seen] == [1, 2]
    assert seen[0][1] == seen[1][1]
    assert not real_hasher.hashers[0].check_needs_rehash(passwords._NOBODY), "nobody's hash costs as much"


def test_passwords_are_kept_as_costly_hashes(real_hasher: PasswordHash, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", real_hasher)
    kept = hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.is_password(PASSWORD, kept)
    assert not passwords.is_password(BETTER, kept)
