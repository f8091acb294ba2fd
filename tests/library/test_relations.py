"""What belongs to a record: shown on both, never to those who may not see the other."""

from library.relations.forms import RelationForm
from library.relations.services import relate
from library.resources.models import AccessLevel
from library.resources.services import add_file, add_version
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from tests.factories.library import make_record, take_text


def test_a_translation_and_a_successor_are_shown_on_both(browse, cast, session) -> None:
    law = make_record(session, "Law on asylum").id
    old, translation = make_record(session, "Old law").id, make_record(session, "Закон о азилу", language="sr-Cyrl").id
    elena = browse(cast.elena)

    page = elena.post(f"/desk/resources/{law}/relations", data={"sense": "replaces", "other": f"{old}: Old law"})
    assert "Both records show it now." in page.text
    elena.post(f"/desk/resources/{law}/relations", data={"sense": "translated_by", "other": "Закон о азилу"})
    elena.get(f"/desk/resources/{law}/relations")
    assert len(elena.queries) <= 25

    visitor = browse()
    page = visitor.get(f"/library/{law}").text
    assert "Replaces" in page
    assert f'href="/library/{old}"' in page
    assert f'href="/library/{translation}" lang="sr-Cyrl"' in page
    assert len(visitor.queries) <= 12
    page = visitor.get(f"/library/{old}").text
    assert "A newer document replaces this one:" in page
    assert f'href="/library/{law}"' in page
    assert "Is a translation of" in visitor.get(f"/library/{translation}").text


def test_a_closed_record_is_not_named_on_an_open_one(browse, cast, session) -> None:
    open_one = make_record(session, "Open")
    closed = make_record(session, "Secret successor", access=AccessLevel.STAFF)
    relate(session, closed, RelationForm(sense="replaces", other=str(open_one.id)), by=None)
    session.commit()
    page = browse().get(f"/library/{open_one.id}").text
    assert "Secret" not in page
    assert "newer document" not in page
    assert "Secret successor" in browse(cast.elena).get(f"/library/{open_one.id}").text


def test_what_cannot_be_is_said_beside_the_field(browse, cast, session) -> None:
    first, second = make_record(session, "First").id, make_record(session, "Second").id
    elena = browse(cast.elena)
    base = f"/desk/resources/{first}/relations"
    assert elena.post(base, data={"sense": "part_of", "other": f"http://127.0.0.1/library/{second}"}).status_code == 200
    for data, said in (
        ({"sense": "part_of", "other": str(second)}, "said already"),
        ({"sense": "has_part", "other": str(second)}, "a circle would come of it"),
        ({"sense": "replaces", "other": str(first)}, "This is the record itself."),
        ({"sense": "replaces", "other": "No such title"}, "There is no record of this number or title."),
        ({"sense": "eats", "other": str(second)}, "Please choose one of the options."),
        ({"sense": "replaces", "other": ""}, "Please fill this in."),
    ):
        page = elena.post(base, data=data)
        assert (page.status_code, said in page.text) == (422, True), said


def test_it_can_be_taken_back(browse, cast, session) -> None:
    first, second = make_record(session, "First"), make_record(session, "Second")
    relation = relate(session, first, RelationForm(sense="goes_with", other=str(second.id)), by=None)
    session.commit()
    elena = browse(cast.elena)
    third = make_record(session, "Third").id
    assert elena.post(f"/desk/resources/{third}/relations/{relation.id}/end").status_code == 404
    page = elena.post(f"/desk/resources/{second.id}/relations/{relation.id}/end")
    assert "This is no longer said." in page.text
    assert "Goes with" not in browse().get(f"/library/{first.id}").text


def test_it_is_for_librarians(browse, cast, session) -> None:
    number = make_record(session, "Mine").id
    path = f"/desk/resources/{number}/relations"
    assert browse(cast.arta).get(path).status_code == 403
    assert browse().get(path, follow_redirects=False).status_code in {303, 401}
    data = {"sense": "replaces", "other": "1"}
    for target in (path, f"{path}/1/end"):
        assert browse(cast.arta).post(target, data=data).status_code == 403
        assert browse().post(target, data=data).status_code == 401
        assert browse(cast.elena).post(target, data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.elena).get("/desk/resources/suggestions?q=mi").json() == {"suggestions": [f"{number}: Mine"]}
    assert browse(cast.arta).get("/desk/resources/suggestions?q=mi").status_code == 403
    assert browse(cast.elena).get("/desk/resources/999999/relations").status_code == 404


def test_an_earlier_version_says_so_in_the_reader(browse, cast, session, site, work) -> None:
    taken = take_text(session, site, "The first edition.", name="law.txt")
    path = site.settings.data / "law.txt"
    path.write_text("The second edition.")
    version = add_version(session, taken.resource, by=None)
    add_file(session, taken.resource, version, keep_file(session, open_store(site.settings), path), "law.txt", by=None)
    session.commit()
    work()
    visitor = browse()
    assert "You are reading an earlier version." in visitor.get(f"/library/{taken.resource.id}/read?version=1").text
    assert "earlier version" not in visitor.get(f"/library/{taken.resource.id}/read").text
