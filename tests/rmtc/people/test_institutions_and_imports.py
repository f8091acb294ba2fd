"""Institutions, and people from a CSV file by page and by command."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.cli import app as commands
from rmtc.db import WriteSession
from rmtc.mail.models import Mail
from tests.personas import Cast

INSTITUTIONS, IMPORTS = "/manage/institutions", "/manage/people/imports"
CSV = """email,name,institution,role,language
besa@test.example,Besa Krasniqi,Ministry of the Interior,learner,en
{arta},Arta Hoxha,Ministry of the Interior,trainer,
{arta},Arta Hoxha,Ministry of the Interior,learner,
goran@test.example,Goran Marić,Ministry of Nowhere,learner,en
wrong,Nobody,Ministry of the Interior,learner,en
besa@test.example,Besa again,Ministry of the Interior,learner,en
ivo@test.example,Ivo,,emperor,en
"""


def people(session: WriteSession) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Person)) or 0


def test_an_institution_is_added_and_changed(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.mira)
    form = {"name": "Asylum Office", "name_sr": "Канцеларија за азил", "country": "RS", "url": ""}
    assert "The institution is added." in browser.post(INSTITUTIONS, data=form).text
    assert len(browser.queries) <= 25
    doubled = browser.post(INSTITUTIONS, data={**form, "name": "ASYLUM office"})
    assert doubled.status_code == 422
    assert "of this name already" in doubled.text
    kept = session.scalars(select(Institution).where(Institution.country == "RS")).one()
    kept.about = "what partners read"
    session.commit()
    assert "Канцеларија за азил" in browser.get(f"{INSTITUTIONS}/{kept.id}").text
    browser.post(f"{INSTITUTIONS}/{kept.id}", data={**form, "country": "ME"})
    session.refresh(kept)
    assert (kept.country, kept.about) == ("ME", "what partners read")
    assert browser.get(f"{INSTITUTIONS}/987654").status_code == 404


def test_a_wrong_institution_comes_back(browse, cast: Cast) -> None:
    form = {"name": "A", "country": "Atlantis", "url": "javascript:alert(1)"}
    answer = browse(cast.mira).post(INSTITUTIONS, data=form)
    assert answer.status_code == 422
    assert 'value="A"' in answer.text
    assert "Please choose one of the options." in answer.text


def test_institutions_are_for_managers(browse, visitor, cast: Cast) -> None:
    vesna = cast.make("Vesna Trajkovska", institution=cast.ministry)
    cast.give(vesna, RoleName.COORDINATOR, "institution", cast.ministry.id)
    for path in (INSTITUTIONS, f"{INSTITUTIONS}/new", f"{INSTITUTIONS}/{cast.ministry.id}"):
        assert browse(vesna).get(path).status_code == 403
        assert visitor.get(path).url.path == "/sign-in"


def test_the_list_of_institutions_costs_the_same_however_long(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.mira)
    browser.get(INSTITUTIONS)
    few = len(browser.queries)
    session.add_all(Institution(name=f"Office {n:03}", country="XK") for n in range(300))
    session.commit()
    page = browser.get(INSTITUTIONS, params={"q": "office"})
    assert "Office 024" in page.text
    assert "Office 025" not in page.text
    assert "resolution 1244" in page.text
    assert len(browser.queries) <= few + 1


def test_a_check_changes_nothing_and_the_import_does_what_it_said(browse, session: WriteSession, cast: Cast) -> None:
    text = CSV.format(arta=cast.arta.email)
    browser = browse(cast.mira)
    assert cast.ministry
    before = people(session)
    files = {"file": ("people.csv", text.encode("utf-8-sig"), "text/csv")}
    checked = browser.post(IMPORTS, data={"check": "on"}, files=files).text
    assert "Nothing has been changed yet." in checked
    assert people(session) == before
    for reason in ("There is no institution “Ministry of Nowhere”", "stands in the file twice", "Not right: address"):
        assert reason in checked
    assert checked.count(">left out<") == 5

    done = browser.post(IMPORTS, data={"text": text}).text
    assert "What was imported" in done
    assert people(session) == before + 1
    besa = session.scalars(select(Person).where(Person.email == "besa@test.example")).one()
    assert besa.state is PersonState.INVITED
    assert set(session.scalars(select(Role.name).where(Role.person_id == cast.arta.id))) == {"learner", "trainer"}
    assert session.scalar(select(func.count()).select_from(Mail)) == 1
    again = browser.post(IMPORTS, data={"text": text}).text
    assert "with this role already" in again
    assert people(session) == before + 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Choose a file, or paste its lines."),
        (b"one,two\n1,2", "The first line must name the columns"),
        ("email,name\nžene@test.example,Ž".encode("cp1250"), "not a CSV file in UTF-8"),
    ],
)
def test_a_file_that_is_none_ends_in_a_sentence(browse, cast: Cast, content: bytes, message: str) -> None:
    answer = browse(cast.mira).post(IMPORTS, data={"check": "on"}, files={"file": ("p.csv", content, "text/csv")})
    assert answer.status_code == 422
    assert message in answer.text


def test_a_coordinator_imports_only_own_people_and_plain_roles(browse, session: WriteSession, cast: Cast) -> None:
    vesna = cast.make("Vesna Trajkovska", institution=cast.ministry)
    cast.give(vesna, RoleName.COORDINATOR, "institution", cast.ministry.id)
    text = (
        "email;name;institution;role;language\na@test.example;Ana A;;learner;en\n"
        f"b@test.example;Bo B;{cast.ministry.name};manager;en\n{cast.marko.email};Marko;{cast.ministry.name};learner;en"
    )
    report = browse(vesna).post(IMPORTS, data={"text": text}).text
    assert report.count("This is not your own institution.") == 2
    assert "You may not give this role." in report
    assert session.scalar(select(func.count()).select_from(Role).where(Role.person_id == cast.marko.id)) == 1


def test_a_known_person_is_not_taken_for_one_of_another_institution(browse, session, cast: Cast) -> None:
    other = Institution(name="Željeznica", name_sr="Жељезница", country="BA")
    session.add(other)
    session.commit()
    assert cast.ministry
    text = (
        "email,name,institution,role\n\n,,,\n"
        f"{cast.arta.email},Arta Hoxha,жељезница,coordinator\n"
        f"{cast.stranger.email},Sven Stranger,,trainer\nno address,X Y,,\n"
    )
    cast.give(cast.stranger, RoleName.TRAINER, "run", 5)
    report = browse(cast.mira).post(IMPORTS, data={"text": text}).text
    assert "Their account belongs to another institution." in report
    assert report.count(">left out<") == 2
    session.expire_all()
    roles = session.execute(select(Role.scope_kind, Role.scope_id).where(Role.person_id == cast.stranger.id)).all()
    assert ("", 0) in [tuple(row) for row in roles]
    for number in ("4", "6"):
        assert f">{number}<" in report


def test_an_institution_is_not_doubled_in_any_script(browse, session, cast: Cast) -> None:
    browser = browse(cast.mira)
    for name in ("Шумарска школа", "ШУМАРСКА школа", "Шумарска школа"):
        answer = browser.post(INSTITUTIONS, data={"name": name, "name_sr": "", "country": "RS", "url": ""})
    assert answer.status_code == 422
    assert session.scalar(select(func.count()).select_from(Institution).where(Institution.country == "RS")) == 1


def run(real_settings, monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = ""):
    monkeypatch.setenv("RMTC_DATA", str(real_settings.data))
    monkeypatch.setenv("RMTC_DATABASE_URL", real_settings.database_url)
    return CliRunner().invoke(commands, ["people", *arguments], input=typed)


def test_the_commands_add_and_import(real_site, real_settings, monkeypatch, tmp_path: Path) -> None:
    added = run(
        real_settings,
        monkeypatch,
        *("add", "nikola@test.example", "--name", "Nikola Stanković", "--role", "admin", "--password-stdin"),
        typed="ferry across the lake\n",
    )
    assert (added.exit_code, added.exception) == (0, None)
    assert run(real_settings, monkeypatch, "add", "x@test.example", "--name", "X", "--role", "emperor").exit_code == 2
    twice = run(real_settings, monkeypatch, "add", "nikola@test.example", "--name", "Nik N", "--role", "admin")
    assert "already" in str(twice.exception)
    file = tmp_path / "people.csv"
    file.write_text("email,name,role\nana@test.example,Ana Anić,learner\nwrong,Bo,learner\n")
    dry = run(real_settings, monkeypatch, "import", str(file), "--dry-run")
    assert "taken 1, changed 0, left out 1" in dry.output
    with real_site.database.reading() as session:
        assert people(session) == 1
    run(real_settings, monkeypatch, "import", str(file))
    with real_site.database.reading() as session:
        assert people(session) == 2
