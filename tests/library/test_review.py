"""Review: what the checks find, who is asked, who decides, what goes out by mail, what is never told."""

import pytest
from sqlalchemy import select

from library.collections.forms import CollectionForm
from library.collections.models import CollectionRole, CollectionRoleName
from library.collections.services import add_collection
from library.resources.models import Resource, ResourceState
from library.review.models import PersonalDataCheck, ReviewStep
from rmtc.clock import now
from rmtc.mail.models import Mail
from tests.factories.library import make_record, take_text

CLEAR = {"people": "no", "contacts": "no", "sensitive": "no"}
PUBLISH = {"step": "publish", **CLEAR}


@pytest.fixture
def shelf(session):
    """A collection with a submitter and a reviewer."""
    shelf = add_collection(session, CollectionForm(key="papers", titles={"en": "Papers"}), by=None)
    session.commit()
    return shelf


@pytest.fixture
def roles(session, cast, shelf):
    """Arta hands papers in, Marko looks them over."""
    for person, role in ((cast.arta, CollectionRoleName.SUBMITTER), (cast.marko, CollectionRoleName.REVIEWER)):
        session.add(
            CollectionRole(collection_id=shelf.id, role=role, holder_kind="person", holder_id=person.id, given_at=now())
        )
    session.commit()


def review_of(number: int) -> str:
    return f"/desk/resources/{number}/review"


def test_a_report_is_not_published_before_personal_data_was_considered(browse, cast, session) -> None:
    number = make_record(session, "Returns of 2024", publish=False, licence="CC BY 4.0").id
    elena = browse(cast.elena)
    page = elena.post(f"/desk/resources/{number}/publication", data={"step": "publish"})
    assert page.status_code == 422
    assert "answered the questions about personal data" in page.text

    yes = {**CLEAR, "contacts": "yes", "step": "publish", "note": "A public register"}
    page = elena.post(f"/desk/resources/{number}/publication", data=yes)
    assert page.status_code == 422 and "nobody has said why" in page.text
    page = elena.post(f"/desk/resources/{number}/publication", data={**yes, "ground": "yes"})
    assert "The record is published." in page.text

    checks = session.scalars(select(PersonalDataCheck).order_by(PersonalDataCheck.id)).all()
    assert [check.by for check in checks] == [cast.elena.id, cast.elena.id]
    assert checks[-1].answers == {"people": "no", "contacts": "yes", "sensitive": "no", "ground": "yes"}


def test_answers_are_kept_without_publishing(browse, cast, session) -> None:
    number = make_record(session, "Returns of 2024", publish=False).id
    elena = browse(cast.elena)
    page = elena.post(f"/desk/resources/{number}/publication", data={**CLEAR, "step": "keep"})
    assert "The answers are kept." in page.text and "Last answered on" in page.text
    elena.post(f"/desk/resources/{number}/publication", data={**CLEAR, "step": "keep"})
    assert len(session.scalars(select(PersonalDataCheck)).all()) == 1
    assert "The record is published." in elena.post(f"/desk/resources/{number}/publication", data=CLEAR).text


def test_a_warning_asks_for_a_word(browse, cast, session) -> None:
    number = make_record(session, "The plan of tomorrow", publish=False, kind="guide", year=2190, date="2190").id
    elena = browse(cast.elena)
    page = elena.post(f"/desk/resources/{number}/publication", data=PUBLISH)
    assert page.status_code == 422
    assert "Its year lies in the future." in page.text and "say in a word" in page.text
    page = elena.post(f"/desk/resources/{number}/publication", data={**PUBLISH, "word": "It is a forecast."})
    assert "The record is published." in page.text
    assert session.scalar(select(ReviewStep.text)) == "It is a forecast."


def test_the_checks_see_doubles_and_poor_files(browse, cast, session, site) -> None:
    known = make_record(session, "Годишњи извештај о повратку 2024", access="staff", identifiers=["ISSN 2434-561X"])
    double = make_record(
        session, "Godišnji izveštaj o povratku 2024.", publish=False, identifiers=["ISSN 2434-561X"], licence="x"
    )
    taken = take_text(session, site, "Words that nobody has read yet.", publish=False)
    elena = browse(cast.elena)
    page = elena.get(review_of(double.id))
    assert "nearly the same title" in page.text and known.title in page.text
    assert "another record with one of its identifiers" in page.text
    assert "It has no file." in page.text
    page = elena.get(review_of(taken.resource.id))
    assert "only read from the file" in page.text and "still being read" in page.text
    assert len(elena.queries) <= 25


def test_a_draft_goes_from_submitter_to_reviewer_and_back(browse, cast, session, shelf, roles, work) -> None:
    arta, marko = browse(cast.arta), browse(cast.marko)
    assert "Papers" in arta.get("/deposits/new").text
    sent = {"kind": "report", "language": "", "access": "public", "collection": "papers"}
    arta.post("/deposits", data=sent, files=[("files", ("paper.txt", b"Return and reintegration of families."))])
    work()
    number = session.scalar(select(Resource.id).where(Resource.title == "paper"))
    facts = {"title": "Families that returned", "kind": "report", "language": "en", "access": "public",
             "collections": ["papers"], "licence": "CC BY 4.0"}  # fmt: skip
    assert "The record is saved." in arta.post(f"/desk/resources/{number}", data=facts).text
    assert marko.get("/desk/reviews").text.count("Families that returned") == 0

    page = arta.post(f"{review_of(number)}/steps", data={"kind": "asked", "text": "Please look."})
    assert "The draft is sent to review." in page.text and "Waits for review" in page.text
    assert arta.post(f"{review_of(number)}/steps", data={"kind": "asked"}).status_code == 409
    assert arta.post(f"{review_of(number)}/steps", data={"kind": "returned", "text": "No."}).status_code == 403
    assert arta.post(f"/desk/resources/{number}/publication", data=PUBLISH).status_code == 403

    assert "Families that returned" in marko.get("/desk/reviews").text
    assert "1 draft waits for your review" in marko.get("/home").text
    assert marko.get(f"/library/{number}").status_code == 200
    short = marko.post(f"{review_of(number)}/steps", data={"kind": "returned", "text": ""})
    assert short.status_code == 422 and "Please write a sentence." in short.text
    cast.arta.language = "sr-Latn"
    session.commit()
    page = marko.post(f"{review_of(number)}/steps", data={"kind": "returned", "text": "The year is missing."})
    assert "The draft is returned." in page.text
    letter = session.scalars(select(Mail)).one()
    assert (letter.to, letter.language) == (cast.arta.email, "sr-Latn")
    assert "The year is missing." in letter.text and f"/desk/resources/{number}/review" in letter.text
    cast.arta.language = "en"
    session.commit()

    arta.post(f"{review_of(number)}/steps", data={"kind": "asked"})
    page = marko.post(f"/desk/resources/{number}/publication", data=PUBLISH)
    assert "The record is published." in page.text
    assert browse().get(f"/library/{number}").status_code == 200
    assert len(session.scalars(select(Mail)).all()) == 2
    assert arta.get(review_of(number)).status_code == 403


def test_a_submitter_is_not_told_what_is_closed(browse, cast, session, site, shelf, roles, work) -> None:
    take_text(session, site, "Closed words.", title="A secret evaluation", access="staff")
    sent = {"kind": "guide", "language": "en", "access": "public", "collection": "papers"}
    arta = browse(cast.arta)
    page = arta.post("/deposits", data=sent, files=[("files", ("mine.txt", b"Closed words."))])
    work()
    page = arta.get(page.url.path)
    assert "holds this file already" in page.text
    assert "secret" not in page.text
    number = make_record(
        session, "The secret evaluatiom of returns", publish=False, collections=["papers"], kind="report"
    ).id
    session.get(Resource, number).created_by = cast.arta.id
    make_record(session, "The secret evaluation of returns", access="staff")
    page = arta.get(review_of(number))
    assert "nearly the same title" in page.text
    assert "evaluation" not in page.text


def test_strangers_to_a_draft_see_nothing(browse, cast, session, shelf, roles) -> None:
    number = make_record(session, "Not theirs", publish=False).id
    paths = [review_of(number), review_of(999_999)]
    for person in (cast.arta, cast.marko, cast.stranger):
        assert {browse(person).get(path).status_code for path in paths} == {403}
    assert browse(cast.elena).get(review_of(999_999)).status_code == 404
    assert "/sign-in" in str(browse().get(paths[0], follow_redirects=False).headers["location"])
    assert "Not theirs" not in browse(cast.marko).get("/desk/reviews").text
    assert browse(cast.marko).get(f"/library/{number}").status_code == 404
    for path in (f"{paths[0]}/steps", f"/desk/resources/{number}/publication"):
        assert browse(cast.marko).post(path, data={"kind": "commented", "text": "x", **PUBLISH}).status_code == 403
        elsewhere = browse(cast.elena).post(path, data=PUBLISH, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403
    wrong = browse(cast.elena).post(f"/desk/resources/{number}/publication", data={"people": "perhaps", "note": "Kept"})
    assert wrong.status_code == 422 and "Kept" in wrong.text
    assert session.get(Resource, number).state is ResourceState.DRAFT


def test_a_submitter_sends_only_to_their_collections(browse, cast, session, shelf, roles) -> None:
    add_collection(session, CollectionForm(key="others", titles={"en": "Others"}), by=None)
    session.commit()
    arta = browse(cast.arta)
    assert "Others" not in arta.get("/deposits/new").text
    sent = {"kind": "guide", "language": "en", "access": "public"}
    for collection in ("others", "", "nowhere"):
        page = arta.post("/deposits", data={**sent, "collection": collection}, files=[("files", ("a.txt", b"Words."))])
        assert page.status_code == 422, collection
    assert browse(cast.stranger).get("/deposits/new").status_code == 403
