"""Experts comment on a curriculum, its working group settles that, and every step of the review can be read."""

import pytest
from sqlalchemy import delete, select

from courses.curricula.models import Assessment
from courses.curricula.queries import find_version
from courses.remarks.models import Remark
from rmtc.accounts.models import Person, RoleName
from rmtc.db import WriteSession
from tests.factories.courses import as_actor
from tests.factories.curricula import a_curriculum
from tests.personas import Cast

PAGE, REMARKS = "/curricula/MG", "/curricula/MG/remarks"
WORDS = "The verb cannot be observed: say what the learner does."


@pytest.fixture(autouse=True)
def version(session: WriteSession, cast: Cast):
    return a_curriculum(session, as_actor(cast.mira, ("manager", "", 0)))


@pytest.fixture
def author(cast: Cast) -> Person:
    return cast.make("Ana Author", RoleName.AUTHOR)


@pytest.fixture
def expert(cast: Cast) -> Person:
    return cast.make("Eva Expert", RoleName.EXPERT)


def test_an_expert_comments_on_a_part_and_the_group_settles_it(browse, author, expert, session) -> None:
    eva, ana = browse(expert), browse(author)
    assert "Nobody has said anything" in eva.get(PAGE).text
    form = eva.get(f"{REMARKS}/new", params={"part": "K1"}).text
    assert '<option value="K1" selected>' in form
    page = eva.post(REMARKS, data={"part": "K1", "kind": "comment", "text": WORDS})
    assert WORDS in page.text and "Eva Expert" in page.text and "1 open comment" in page.text
    assert "Mark as settled" not in page.text

    remark = session.scalars(select(Remark)).one()
    assert "1 open comment" in ana.get(PAGE).text
    assert "The comment is settled." in ana.post(f"{REMARKS}/{remark.id}/settlement").text
    assert "open comment" not in ana.get(PAGE).text
    assert "1 open comment" in ana.post(f"{REMARKS}/{remark.id}/settlement").text


def test_agreement_needs_no_words_and_a_comment_does(browse, expert) -> None:
    eva = browse(expert)
    empty = eva.post(REMARKS, data={"part": "S1", "kind": "comment", "text": " "})
    assert empty.status_code == 422 and "Write what should be looked at." in empty.text
    assert '<option value="S1" selected>' in empty.text
    wrong = eva.post(REMARKS, data={"part": "K9", "kind": "comment", "text": WORDS})
    assert wrong.status_code == 422 and WORDS in wrong.text and "This part is not in this version." in wrong.text
    assert "Agrees" in eva.post(REMARKS, data={"kind": "agreed"}).text


def test_what_a_manager_asks_for_reaches_the_authors(browse, author, cast: Cast) -> None:
    ana, mira = browse(author), browse(cast.make("Mina Manager", RoleName.MANAGER))
    ana.post(f"{PAGE}/submission")
    mira.post(f"{PAGE}/return", data={"reason": "Please assess S1 as well."})
    page = ana.get(PAGE).text
    assert "Please assess S1 as well." in page and "Sent back" in page and "Sent for approval" in page
    ana.post(f"{PAGE}/submission")
    mira.post(f"{PAGE}/approval")
    assert "Mina Manager" in ana.get(PAGE).text
    assert ana.post(REMARKS, data={"kind": "agreed"}).status_code == 409


def test_what_cannot_be_approved_yet_says_why(browse, session, cast: Cast) -> None:
    a_curriculum(session, as_actor(cast.mira, ("manager", "", 0)), code="RTN")
    mina = browse(cast.make("Mina Manager", RoleName.MANAGER))
    assert "Approve version 1" in mina.get("/curricula/RTN").text
    session.execute(delete(Assessment).where(Assessment.version_id == find_version(session, "RTN").id))
    session.commit()
    page = mina.get("/curricula/RTN").text
    assert "Approve version 1" not in page
    assert "once it has outcomes, modules and assessments" in page


def test_who_may_comment_and_settle(browse, cast: Cast, author, expert, session, version) -> None:
    eva = browse(expert)
    eva.post(REMARKS, data={"kind": "comment", "text": WORDS})
    settlement = f"{REMARKS}/{session.scalars(select(Remark)).one().id}/settlement"
    assert eva.post(settlement).status_code == 403
    assert browse(author).post(f"{REMARKS}/999/settlement").status_code == 404
    reviewer, learner = browse(cast.ivana), browse(cast.arta)
    assert WORDS in reviewer.get(PAGE).text
    for path in (REMARKS, settlement):
        assert reviewer.post(path, data={"kind": "agreed"}).status_code == 403
        assert learner.post(path, data={"kind": "agreed"}).status_code == 404
        assert eva.post(path, data={"kind": "agreed"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert learner.get(f"{REMARKS}/new").status_code == 404
    assert "/sign-in" in str(browse().get(f"{REMARKS}/new", follow_redirects=False).headers["location"])


def test_many_remarks_take_no_more_queries(browse, expert) -> None:
    eva = browse(expert)
    eva.get(PAGE)
    eva.get(PAGE)
    few = len(eva.queries)
    for number in range(12):
        eva.post(REMARKS, data={"kind": "comment", "text": f"{WORDS} {number}"})
    assert f"{WORDS} 11" in eva.get(PAGE).text
    assert len(eva.queries) == few
