"""Asking to read closed files: with and without an account, given, refused, and by whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from library.collections.forms import CollectionForm
from library.collections.policies import CURATOR
from library.collections.services import add_collection, give_role
from library.leave.models import AccessRequest, RequestState
from library.resources.models import AccessLevel
from rmtc.audit.models import AuditEntry
from rmtc.clock import now, today
from rmtc.mail.models import Mail
from rmtc.worker import HANDLERS
from tests.factories.library import make_record, take_read_text

ASKED = {"name": "Jelena Ilić", "email": "Jelena@ministry.example", "reason": "I write a paper about returns."}
UNTIL = str(today() + timedelta(days=10))
GRANT = {"decision": "grant", "until": UNTIL, "answer": "Please cite it."}


@pytest.fixture
def closed(session, site, work):
    """A record that everybody finds, with a file that only staff read, in a collection."""
    shelf = add_collection(session, CollectionForm(key="shelf", titles={"en": "A shelf"}), by=None)
    known = {"title": "A closed plan", "language": "en", "files_access": AccessLevel.STAFF, "collections": ["shelf"]}
    taken = take_read_text(session, site, "Of feldspar.", name="plan.txt", **known)
    work()
    session.commit()
    taken.resource.shelf = shelf
    return taken.resource


def ask(browser, resource, **changes):
    return browser.post(f"/library/{resource.id}/requests", data=ASKED | changes)


def asked_for(session) -> AccessRequest:
    session.expire_all()
    return session.scalars(select(AccessRequest).order_by(AccessRequest.id.desc())).first()


def test_a_person_asks_and_is_given_leave_until_a_day(closed, browse, cast, session, work) -> None:
    arta, elena, marko = browse(cast.arta), browse(cast.elena), browse(cast.marko)
    assert f"/library/{closed.id}/requests/new" in arta.get(f"/library/{closed.id}").text
    assert arta.get(f"/library/{closed.id}/requests/new").status_code == 200
    assert len(arta.queries) <= 12

    page = ask(arta, closed, email="somebody.else@test.example")

    assert "Your request is with the librarians." in page.text
    request = asked_for(session)
    assert (request.person_id, request.email, request.name) == (cast.arta.id, cast.arta.email, cast.arta.name)
    assert "1 person waits for an answer" in elena.get("/home").text
    assert cast.arta.name in elena.get("/desk/requests").text
    assert ASKED["reason"] in elena.get(f"/desk/requests/{request.id}").text
    page = elena.post(f"/desk/requests/{request.id}/answer", data=GRANT)
    assert "The answer is on its way." in page.text
    assert "No requests here" in page.text

    assert arta.get(f"/library/{closed.id}/files/plan.txt").text == "Of feldspar."
    assert marko.get(f"/library/{closed.id}/files/plan.txt").status_code == 403
    assert arta.get(f"/library/{closed.id}/requests/new").status_code == 404
    letter = session.scalars(select(Mail)).one()
    assert (letter.to, letter.language) == (cast.arta.email, "en")
    assert f"/library/{closed.id}" in letter.text
    assert "Please cite it." in letter.text
    assert elena.post(f"/desk/requests/{request.id}/answer", data=GRANT).status_code == 409
    done = set(session.scalars(select(AuditEntry.what)))
    assert {"access_request.sent", "access_request.answered", "resource.granted"} <= done


def test_a_stranger_reads_with_the_link_of_the_letter(closed, browse, cast, session) -> None:
    visitor, elena = browse(), browse(cast.elena)
    visitor.get("/", headers={"accept-language": "sr-Cyrl"})
    assert "<form" in visitor.get(f"/library/{closed.id}/requests/new").text
    answer = visitor.post(f"/library/{closed.id}/requests", data=ASKED, headers={"accept-language": "sr-Cyrl"})
    assert answer.status_code == 200
    request = asked_for(session)
    assert (request.person_id, request.email, request.language) == (None, ASKED["email"].lower(), "sr-Cyrl")
    elena.post(f"/desk/requests/{request.id}/answer", data=GRANT)
    letter = session.scalars(select(Mail)).one()
    assert letter.to == ASKED["email"].lower()
    assert "Датотеке" in letter.text
    link = next(word for word in letter.text.split() if "/library/leave/" in word)
    path = "/library" + link.partition("/library")[2]

    shown = visitor.get(path)

    assert "plan.txt" in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert visitor.get(f"{path}/files/plan.txt").text == "Of feldspar."
    assert visitor.get(f"{path}/files/other.txt").status_code == 404
    assert visitor.get(f"{path}x").status_code == 404
    assert visitor.get(f"/library/{closed.id}/files/plan.txt").status_code == 403
    session.execute(update(AccessRequest).values(until=now() - timedelta(minutes=1)))
    session.commit()
    assert visitor.get(path).status_code == 404
    assert visitor.get(f"{path}/files/plan.txt").status_code == 404


def test_a_refusal_says_why(closed, browse, cast, session) -> None:
    elena, where = browse(cast.elena), "/desk/requests/{}/answer"
    ask(browse(), closed)
    request = asked_for(session)
    short = elena.post(where.format(request.id), data={"decision": "refuse", "answer": "No."})
    assert short.status_code == 422
    assert "Please say in a sentence why not." in short.text
    elena.post(where.format(request.id), data={"decision": "refuse", "answer": "It names persons in need."})
    assert asked_for(session).state is RequestState.REFUSED
    assert "It names persons in need." in session.scalars(select(Mail)).one().text
    assert "Jelena" in elena.get("/desk/requests?state=refused").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "grant", "until": ""},
        {"decision": "grant", "until": str(today() - timedelta(days=1))},
        {"decision": "grant", "until": str(today() + timedelta(days=500))},
        {"decision": "grant", "until": "soon"},
        {"decision": "perhaps"},
    ],
)
def test_a_wrong_answer_comes_back(wrong, closed, browse, cast, session) -> None:
    ask(browse(), closed)
    answer = browse(cast.elena).post(f"/desk/requests/{asked_for(session).id}/answer", data={"answer": "Mm", **wrong})
    assert answer.status_code == 422
    assert "Mm" in answer.text
    assert asked_for(session).state is RequestState.WAITING
    assert not session.scalars(select(Mail)).all()


def test_a_wrong_request_comes_back_with_what_was_typed(closed, browse, session) -> None:
    visitor = browse()
    for wrong in ({"email": "no address"}, {"reason": "short"}, {"name": ""}):
        answer = ask(visitor, closed, **wrong)
        assert answer.status_code == 422
        assert "Jelena" in answer.text
    assert asked_for(session) is None


def test_nobody_asks_without_end(closed, browse, session, site) -> None:
    visitor = browse()
    assert ask(visitor, closed).status_code == 200
    again = ask(visitor, closed)
    assert again.status_code == 422
    assert "You have asked for this record already." in again.text
    for number in range(4):
        assert ask(visitor, closed, email=f"other{number}@test.example").status_code == 200
    assert ask(visitor, closed, email="sixth@test.example").status_code == 429


def test_only_what_one_may_see_can_be_asked_for(closed, browse, cast, session) -> None:
    hidden = make_record(session, "Hidden", access=AccessLevel.STAFF)
    open_one = make_record(session, "Open")
    for resource in (hidden, open_one):
        assert browse().get(f"/library/{resource.id}/requests/new").status_code == 404
        assert ask(browse(), resource).status_code == 404
    assert browse(cast.elena).get(f"/library/{closed.id}/requests/new").status_code == 404


def test_curators_answer_for_their_collections_only(closed, browse, cast, session) -> None:
    other = add_collection(session, CollectionForm(key="other", titles={"en": "Other"}), by=None)
    give_role(session, closed.shelf, CURATOR, ("person", cast.arta.id), by=None)
    give_role(session, other, CURATOR, ("person", cast.marko.id), by=None)
    session.commit()
    ask(browse(), closed)
    request = asked_for(session)
    arta, marko, stranger = browse(cast.arta), browse(cast.marko), browse(cast.stranger)
    where = f"/desk/requests/{request.id}"
    assert "Jelena" in arta.get("/desk/requests").text
    assert "Jelena" not in marko.get("/desk/requests").text
    assert (marko.get(where).status_code, marko.post(f"{where}/answer", data=GRANT).status_code) == (404, 404)
    assert (stranger.get("/desk/requests").status_code, stranger.get(where).status_code) == (403, 403)
    assert stranger.post(f"{where}/answer", data=GRANT).status_code == 403
    assert browse().get("/desk/requests", follow_redirects=False).status_code == 303
    foreign = arta.post(f"{where}/answer", data=GRANT, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert arta.get(where).status_code == 200
    assert len(arta.queries) <= 25
    arta.post(f"{where}/answer", data=GRANT)
    assert asked_for(session).state is RequestState.GRANTED


def test_requests_are_forgotten_a_year_after_the_answer(closed, browse, cast, session, site) -> None:
    ask(browse(), closed)
    request = asked_for(session)
    browse(cast.elena).post(f"/desk/requests/{request.id}/answer", data=GRANT)
    HANDLERS["library.forget_requests"](site, {})
    assert asked_for(session) is not None
    long_ago = now() - timedelta(days=366)
    session.execute(update(AccessRequest).values(answered_at=long_ago, until=long_ago))
    session.commit()
    HANDLERS["library.forget_requests"](site, {})
    assert asked_for(session) is None
