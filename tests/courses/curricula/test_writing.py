"""Writing, approving and copying curricula."""

import pytest
from sqlalchemy import select

from courses.curricula import services
from courses.curricula.forms import FactsForm, OutcomeForm
from courses.curricula.models import CurriculumVersion, LearningOutcome
from courses.curricula.queries import find_version, whole_version
from rmtc.accounts.models import Person, RoleName
from rmtc.audit.models import AuditEntry
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from tests.factories.courses import as_actor
from tests.factories.curricula import FACTS, OUTCOME, a_curriculum
from tests.personas import Cast

NEW = {"hours_per_credit": "25", "language": "en", "mode": "online", "pass_mark": "60", "attendance": "80"}


@pytest.fixture
def by(cast: Cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def author(cast: Cast) -> Person:
    return cast.make("Ana Author", RoleName.AUTHOR)


def test_an_author_begins_a_curriculum(browse, session: WriteSession, author: Person) -> None:
    form = NEW | {"code": "MD", "title": "Migration and Development", "level": "6", "ects": "2.5", "weeks": ""}

    page = browse(author).post("/curricula", data=form)

    assert page.status_code == 200
    assert "62.5" in page.text
    version = find_version(session, "MD")
    assert version is not None and (version.ects, version.weeks, version.number) == (2.5, 0, 1)
    assert "curriculum.added" in session.scalars(select(AuditEntry.what)).all()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ects": "2.3"}, "This is not right"),
        ({"level": "9"}, "at most 8"),
        ({"level_status": "accredited"}, "Only a decision with its number and date"),
        ({"code": "MG"}, "There is a curriculum with this code already."),
    ],
)
def test_a_wrong_form_comes_back(browse, session, cast: Cast, author, by, wrong, sentence: str) -> None:
    a_curriculum(session, by)
    form = NEW | {"code": "XY", "title": "A title typed by hand", "level": "5", "ects": "2"} | wrong

    page = browse(author).post("/curricula", data=form)

    assert page.status_code == 422
    assert sentence in page.text
    assert "A title typed by hand" in page.text


def test_facts_and_parts_are_written_by_page(browse, session: WriteSession, author: Person, by) -> None:
    version = a_curriculum(session, by)
    browser = browse(author)

    browser.post("/curricula/MG/facts?version=1", data=NEW | {"title": "Gender first", "level": "5", "ects": "2"})
    browser.post("/curricula/MG/outcomes", data=OUTCOME | {"code": "K2", "text": "standards of protection"})
    form = {"number": "2", "title": "Standards", "contact": "4", "outcomes": ["K2", "K1"]}
    browser.post("/curricula/MG/modules", data=form)
    page = browser.post(
        "/curricula/MG/assessments",
        data={"title": "Case of the desk", "kind": "case", "weight": "40", "outcomes": "K2", "modules": ["1", "2"]},
    )

    for text in ("Gender first", "standards of protection", "Standards", "Case of the desk"):
        assert text in page.text
    whole = whole_version(session, version.id)
    assert whole is not None and whole.modules[1].outcomes == ["K2", "K1"] and whole.assessments[1].modules == [1, 2]


def test_a_part_is_changed_and_removed(browse, session: WriteSession, author: Person, by) -> None:
    version = a_curriculum(session, by)
    outcomes = select(LearningOutcome).where(LearningOutcome.version_id == version.id)
    outcome = session.scalars(outcomes.order_by(LearningOutcome.position)).first()
    assert outcome is not None
    browser = browse(author)
    path = f"/curricula/MG/outcomes/{outcome.id}"
    assert "gendered patterns of migration" in browser.get(path).text

    taken = browser.post(path, data=OUTCOME | {"code": "S1", "text": "typed again"})
    assert taken.status_code == 422
    assert "Another one has S1 already." in taken.text and "typed again" in taken.text
    assert "typed better" in browser.post(path, data=OUTCOME | {"text": "typed better"}).text
    assert "typed better" not in browser.post(f"{path}/removal").text
    assert browser.get(path).status_code == 404


def test_approval_freezes_a_version(browse, session: WriteSession, cast: Cast, author: Person, by) -> None:
    version = a_curriculum(session, by)
    browser = browse(author)
    assert "waits for a manager" in browser.post("/curricula/MG/submission").text
    assert browser.post("/curricula/MG/approval").status_code == 403
    assert "What the authors should change" in browse(cast.mira).post("/curricula/MG/return", data={"reason": ""}).text

    page = browse(cast.mira).post("/curricula/MG/approval")

    assert "This version never changes" in page.text and "Mira Manager" in page.text
    session.expire_all()
    for act in (
        lambda: services.edit_facts(session, version, FactsForm(**FACTS), by=by),
        lambda: services.set_outcomes(session, version, [OutcomeForm(**OUTCOME)], by=by),
        lambda: services.save_part(session, version, None, OutcomeForm(**OUTCOME | {"code": "K9"}), by=by),
        lambda: services.approve_version(session, version, by=by),
    ):
        with pytest.raises(Refusal, match="never changes"):
            act()
    assert browser.post("/curricula/MG/outcomes", data=OUTCOME | {"code": "K9"}).status_code == 409


def test_a_new_version_is_a_copy(browse, session: WriteSession, cast: Cast, author: Person, by) -> None:
    services.approve_version(session, a_curriculum(session, by), by=by)
    session.commit()

    page = browse(author).post("/curricula/MG/versions")

    assert "Version 2 is a draft that you can change." in page.text
    copy = find_version(session, "MG")
    assert copy is not None
    assert [each.code for each in copy.outcomes] == ["K1", "S1"]
    assert copy.modules[0].hours == 46
    browse(cast.mira).post("/curricula/MG/approval")
    states = session.scalars(select(CurriculumVersion.state).order_by(CurriculumVersion.number)).all()
    assert states == ["retired", "approved"]


def test_an_empty_version_is_not_approved(browse, session: WriteSession, cast: Cast, by) -> None:
    version = a_curriculum(session, by)
    services.set_outcomes(session, version, [], by=by)
    session.commit()
    assert browse(cast.mira).post("/curricula/MG/approval").status_code == 409


def test_nobody_writes_without_the_role(browse, visitor, session: WriteSession, cast: Cast, by) -> None:
    a_curriculum(session, by)
    form = NEW | {"title": "Not mine", "level": "5", "ects": "2"}
    reviewer, learner = browse(cast.ivana), browse(cast.arta)
    for path in ("/curricula/MG/facts", "/curricula/MG/outcomes", "/curricula/MG/submission", "/curricula/MG/approval"):
        assert reviewer.post(path, data=form).status_code == 403
        assert learner.post(path, data=form).status_code == 404
        assert visitor.post(path, data=form).status_code == 401
    assert reviewer.get("/curricula/new").status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert browse(cast.mira).post("/curricula/MG/approval", headers=elsewhere).status_code == 403


def test_a_working_group_writes_only_its_own(browse, session: WriteSession, cast: Cast, by) -> None:
    version = a_curriculum(session, by)
    a_curriculum(session, by, code="MD", title="Migration and Development")
    cast.give(cast.marko, RoleName.AUTHOR, "curriculum", version.curriculum_id)
    browser = browse(cast.marko)
    assert browser.get("/curricula/MG/facts").status_code == 200
    assert browser.get("/curricula/MD/facts").status_code == 403
