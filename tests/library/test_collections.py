"""Collections: their tree at the desk and for readers, and the roles that are held in them."""

import pytest
from sqlalchemy import select

from library.collections.forms import CollectionForm
from library.collections.models import Collection, CollectionRole, CollectionRoleName
from library.collections.policies import CURATOR, REVIEWER, SUBMITTER, collections_held, may
from library.collections.services import add_collection, give_role
from library.resources.models import AccessLevel, Resource, ResourceCollection
from rmtc.accounts.actors import actor_of
from rmtc.accounts.models import Institution
from rmtc.audit.models import AuditEntry
from tests.factories.courses import as_actor
from tests.factories.library import make_record

FORM = {"key": "reports", "title_en": "Reports", "title_sr_Cyrl": "Извештаји", "description_en": "What was counted."}
RECORD = {"kind": "report", "language": "en", "access": "public", "date": "2024"}


@pytest.fixture
def shelves(session):
    """A tree: reports, under it yearly; beside it laws."""
    made = {}
    for key, parent in (("reports", ""), ("yearly", "reports"), ("laws", "")):
        form = CollectionForm(key=key, titles={"en": key.title()}, parent=parent)
        made[key] = add_collection(session, form, by=None)
    session.commit()
    return made


def shelf(session, key) -> Collection:
    session.expire_all()
    return session.scalar(select(Collection).where(Collection.key == key))


def actor(person):
    return actor_of(person, [])


def test_a_librarian_adds_renames_and_moves_collections(browse, cast, session) -> None:
    elena = browse(cast.elena)
    assert "There are no collections yet" in elena.get("/desk/collections").text
    assert "The collection is saved." in elena.post("/desk/collections", data=FORM).text
    elena.post("/desk/collections", data={"key": "yearly", "title_en": "Yearly", "parent": "reports"})
    elena.post("/desk/collections", data={"key": "laws", "title_en": "Laws"})

    page = elena.post("/desk/collections/laws/place", data={"step": "up"})

    assert page.text.index(">Laws<") < page.text.index(">Reports<") < page.text.index(">Yearly<")
    page = elena.post("/desk/collections/laws/place", data={"step": "up"})
    assert page.status_code == 200
    visitor = browse()
    assert visitor.get("/library/collections").text.index("Laws") < visitor.get("/library/collections").text.index(
        "Yearly"
    )
    assert "Извештаји" in browse().get("/library/collections/reports", headers={"accept-language": "sr-Cyrl"}).text
    page = elena.post("/desk/collections/reports", data=FORM | {"title_en": "Reports and figures", "parent": "laws"})
    assert "Reports and figures" in page.text
    assert shelf(session, "reports").parent_id == shelf(session, "laws").id
    what = set(session.scalars(select(AuditEntry.what).where(AuditEntry.subject_kind == "collection")))
    assert what == {"collection.added", "collection.moved", "collection.edited"}


def test_what_is_wrong_comes_back_with_what_was_typed(browse, cast, shelves, session) -> None:
    elena = browse(cast.elena)
    taken = elena.post("/desk/collections", data=FORM)
    assert taken.status_code == 422
    assert 'value="Извештаји"' in taken.text
    assert "There is a collection with this key already." in taken.text
    assert elena.post("/desk/collections", data=FORM | {"key": "No Key", "title_en": ""}).status_code == 422
    cycle = elena.post("/desk/collections/reports", data=FORM | {"parent": "yearly"})
    assert cycle.status_code == 422
    assert "A collection cannot stand under itself." in cycle.text
    assert elena.post("/desk/collections/reports", data=FORM | {"parent": "reports"}).status_code == 422
    assert elena.post("/desk/collections/reports", data=FORM | {"parent": "nowhere"}).status_code == 422
    assert shelf(session, "reports").parent_id is None
    assert elena.get("/desk/collections/nothing").status_code == 404
    assert browse().get("/library/collections/nothing").status_code == 404


def test_only_an_empty_collection_can_be_removed(browse, cast, shelves, session) -> None:
    elena = browse(cast.elena)
    assert "Remove the collection" not in elena.get("/desk/collections/reports").text
    assert elena.post("/desk/collections/reports/removal").status_code == 409
    assert "The collection is removed." in elena.post("/desk/collections/yearly/removal").text
    make_record(session, collections=["laws"])
    assert elena.post("/desk/collections/laws/removal").status_code == 409
    assert shelf(session, "laws") is not None
    assert shelf(session, "yearly") is None


def test_renaming_a_collection_changes_what_its_records_are_found_by(browse, cast, shelves, session, work) -> None:
    make_record(session, "Numbers", collections=["laws"])
    work()
    browse(cast.elena).post("/desk/collections/laws", data={"key": "laws", "title_en": "Gazette"})
    work()
    assert browse().get("/api/v1/library/search?q=gazette").json()["total"] == 1


def test_a_role_holds_on_a_collection_and_under_it(session, cast, shelves) -> None:
    give_role(session, shelves["reports"], REVIEWER, ("person", cast.arta.id), by=None)
    session.commit()
    arta, stranger, elena = actor(cast.arta), actor(cast.stranger), as_actor(cast.elena, ("librarian", "", 0))
    for role, mine in ((SUBMITTER, True), (REVIEWER, True), (CURATOR, False)):
        assert may(session, arta, role, shelves["reports"].id) is mine
        assert may(session, arta, role, shelves["yearly"].id) is mine
        assert not may(session, arta, role, shelves["laws"].id)
        assert not may(session, stranger, role, shelves["reports"].id)
        assert not may(session, None, role, shelves["reports"].id)
        assert may(session, elena, role, shelves["laws"].id)
    held = set(session.scalars(collections_held(arta, SUBMITTER)))
    assert held == {shelves["reports"].id, shelves["yearly"].id}
    assert not set(session.scalars(collections_held(None, SUBMITTER)))


def test_a_role_of_an_institution_is_that_of_its_people(session, cast, shelves) -> None:
    give_role(session, shelves["laws"], SUBMITTER, ("institution", cast.ministry.id), by=None)
    session.commit()
    assert may(session, actor(cast.arta), SUBMITTER, shelves["laws"].id)
    assert not may(session, actor(cast.stranger), SUBMITTER, shelves["laws"].id)


def test_a_librarian_gives_and_takes_roles(browse, cast, shelves, session) -> None:
    elena, where = browse(cast.elena), "/desk/collections/reports/members"
    assert "Nobody has a role here" in elena.get(where).text
    page = elena.post(where, data={"role": "curator", "email": cast.arta.email.upper()})
    assert "The role is given." in page.text
    assert cast.arta.name in page.text
    page = elena.post(where, data={"role": "submitter", "institution": str(cast.ministry.id)})
    assert cast.ministry.name in page.text
    under = elena.get("/desk/collections/yearly/members").text
    assert cast.arta.name in under
    assert under.count("Take away") == 1  # the head of the column

    for wrong in (
        {"role": "curator", "email": "nobody@test.example"},
        {"role": "curator", "email": cast.arta.email},
        {"role": "curator", "institution": str(cast.ministry.id)},
        {"role": "submitter", "institution": "999999"},
        {"role": "king", "email": cast.arta.email},
    ):
        answer = elena.post(where, data=wrong)
        assert answer.status_code == 422, wrong
        assert wrong.get("email", "") in answer.text
    role = session.scalar(select(CollectionRole).where(CollectionRole.role == CollectionRoleName.CURATOR))
    assert elena.post(f"/desk/collections/laws/members/{role.id}/removal").status_code == 404
    assert "The role is taken away." in elena.post(f"{where}/{role.id}/removal").text
    assert not may(session, actor(cast.arta), CURATOR, shelves["reports"].id)
    done = set(session.scalars(select(AuditEntry.what)))
    assert {"collection.role_given", "collection.role_taken"} <= done


def test_readers_see_what_is_open_to_them_in_its_order(browse, cast, shelves, session) -> None:
    first, second = (make_record(session, name, collections=["laws"]) for name in ("First of all", "Second"))
    make_record(session, "For staff", collections=["laws"], access=AccessLevel.STAFF)
    make_record(session, "A draft", collections=["laws"], publish=False)
    for place, record in enumerate((first, second), 1):
        session.get(ResourceCollection, (record.id, shelves["laws"].id)).position = place
    session.commit()
    visitor = browse()

    page = visitor.get("/library/collections/laws").text

    assert page.index("First of all") < page.index("Second")
    assert "For staff" not in page
    assert "A draft" not in page
    assert "2 records" in visitor.get("/library/collections").text
    assert "For staff" in browse(cast.elena).get("/library/collections/laws").text
    assert "Nothing stands here yet" in visitor.get("/library/collections/yearly").text
    assert len(visitor.queries) <= 12


def test_a_record_keeps_its_place_when_it_is_described_anew(browse, cast, shelves, session) -> None:
    record = make_record(session, "Placed", collections=["laws"])
    session.get(ResourceCollection, (record.id, shelves["laws"].id)).position = 7
    session.commit()
    both = RECORD | {"title": "Placed again", "collections": ["laws", "yearly"]}
    browse(cast.elena).post(f"/desk/resources/{record.id}", data=both)
    session.expire_all()
    places = {one.collection_id: one.position for one in session.scalars(select(ResourceCollection))}
    assert places == {shelves["laws"].id: 7, shelves["yearly"].id: 0}


def test_a_curator_edits_the_records_of_their_collections_only(browse, cast, shelves, session) -> None:
    give_role(session, shelves["reports"], CURATOR, ("person", cast.arta.id), by=None)
    mine = make_record(session, "Mine", collections=["yearly"])
    other = make_record(session, "Not mine", collections=["laws"])
    arta = browse(cast.arta)

    assert "Your collections" in arta.get("/home").text
    desk = arta.get("/desk/collections").text
    assert "Yearly" in desk
    assert "Laws" not in desk
    assert arta.get(f"/desk/resources/{mine.id}").status_code == 200
    assert len(arta.queries) <= 25
    page = arta.post(f"/desk/resources/{mine.id}", data=RECORD | {"title": "Better", "collections": "yearly"})
    assert "The record is saved." in page.text
    for foreign in (["laws"], ["yearly", "laws"], []):
        wrong = arta.post(f"/desk/resources/{mine.id}", data=RECORD | {"title": "Away", "collections": foreign})
        assert wrong.status_code == 422, foreign
    session.expire_all()
    assert session.get(Resource, mine.id).title == "Better"
    assert arta.get(f"/desk/resources/{other.id}").status_code == 403
    assert arta.post(f"/desk/resources/{other.id}", data=RECORD | {"title": "No"}).status_code == 403
    assert arta.get("/desk/resources/999999").status_code == 403
    assert arta.post(f"/desk/resources/{other.id}/publication", data={"step": "publish"}).status_code == 403
    for what in ("withdrawal", "merger"):
        assert arta.post(f"/desk/resources/{mine.id}/{what}", data={"reason": "because"}).status_code == 403


@pytest.mark.parametrize("path", ["", "/new", "/laws", "/laws/members"])
def test_the_pages_of_the_desk_are_closed(path, browse, cast, shelves) -> None:
    where = f"/desk/collections{path}"
    assert browse().get(where, follow_redirects=False).status_code == 303
    assert browse(cast.arta).get(where).status_code == 403
    assert browse(cast.elena).get(where).status_code == 200


@pytest.mark.parametrize(
    "path", ["", "/laws", "/laws/place", "/laws/removal", "/laws/members", "/laws/members/1/removal"]
)
def test_nobody_else_changes_collections(path, browse, cast, shelves, session) -> None:
    where, typed = f"/desk/collections{path}", FORM | {"step": "up", "role": "curator", "email": cast.arta.email}
    give_role(session, shelves["reports"], CURATOR, ("person", cast.marko.id), by=None)
    session.commit()
    assert browse(cast.arta).post(where, data=typed).status_code == 403
    assert browse(cast.marko).post(where, data=typed).status_code == 403
    elena = browse(cast.elena)
    assert elena.post(where, data=typed, headers={"origin": "https://evil.example"}).status_code == 403
    assert len(session.scalars(select(Collection)).all()) == 3


def test_a_curator_is_not_told_the_title_of_what_they_may_not_see(browse, cast, shelves, session) -> None:
    give_role(session, shelves["reports"], CURATOR, ("person", cast.arta.id), by=None)
    mine = make_record(session, "Mine", collections=["reports"])
    make_record(session, "Hidden away", access=AccessLevel.STAFF, identifiers=["10.1000/182"])
    typed = RECORD | {"title": "Mine", "collections": "reports", "identifiers": "10.1000/182"}
    arta = browse(cast.arta).post(f"/desk/resources/{mine.id}", data=typed)
    elena = browse(cast.elena).post(f"/desk/resources/{mine.id}", data=typed)
    assert (arta.status_code, elena.status_code) == (422, 422)
    assert "belongs to another record" in arta.text
    assert "Hidden away" not in arta.text
    assert "Hidden away" in elena.text


def test_names_of_institutions_are_in_the_readers_language(cast, session, shelves, browse) -> None:
    named = Institution(name="Office", name_sr="Канцеларија", country="RS")
    session.add(named)
    session.flush()
    give_role(session, shelves["laws"], SUBMITTER, ("institution", named.id), by=None)
    session.commit()
    page = browse(cast.elena).get("/desk/collections/laws/members")
    assert "Office" in page.text


def titles(page, *names) -> list[str]:
    """These titles in the order in which a page has them."""
    return sorted(names, key=page.text.index)


def test_a_curator_puts_the_records_in_order(browse, cast, shelves, session) -> None:
    give_role(session, shelves["reports"], CURATOR, ("person", cast.arta.id), by=None)
    names = ("Apples", "Berries", "Cherries")
    made = {name: make_record(session, name, collections=["yearly"]) for name in names}
    away = make_record(session, "Elsewhere", collections=["laws"])
    arta, where = browse(cast.arta), "/desk/collections/yearly/records"
    assert titles(arta.get(where), *names) == ["Cherries", "Berries", "Apples"]
    assert len(arta.queries) <= 25

    page = arta.post(f"{where}/{made['Apples'].id}/place", data={"step": "first"})

    assert "The order is kept." in page.text
    assert titles(page, *names) == ["Apples", "Cherries", "Berries"]
    assert titles(arta.post(f"{where}/{made['Cherries'].id}/place", data={"step": "down"}), *names) == list(names)
    arta.post(f"{where}/{made['Apples'].id}/place", data={"step": "up"})
    arta.post(f"{where}/{made['Cherries'].id}/place", data={"step": "sideways"})
    make_record(session, "Dates", collections=["yearly"])
    assert titles(browse().get("/library/collections/yearly"), *names, "Dates") == [*names, "Dates"]
    assert arta.post(f"{where}/{away.id}/place", data={"step": "up"}).status_code == 404
    assert arta.get("/desk/collections/laws/records").status_code == 403
    assert arta.post(f"/desk/collections/laws/records/{away.id}/place", data={"step": "up"}).status_code == 403
    assert browse(cast.marko).get(where).status_code == 403
    assert browse().get(where, follow_redirects=False).status_code == 303
    foreign = arta.post(f"{where}/{away.id}/place", data={"step": "up"}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert session.scalar(select(AuditEntry.id).where(AuditEntry.what == "collection.record_placed").limit(1))
