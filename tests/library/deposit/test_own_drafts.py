"""The files of a draft: for whoever sent it and those who look it over or keep its collection, and for nobody else."""

import re

import pytest
from sqlalchemy import select

from library.collections.forms import CollectionForm
from library.collections.policies import CURATOR, REVIEWER, SUBMITTER
from library.collections.services import add_collection, give_role
from library.resources.models import Resource
from tests.factories.library import make_pdf

WORDS = "Seasonal work in the vineyards of the south"
SENT = {"kind": "guide", "language": "", "access": "public", "collection": "papers"}
MINE = ("arta", "marko", "ivana", "elena")
OTHERS = ("fellow", "elsewhere", "stranger", "visitor")


@pytest.fixture
def people(session, cast):
    """Arta and a fellow hand papers in, Marko looks them over, Ivana keeps what is above; another looks elsewhere."""
    above = add_collection(session, CollectionForm(key="above", titles={"en": "Above"}), by=None)
    shelf = add_collection(session, CollectionForm(key="papers", titles={"en": "Papers"}, parent="above"), by=None)
    other = add_collection(session, CollectionForm(key="others", titles={"en": "Others"}), by=None)
    named = {name: getattr(cast, name) for name in ("arta", "marko", "ivana", "elena", "stranger")}
    named |= {"fellow": cast.make("Fellow Submitter"), "elsewhere": cast.make("Else Where")}
    held = ((shelf, SUBMITTER, "arta"), (shelf, SUBMITTER, "fellow"), (shelf, REVIEWER, "marko"),
            (above, CURATOR, "ivana"), (other, REVIEWER, "elsewhere"))  # fmt: skip
    for place, role, name in held:
        give_role(session, place, role, ("person", named[name].id), by=None)
    session.commit()
    return named


@pytest.fixture
def draft(people, browse, session, work, tmp_path) -> int:
    """A PDF that Arta sent, read by the worker."""
    pdf = make_pdf(tmp_path / "vineyards.pdf", [WORDS, "The second page"]).read_bytes()
    browse(people["arta"]).post("/deposits", data=SENT, files=[("files", ("vineyards.pdf", pdf))])
    work()
    number = session.scalar(select(Resource.id).where(Resource.created_by == people["arta"].id))
    assert number is not None
    return number


def surfaces(number: int) -> dict[str, bytes]:
    """Addresses of a draft and its file, with what each shows."""
    return {
        f"/library/{number}": b"vineyards.pdf",
        f"/library/{number}/read": WORDS.encode(),
        f"/library/{number}/read?at=1&q=vineyards": b"vineyards",
        f"/library/{number}/files/vineyards.pdf": b"%PDF",
        f"/library/{number}/files/vineyards.pdf?save=1": b"%PDF",
        f"/library/{number}/cover": b"WEBP",
        f"/library/{number}/citations/ris": b"TY  -",
    }


@pytest.mark.parametrize("name", MINE)
def test_the_files_of_a_draft_are_read_by_its_sender_and_its_keepers(name, people, draft, browse) -> None:
    browser = browse(people[name])
    for address, shown in surfaces(draft).items():
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert shown in answer.content, address


@pytest.mark.parametrize("name", OTHERS)
def test_the_files_of_a_draft_are_read_by_nobody_else(name, people, draft, browse) -> None:
    browser = browse(people[name]) if name in people else browse()
    for address in surfaces(draft):
        answer = browser.get(address)
        assert answer.status_code == 404, address
        assert "vineyards.pdf" not in answer.text.replace(address, "") and WORDS not in answer.text


@pytest.mark.parametrize("name", MINE)
def test_every_link_on_the_pages_of_a_draft_leads_somewhere(name, people, draft, browse) -> None:
    browser = browse(people[name])
    pages = ["/desk/reviews", f"/library/{draft}", f"/library/{draft}/read", f"/desk/resources/{draft}/review"]
    if name != "marko":
        pages += ["/deposits", f"/desk/resources/{draft}"]
    for page in pages:
        answer = browser.get(page)
        assert answer.status_code == 200, page
        main = answer.text[answer.text.find("<main") : answer.text.find("</main>")]
        for link in set(re.findall(r'(?:href|src)="(/(?:desk|library|deposits)[^"]*)"', main)):
            assert browser.get(link.replace("&amp;", "&")).status_code == 200, (page, link)


def test_a_draft_is_closed_to_its_sender_where_it_was_published_for_others(people, draft, browse, session) -> None:
    resource = session.get(Resource, draft)
    resource.access = "staff"
    session.commit()
    assert browse(people["arta"]).get(f"/library/{draft}/files/vineyards.pdf").status_code == 200
    facts = {"title": "Vineyards", "kind": "guide", "language": "en", "access": "staff", "collections": ["papers"]}
    browse(people["elena"]).post(f"/desk/resources/{draft}", data=facts)
    answered = {"step": "publish", "people": "no", "contacts": "no", "sensitive": "no", "word": "Checked."}
    page = browse(people["elena"]).post(f"/desk/resources/{draft}/publication", data=answered)
    assert "The record is published." in page.text
    assert browse(people["arta"]).get(f"/library/{draft}").status_code == 404
    assert browse(people["marko"]).get(f"/library/{draft}").status_code == 404
