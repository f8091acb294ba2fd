"""Looking at curricula: the list, one version, its matrix and its hours."""

import pytest

from courses.curricula import services
from courses.curricula.forms import AssessmentForm, ModuleForm, OutcomeForm
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from tests.factories.courses import as_actor
from tests.factories.curricula import ASSESSMENT, MODULE, OUTCOME, a_curriculum
from tests.personas import Cast


@pytest.fixture
def by(cast: Cast):
    return as_actor(cast.mira, ("manager", "", 0))


def test_the_list_shows_the_newest_version_of_each(browse, session: WriteSession, cast: Cast, by) -> None:
    version = a_curriculum(session, by)
    services.approve_version(session, version, by=by)
    copy = services.copy_version(session, version, by=by)
    copy.title = "Gender and Migration"
    session.commit()

    page = browse(cast.ivana).get("/curricula")

    assert "Gender and Migration" in page.text
    assert "Migration and Gender" not in page.text
    assert "2, draft" in page.text


def test_an_empty_list_says_what_a_curriculum_is(browse, cast: Cast) -> None:
    assert "No curriculum yet" in browse(cast.mira).get("/curricula").text


def test_a_version_shows_gaps_hours_and_the_status_of_its_level(browse, session, cast: Cast, by) -> None:
    version = a_curriculum(session, by)
    services.set_assessments(session, version, [AssessmentForm(**ASSESSMENT | {"outcomes": ["K1"]})], by=by)
    session.commit()

    page = browse(cast.ivana).get("/curricula/MG")

    assert "Not assessed anywhere" in page.text
    assert "4 hours are missing" in page.text
    assert "EQF level 5 of 8, indicative" in page.text
    assert "Edit the facts" not in page.text


def test_a_complete_design_says_so(browse, session: WriteSession, cast: Cast, by) -> None:
    version = a_curriculum(session, by)
    services.set_modules(session, version, [ModuleForm(**MODULE | {"assessment": 4})], by=by)
    session.commit()

    page = browse(cast.mira).get("/curricula/MG")

    assert "Every outcome is taught and assessed" in page.text
    assert "Not assessed anywhere" not in page.text
    assert "The hours are what the credits stand for" in page.text


def test_who_may_not_read_gets_nothing(browse, visitor, session: WriteSession, cast: Cast, by) -> None:
    a_curriculum(session, by)
    assert browse(cast.arta).get("/curricula/MG").status_code == 404
    assert browse(cast.arta).get("/curricula").status_code == 403
    assert browse(cast.ivana).get("/curricula/XX").status_code == 404
    assert visitor.get("/curricula/MG", follow_redirects=False).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("many", [2, 60])
def test_the_cost_of_a_version_stays_the_same(browse, session: WriteSession, cast: Cast, by, many: int) -> None:
    version = a_curriculum(session, by)
    forms = [OutcomeForm(**OUTCOME | {"code": f"K{n}", "text": f"outcome no. {n}"}) for n in range(1, many + 1)]
    services.set_outcomes(session, version, forms, by=by)
    session.commit()
    cast.give(cast.stranger, RoleName.EXPERT)
    browser = browse(cast.stranger)

    page = browser.get("/curricula/MG")

    assert f"outcome no. {many}" in page.text
    assert len(browser.queries) <= 10
