"""The Centre’s texts and the managers' first page."""

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from rmtc.accounts.models import RoleName
from rmtc.audit.models import AuditEntry
from rmtc.db import WriteSession
from rmtc.front.models import CentreText
from tests.browsing import Browser
from tests.personas import Cast

TEXTS = {
    "name_en": "Migration Centre",
    "funding_en": "Paid for by many.",
    "disclaimer_en": "Ours alone.",
    "name_sr": "Центар",
    "funding_sr": "Плаћају многи.",
}
CLOSED = ("/manage/posts", "/manage/posts/new", "/manage/centre", "/manage/partners", "/manage/partners/new")


@pytest.mark.parametrize("path", ["/manage", *CLOSED])
def test_only_managers_manage(visitor: Browser, browse, cast: Cast, path: str) -> None:
    assert visitor.get(path).url.path == "/sign-in"
    for person in (cast.stranger, cast.arta, cast.elena, cast.ivana):
        assert browse(person).get(path).status_code == 403
    for person in (cast.mira, cast.ada):
        browser = browse(person)
        assert browser.get(path).status_code == 200
        assert len(browser.queries) <= 25


def test_a_coordinator_has_a_first_page_but_not_the_managers_rooms(browse, cast: Cast) -> None:
    person = cast.make("Coco Coordinator")
    cast.give(person, RoleName.COORDINATOR, "institution", cast.ministry.id)
    browser = browse(person)
    assert browser.get("/manage").status_code == 200
    assert "/manage/centre" not in browser.get("/manage").text
    assert browser.get("/manage/centre").status_code == 403


def test_the_texts_stand_on_every_page_at_once(browse, cast: Cast, visitor: Browser) -> None:
    assert "Paid for by many." not in visitor.get("/sign-in").text

    saved = browse(cast.mira).post("/manage/centre", data=TEXTS)

    assert saved.status_code == 200
    assert "Paid for by many." in visitor.get("/sign-in").text
    latin = visitor.get("/sign-in", params={"lang": "sr-Latn"}).text
    assert "Plaćaju mnogi." in latin
    assert "Centar" in latin
    assert "Ours alone." in latin  # no Serbian disclaimer was written


def test_texts_are_read_once_in_half_a_minute(visitor: Browser, session: WriteSession, app: FastAPI) -> None:
    visitor.get("/sign-in")
    visitor.get("/sign-in")
    assert not [statement for statement in visitor.queries if "centre_texts" in statement]
    session.add(CentreText(language="en", name="Renamed elsewhere"))
    session.commit()
    assert "Renamed elsewhere" not in visitor.get("/sign-in").text

    app.state.centre.forget()

    assert "Renamed elsewhere" in visitor.get("/sign-in").text


def test_wrong_texts_come_back(browse, cast: Cast, session: WriteSession) -> None:
    answer = browse(cast.mira).post("/manage/centre", data={**TEXTS, "name_en": "", "funding_en": "x" * 501})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert "Плаћају многи." in answer.text
    assert session.scalars(select(CentreText)).all() == []


def test_a_change_of_texts_is_recorded_and_refused_to_others(browse, cast: Cast, session: WriteSession) -> None:
    assert browse(cast.arta).post("/manage/centre", data=TEXTS).status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert browse(cast.mira).post("/manage/centre", data=TEXTS, headers=elsewhere).status_code == 403
    assert session.scalars(select(CentreText)).all() == []
    browse(cast.mira).post("/manage/centre", data=TEXTS)
    assert "centre.texts_changed" in session.scalars(select(AuditEntry.what)).all()
