"""The institutions of the project."""

import pytest
from lxml import html
from sqlalchemy import func, select

from rmtc.accounts.models import Institution
from rmtc.audit.models import AuditEntry
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.personas import Cast

FORM = {
    "name": "Ministry of Security",
    "name_sr": "Министарство безбедности",
    "country": "BA",
    "partner_role": "beneficiary",
    "about": "Its staff are trained.",
    "about_sr": "Њени запослени се обучавају.",
    "position": "3",
}


def test_a_manager_adds_and_changes_a_partner(browse, cast: Cast, visitor: Browser, session: WriteSession) -> None:
    manager = browse(cast.mira)
    assert manager.post("/manage/partners", data=FORM).status_code == 200
    page = html.fromstring(visitor.get("/partners").text)
    assert page.xpath("//h2/text()") == ["Beneficiary institution"]
    assert page.xpath("//h3/text()") == ["Ministry of Security"]
    assert "Bosnia & Herzegovina" in page.text_content()

    institution = session.scalars(select(Institution).where(Institution.name == FORM["name"])).one()
    there = f"/manage/partners/{institution.id}"
    assert 'value="Министарство безбедности"' in manager.get(there).text
    manager.post(there, data={**FORM, "name": "Ministry of Safety", "url": "https://ministry.example/"})
    assert visitor.get("/partners").text.count('href="https://ministry.example/"') == 1
    noted = select(AuditEntry.what).where(AuditEntry.subject_kind == "institution").order_by(AuditEntry.id)
    assert session.scalars(noted).all() == ["institution.added", "institution.changed"]


def test_names_of_partners_and_countries_follow_the_reader(browse, cast: Cast, visitor: Browser) -> None:
    browse(cast.mira).post("/manage/partners", data=FORM)
    assert "Ministarstvo bezbednosti" in visitor.get("/partners", params={"lang": "sr-Latn"}).text
    cyrillic = visitor.get("/partners", params={"lang": "sr-Cyrl"}).text
    assert "Њени запослени" in cyrillic
    assert "Босна и Херцеговина" in cyrillic


def test_kosovo_carries_its_note_and_others_do_not(browse, cast: Cast, visitor: Browser) -> None:
    manager = browse(cast.mira)
    manager.post("/manage/partners", data=FORM)
    assert "1244" not in visitor.get("/partners").text
    manager.post("/manage/partners", data={**FORM, "name": "An institution", "country": "XK"})
    text = visitor.get("/partners").text
    assert "Kosovo*" in text
    assert "resolution 1244 (1999)" in text


def test_institutions_without_a_role_are_not_partners(cast: Cast, visitor: Browser, browse) -> None:
    assert cast.ministry.name not in visitor.get("/partners").text
    assert cast.ministry.name in browse(cast.mira).get("/manage/partners").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"country": "Bosnia"}, "country"),
        ({"partner_role": "friend"}, "partner_role"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"position": "first"}, "position"),
        ({"name": "Ministry of the Interior"}, "name"),
    ],
)
def test_a_wrong_form_comes_back(browse, cast: Cast, session: WriteSession, typed: dict[str, str], field: str) -> None:
    assert cast.ministry.name == "Ministry of the Interior"
    answer = browse(cast.mira).post("/manage/partners", data=FORM | typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Its staff are trained." in answer.text
    assert session.scalar(select(func.count()).select_from(Institution)) == 1


def test_others_are_kept_out(browse, cast: Cast, visitor: Browser, session: WriteSession) -> None:
    there = f"/manage/partners/{cast.ministry.id}"
    for path in ("/manage/partners", there):
        assert visitor.post(path, data=FORM).status_code == 401
        assert browse(cast.elena).post(path, data=FORM).status_code == 403
        elsewhere = {"sec-fetch-site": "cross-site"}
        assert browse(cast.mira).post(path, data=FORM, headers=elsewhere).status_code == 403
    assert browse(cast.mira).get("/manage/partners/9999").status_code == 404
    assert session.scalars(select(Institution.name)).all() == ["Ministry of the Interior"]


def test_many_partners_take_no_more_queries(visitor: Browser, session: WriteSession) -> None:
    visitor.get("/partners")
    for number in range(40):
        session.add(Institution(name=f"Institution {number}", country="RS", partner_role="expert", position=number))
    session.commit()
    text = visitor.get("/partners").text
    assert text.count("<h3>") == 40
    assert len(visitor.queries) <= 2
