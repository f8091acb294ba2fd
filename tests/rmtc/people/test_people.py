"""Managing people: the list, one person, requests, roles, invitations."""

import pytest
from sqlalchemy import func, select

from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName
from rmtc.audit.models import AuditEntry
from rmtc.clock import now
from rmtc.db import WriteSession
from tests.factories.courses import a_course, a_run, an_edition, as_actor
from tests.factories.curricula import a_curriculum
from tests.letters import letters_to, link_to
from tests.personas import Cast

LIST, INVITATIONS = "/manage/people", "/manage/people/invitations"


@pytest.fixture
def vesna(cast: Cast) -> Person:
    """The coordinator of Arta's ministry."""
    vesna = cast.make("Vesna Trajkovska", institution=cast.ministry)
    cast.give(vesna, RoleName.COORDINATOR, "institution", cast.ministry.id)
    return vesna


def ask(session: WriteSession, institution: Institution | None, number: int = 0) -> Person:
    person = Person(
        email=f"lule{number}@test.example",
        name=f"Lule Berisha {number}",
        state=PersonState.WAITING,
        institution_id=institution.id if institution else None,
        created_at=now(),
    )
    session.add(person)
    session.commit()
    return person


def roles_of(session: WriteSession, person: Person) -> set[tuple[str, str, int]]:
    session.expire_all()
    rows = session.execute(select(Role.name, Role.scope_kind, Role.scope_id).where(Role.person_id == person.id))
    return {(str(name), kind, scope) for name, kind, scope in rows}


def test_the_list_costs_the_same_with_ten_and_a_thousand(browse, session: WriteSession, cast: Cast) -> None:
    for number in range(10):
        ask(session, cast.ministry, number)
    browser = browse(cast.mira)
    assert "Lule Berisha 3" in browser.get(LIST).text
    few = len(browser.queries)
    session.add_all(
        Person(email=f"p{n}@test.example", name=f"Person {n:04}", created_at=now(), institution_id=cast.ministry.id)
        for n in range(1000)
    )
    session.commit()
    assert "Person 0020" in browser.get(LIST, params={"page": 2, "institution": cast.ministry.id}).text
    assert len(browser.queries) <= few <= 25
    assert browser.get(LIST).text.count("@test.example") == 25


def test_names_are_found_in_any_script_and_without_diacritics(browse, cast: Cast) -> None:
    assert cast.marko and cast.elena
    browser = browse(cast.mira)
    for typed in ("jovanovic", "Јовановић", "marko jov"):
        found = browser.get(LIST, params={"q": typed}).text
        assert "Marko Jovanović" in found
        assert "Elena Petrovska" not in found
    assert "Nobody fits" in browser.get(LIST, params={"q": "nobody of this name"}).text


def test_a_coordinator_sees_only_their_own_institution(browse, cast: Cast, vesna: Person) -> None:
    assert cast.arta and cast.marko
    browser = browse(vesna)
    page = browser.get(LIST).text
    assert "Arta Hoxha" in page
    assert "Marko Jovanović" not in page
    shown = browser.get(f"{LIST}/{cast.arta.id}")
    assert shown.status_code == 200
    assert "no institution" not in shown.text
    assert browser.get(f"{LIST}/{cast.marko.id}").status_code == 404
    for path in ("approval", "refusal", "invitations", "closure", "opening", "roles"):
        assert browser.post(f"{LIST}/{cast.marko.id}/{path}", data={"role": "learner"}).status_code == 404


@pytest.mark.parametrize("who", ["arta", "marko", "elena", "ivana", "stranger"])
def test_others_see_none_of_it(browse, cast: Cast, who: str) -> None:
    browser = browse(getattr(cast, who))
    for path in (LIST, INVITATIONS, f"{LIST}/imports", f"{LIST}/{cast.arta.id}", "/manage/institutions"):
        assert browser.get(path).status_code == 403
    assert browser.post(INVITATIONS, data={}).status_code == 403
    assert browser.post(f"{LIST}/{cast.arta.id}/roles", data={"role": "admin"}).status_code == 403


def test_a_visitor_signs_in_first_and_another_site_is_refused(visitor, browse, cast: Cast) -> None:
    assert visitor.get(LIST).url.path == "/sign-in"
    for path in (INVITATIONS, f"{LIST}/{cast.arta.id}/closure", f"{LIST}/imports", "/manage/institutions"):
        answer = browse(cast.mira).post(path, data={}, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403


def test_a_request_is_approved_once_and_its_owner_welcomed(
    browse, session: WriteSession, cast: Cast, vesna: Person
) -> None:
    lule = ask(session, cast.ministry)
    browser = browse(vesna)
    assert "1 request waits for approval" in browser.get(LIST).text
    assert "has been told" in browser.post(f"{LIST}/{lule.id}/approval").text
    session.refresh(lule)
    assert lule.state is PersonState.ACTIVE
    assert roles_of(session, lule) == {("learner", "", 0)}
    assert "your account is open" in letters_to(session, lule.email)[-1].text
    assert browser.post(f"{LIST}/{lule.id}/approval").status_code == 409
    assert browser.post(f"{LIST}/{lule.id}/refusal").status_code == 409


def test_a_declined_request_closes_the_account(browse, session: WriteSession, cast: Cast) -> None:
    lule = ask(session, None)
    browse(cast.mira).post(f"{LIST}/{lule.id}/refusal")
    session.refresh(lule)
    assert lule.state is PersonState.CLOSED
    assert "was not approved" in letters_to(session, lule.email)[-1].text


def test_somebody_invited_chooses_a_password_and_signs_in(browse, visitor, session: WriteSession, cast: Cast) -> None:
    form = {"email": "Besa@test.example", "name": "Besa Krasniqi", "institution_id": cast.ministry.id}
    form |= {"role": "coordinator", "language": "en"}
    browser = browse(cast.mira)
    page = browser.post(INVITATIONS, data=form)
    assert "on its way to besa@test.example" in page.text
    besa = session.scalars(select(Person).where(Person.email == "besa@test.example")).one()
    assert roles_of(session, besa) == {("coordinator", "institution", cast.ministry.id)}
    first = link_to(session, besa.email)
    browser.post(f"{LIST}/{besa.id}/invitations")
    assert visitor.get(first).status_code == 404
    visitor.post(link_to(session, besa.email), data={"password": "ferry across the lake"})
    signed = visitor.post("/sign-in", data={"email": besa.email, "password": "ferry across the lake", "next": LIST})
    assert signed.url.path == LIST
    assert browser.post(f"{LIST}/{besa.id}/invitations").status_code == 409


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "wrong"}, "Please write an e-mail address"),
        ({"name": ""}, "Please fill this in."),
        ({"role": "emperor"}, "Please choose one of the options."),
        ({"institution_id": 987654}, "Please choose one of the options."),
        ({"institution_id": 0, "role": "coordinator"}, "A coordinator needs an institution."),
    ],
)
def test_a_wrong_invitation_comes_back(browse, session, cast: Cast, changes: dict[str, object], message: str) -> None:
    form = {"email": "besa@test.example", "name": "Besa", "institution_id": cast.ministry.id, "role": "learner"}
    answer = browse(cast.mira).post(INVITATIONS, data={**form, "language": "en", **changes})
    assert answer.status_code == 422
    assert message in answer.text
    kept = changes.get("email", "besa@test.example")
    assert f'value="{kept}"' in answer.text
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Person).where(Person.email == "besa@test.example")) == 0


def test_nobody_gives_a_role_above_their_own(browse, session: WriteSession, cast: Cast, vesna: Person) -> None:
    def give(browser, role: str) -> int:
        return browser.post(f"{LIST}/{cast.arta.id}/roles", data={"role": role}).status_code

    coordinator, manager, admin = browse(vesna), browse(cast.mira), browse(cast.ada)
    assert give(coordinator, "manager") == give(coordinator, "librarian") == give(manager, "admin") == 422
    assert give(coordinator, "coordinator") == give(manager, "librarian") == 200
    assert roles_of(session, cast.arta) == {
        ("learner", "", 0),
        ("librarian", "", 0),
        ("coordinator", "institution", cast.ministry.id),
    }
    assert coordinator.post(f"{LIST}/{cast.arta.id}/closure").status_code == 403
    assert give(admin, "admin") == 200
    assert manager.post(f"{LIST}/{cast.arta.id}/closure").status_code == 403


def test_the_last_administrator_keeps_the_role(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.ada)
    own = session.scalars(select(Role).where(Role.person_id == cast.ada.id)).one()
    refused = browser.post(f"{LIST}/{cast.ada.id}/roles/{own.id}/end")
    assert refused.status_code == 409
    assert "last administrator" in refused.text
    cast.give(cast.mira, RoleName.ADMIN)
    assert browser.post(f"{LIST}/{cast.ada.id}/roles/{own.id}/end", follow_redirects=False).status_code == 303
    assert roles_of(session, cast.ada) == set()


def test_a_closed_account_is_shut_at_once_and_can_be_opened(browse, session: WriteSession, cast: Cast) -> None:
    theirs, browser = browse(cast.arta), browse(cast.mira)
    assert "The account is closed." in browser.post(f"{LIST}/{cast.arta.id}/closure").text
    assert theirs.get("/account").url.path == "/sign-in"
    browser.post(f"{LIST}/{cast.arta.id}/opening")
    session.refresh(cast.arta)
    assert cast.arta.state is PersonState.INVITED  # a test person has no password
    assert browser.post(f"{LIST}/{cast.mira.id}/closure").status_code == 409


def test_looking_at_a_person_is_noted_and_light(browse, session: WriteSession, cast: Cast) -> None:
    browser = browse(cast.mira)
    page = browser.get(f"{LIST}/{cast.arta.id}")
    assert cast.arta.email in page.text
    assert len(browser.queries) <= 25
    seen = session.scalars(select(AuditEntry).where(AuditEntry.what == "person.seen")).one()
    assert (seen.subject_id, seen.by) == (cast.arta.id, cast.mira.id)
    assert browser.get(f"{LIST}/987654").status_code == 404


def test_name_and_institution_are_corrected(browse, session: WriteSession, cast: Cast, vesna: Person) -> None:
    browser = browse(vesna)
    path = f"{LIST}/{cast.arta.id}"
    wrong = browser.post(path, data={"name": "A", "institution_id": cast.ministry.id})
    assert wrong.status_code == 422
    assert 'value="A"' in wrong.text
    assert browser.post(path, data={"name": "Arta", "institution_id": 0}).status_code == 422
    browser.post(path, data={"name": "Arta Berisha", "institution_id": cast.ministry.id})
    session.refresh(cast.arta)
    assert cast.arta.name == "Arta Berisha"


def test_the_roles_of_a_person_say_in_words_where_they_hold(browse, session: WriteSession, cast: Cast) -> None:
    curriculum = a_curriculum(session, as_actor(cast.mira, ("manager", "", 0))).curriculum
    course = a_course(session, "Migration and Gender")
    run = a_run(session, an_edition(session, course, {}), cast.marko)
    for kind, number in (
        ("course", course.id),
        ("run", run.id),
        ("curriculum", curriculum.id),
        ("institution", cast.ministry.id),
    ):
        cast.give(cast.marko, RoleName.TRAINER, kind, number)
    page = browse(cast.mira).get(f"{LIST}/{cast.marko.id}").text
    for words in (
        "Trainer</b>, course Migration and Gender",
        f"Trainer</b>, course run {run.code} {run.title}",
        f"Trainer</b>, curriculum {curriculum.code} {curriculum.title}",
        f"Trainer</b>, {cast.ministry.name}",
    ):
        assert words in page
