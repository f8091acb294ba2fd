"""Signing in and out."""

from fastapi import FastAPI
from sqlalchemy import func, select

from rmtc.accounts.models import SignInSession, SignInTry
from rmtc.accounts.passwords import hash_password
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.personas import Cast


def give_password(session: WriteSession, cast: Cast, password: str) -> str:
    cast.arta.password_hash = hash_password(password)
    session.commit()
    return cast.arta.email


def test_a_person_signs_in_and_is_sent_where_they_wanted(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    email = give_password(session, cast, "border post at dawn")

    answer = visitor.post(
        "/sign-in",
        data={"email": email.upper(), "password": "border post at dawn", "next": "/account?tab=2"},
        follow_redirects=False,
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/account?tab=2")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert session.scalar(select(func.count()).select_from(SignInSession)) == 1


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    visitor: Browser, session: WriteSession, cast: Cast
) -> None:
    email = give_password(session, cast, "border post at dawn")

    wrong = visitor.post("/sign-in", data={"email": email, "password": "something else"})
    unknown = visitor.post("/sign-in", data={"email": "nobody@test.example", "password": "something else"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    sentence = "The address and the password do not belong together."
    assert sentence in wrong.text
    assert sentence in unknown.text
    assert f'value="{email}"' in wrong.text
    assert "something else" not in wrong.text
    assert session.scalar(select(func.count()).select_from(SignInTry)) == 2


def test_after_five_failures_even_the_right_password_waits(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    email = give_password(session, cast, "border post at dawn")
    for _ in range(5):
        visitor.post("/sign-in", data={"email": email, "password": "guess"})

    assert visitor.post("/sign-in", data={"email": email, "password": "border post at dawn"}).status_code == 429


def test_nobody_is_sent_to_another_site(visitor: Browser, session: WriteSession, cast: Cast) -> None:
    email = give_password(session, cast, "border post at dawn")
    for trap in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"):
        form = {"email": email, "password": "border post at dawn", "next": trap}
        assert visitor.post("/sign-in", data=form, follow_redirects=False).headers["location"] == "/home"
        visitor.cookies.clear()


def test_signing_out_ends_the_session(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.arta)
    token = browser.cookies["rmtc-session"]

    assert browser.post("/sign-out", follow_redirects=False).status_code == 303

    browser.cookies.set("rmtc-session", token)
    assert session.scalars(select(SignInSession.ended_at)).one() is not None
    assert browser.post("/sign-out").status_code == 401


def test_another_site_cannot_sign_anybody_in_or_out(app: FastAPI, browse, cast: Cast) -> None:
    elsewhere = {"sec-fetch-site": "cross-site"}
    browser = browse(cast.arta)
    assert browser.post("/sign-in", data={"email": "a@b.c", "password": "x"}, headers=elsewhere).status_code == 403
    assert browser.post("/sign-out", headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_a_form_without_its_token_is_refused(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.arta)
    assert browser.post("/sign-out", data={"csrf_token": "made up"}).status_code == 403
    assert session.scalars(select(SignInSession.ended_at)).one() is None


def test_an_unknown_address_is_a_friendly_page(visitor: Browser) -> None:
    page = visitor.get("/no/such/page")
    assert page.status_code == 404
    assert "There is nothing at this address" in page.text
    assert 'href="/sign-in"' in page.text


def test_an_unknown_address_keeps_somebodys_menu_and_language(browse, session: WriteSession, cast: Cast) -> None:
    cast.arta.language = "sr-Latn"
    session.commit()
    page = browse(cast.arta).get("/no/such/page")
    assert page.status_code == 404
    assert "Na ovoj adresi nema ničega" in page.text
    assert 'href="/sign-in"' not in page.text
    assert 'href="/account"' in page.text
