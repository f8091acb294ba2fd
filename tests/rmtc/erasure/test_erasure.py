"""What is kept of a person is given to them, and goes when they are erased; the record stays."""

import pytest
from sqlalchemy import select

import rmtc.tables  # noqa: F401 - every table
from courses.awards.models import Certificate
from courses.enrolment.models import Enrolment
from courses.progress.models import Note
from rmtc.accounts.models import Person, PersonState, Role
from rmtc.audit.models import AuditDetail, AuditEntry
from rmtc.audit.queries import wrong_details
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import Model
from rmtc.parts import NOT_OWN_DATA, OWN_DATA
from rmtc.profile.queries import ACCOUNT_TABLES
from tests.factories.awards import certify_arta


@pytest.fixture
def arta(session, cast):
    """Arta has a certificate, a private note, and a closed account."""
    certify_arta(session, cast)
    run_id = session.scalars(select(Enrolment.run_id).where(Enrolment.person_id == cast.arta.id)).one()
    times = {"created_at": now(), "updated_at": now()}
    session.add(Note(person_id=cast.arta.id, run_id=run_id, activity_id=1, text="Only mine", **times))
    record(session, "person.changed", ("person", cast.arta.id), by=None, old="Arta", new="Arta Hoxha")
    session.commit()
    return cast.arta


@pytest.fixture
def closed(session, arta):
    arta.state = PersonState.CLOSED
    session.commit()
    return arta


def test_every_table_that_names_a_person_is_given_or_kept_with_a_reason() -> None:
    naming = {
        table.name
        for table in Model.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "people.id"
    }
    given = {*ACCOUNT_TABLES, *(name for part in OWN_DATA for name in part.tables)}
    assert naming <= given | set(NOT_OWN_DATA)
    assert not given & set(NOT_OWN_DATA)
    assert given | set(NOT_OWN_DATA) <= set(Model.metadata.tables)


def test_the_download_holds_what_every_part_keeps(browse, arta) -> None:
    taken = browse(arta).get("/account/data").json()
    assert taken["notes"][0]["text"] == "Only mine"
    assert taken["learning"]["grades"][0]["value"] == 82.0
    assert taken["learning"]["decision_lines"][0]["passed"] is True
    assert taken["certificates"]["certificates"][0]["holder"] == "Arta Hoxha"
    assert set(taken) == {"account", *(part.name for part in OWN_DATA)}


def test_it_holds_nothing_of_others(browse, arta, cast) -> None:
    text = browse(arta).get("/account/data").text
    assert "Sven" not in text and "41.0" not in text
    assert "recorded_by" not in text and "granted_by" not in text


def test_an_erased_person_has_no_name_but_the_record_stays(browse, session, cast, closed) -> None:
    browser, number, old = browse(cast.ada), closed.id, closed.email
    assert "Erase the person" in browser.get(f"/manage/people/{number}").text
    assert "cannot be undone" in browser.get(f"/manage/people/{number}/erasure").text
    page = browser.post(f"/manage/people/{number}/erasure", data={"email": old})
    assert "The person is erased." in page.text
    session.expire_all()
    person = session.get_one(Person, number)
    assert (person.name, person.folded_name) == (f"#{number}", "")
    assert (person.institution_id, person.password_hash) == (None, "")
    assert old not in person.email
    assert session.scalars(select(Note)).all() == []
    assert session.scalars(select(Role).where(Role.person_id == number)).all() == []
    assert session.scalars(select(Enrolment).where(Enrolment.person_id == number)).one()
    assert session.scalars(select(Certificate.holder)).one() == "Arta Hoxha"


def test_the_log_forgets_what_it_said_of_the_person_and_still_holds(browse, session, cast, closed) -> None:
    number = closed.id
    browse(cast.ada).post(f"/manage/people/{number}/erasure", data={"email": closed.email})
    told = select(AuditDetail).join(AuditEntry, AuditEntry.id == AuditDetail.entry_id)
    left = session.scalars(told.where(AuditEntry.subject_kind == "person", AuditEntry.subject_id == number)).all()
    assert "Arta" not in str([detail.details for detail in left])
    assert wrong_details(session) == []


def test_a_wrong_address_erases_nobody(browse, session, cast, closed) -> None:
    page = browse(cast.ada).post(f"/manage/people/{closed.id}/erasure", data={"email": "other@test.example"})
    assert page.status_code == 422
    assert "This is not the address of the account." in page.text
    assert 'value="other@test.example"' in page.text
    assert browse(cast.ada).post(f"/manage/people/{closed.id}/erasure", data={}).status_code == 422


def test_the_page_of_an_open_account_offers_no_form_that_must_fail(browse, cast, arta) -> None:
    page = browse(cast.ada).get(f"/manage/people/{arta.id}/erasure").text
    assert "Close the account first" in page
    assert "Address of the account" not in page


def test_an_open_account_is_not_erased(browse, cast, arta) -> None:
    answer = browse(cast.ada).post(f"/manage/people/{arta.id}/erasure", data={"email": arta.email})
    assert answer.status_code == 409


def test_only_administrators_erase(browse, visitor, cast, closed) -> None:
    path, typed = f"/manage/people/{closed.id}/erasure", {"email": closed.email}
    for person in (cast.mira, cast.ivana, cast.stranger):
        assert browse(person).post(path, data=typed).status_code == 403
        assert browse(person).get(path).status_code == 403
    assert visitor.post(path, data=typed).status_code == 401
    assert browse(cast.ada).post(path, data=typed, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.ada).get("/manage/people/999999/erasure").status_code == 404


def test_an_erased_account_is_not_opened_again(browse, session, cast, closed) -> None:
    browser = browse(cast.ada)
    browser.post(f"/manage/people/{closed.id}/erasure", data={"email": closed.email})
    assert browser.post(f"/manage/people/{closed.id}/opening").status_code == 409
