"""Many records at once: a change with its preview, doubles made one; who may not."""

import pytest

from library.collections.forms import CollectionForm, SubjectForm
from library.collections.services import add_collection, add_subject
from library.relations.forms import RelationForm
from library.relations.services import relate
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.queries import resource_with_files
from tests.factories.library import make_record, take_text


@pytest.fixture
def shelf(session):
    """Two records and a draft, all about asylum."""
    add_subject(session, SubjectForm(key="asylum", labels={"en": "asylum", "sr-Cyrl": "азил"}), by=None)
    add_subject(session, SubjectForm(key="data", labels={"en": "data"}), by=None)
    add_collection(session, CollectionForm(key="laws", titles={"en": "Laws"}), by=None)
    known = {"subjects": ["asylum"], "identifiers": ["ISSN 0378-5955"], "details": {"series": "Blue"}}
    made = [make_record(session, title, publish=title != "Draft", **known) for title in ("One", "Two", "Draft")]
    return [one.id for one in made]


def again(session, number) -> Resource:
    session.expire_all()
    return resource_with_files(session, number)


def test_a_change_is_shown_first_and_made_then(shelf, browse, cast, session) -> None:
    elena = browse(cast.elena)
    page = elena.get("/desk/resources")
    assert f'name="ids" value="{shelf[0]}"' in page.text
    change = {"ids": [str(number) for number in shelf], "access": "signed_in", "licence": "CC BY 4.0",
              "add_subjects": "data", "drop_subjects": "азил", "add_collection": "laws", "publish": "on"}  # fmt: skip

    held = elena.post("/desk/changes", data={**change, "step": "preview"})
    assert "stays a draft" in held.text
    answers = {"people": "no", "contacts": "no", "sensitive": "no", "step": "keep"}
    elena.post(f"/desk/resources/{shelf[2]}/publication", data=answers)
    page = elena.post("/desk/changes", data={**change, "step": "preview"})

    assert "3 records would change." in page.text and "stays a draft" not in page.text
    assert "Nothing has been changed yet." in page.text
    assert again(session, shelf[0]).access is AccessLevel.PUBLIC
    done = elena.post("/desk/changes", data={**change, "step": "apply"})
    assert "3 records were changed." in done.text
    for number in shelf:
        resource = again(session, number)
        assert (resource.access, resource.licence) == (AccessLevel.SIGNED_IN, "CC BY 4.0")
        assert resource.state is ResourceState.PUBLISHED
        assert (len(resource.subjects), len(resource.collections)) == (1, 1)
        assert (resource.details, [one.value for one in resource.identifiers]) == ({"series": "Blue"}, ["0378-5955"])
    nothing = elena.post("/desk/changes", data={**change, "step": "preview"})
    assert "0 records would change." in nothing.text


@pytest.mark.parametrize(
    "wrong", [{"ids": []}, {"access": "nobody"}, {"add_subjects": "gardening"}, {"kind": "poem"}, {"ids": ["x"]}]
)
def test_a_wrong_change_comes_back(wrong, shelf, browse, cast, session) -> None:
    data = {"ids": [str(shelf[0])], "licence": "CC0 1.0", "step": "apply", **wrong}
    page = browse(cast.elena).post("/desk/changes", data=data)
    assert page.status_code == 422
    assert 'value="CC0 1.0"' in page.text
    assert again(session, shelf[0]).licence == ""


def test_a_double_gives_what_it_has_and_leads_to_what_stays(browse, cast, session, site, work) -> None:
    kept = make_record(session, "Law on asylum", identifiers=["32008L0115"])
    taken = take_text(session, site, "The text of the law.", name="law.txt", title="Law of asylum", language="en")
    double = taken.resource
    other = make_record(session, "Old law")
    relate(session, double, RelationForm(sense="replaces", other=str(other.id)), by=None)
    double.abstract = "About asylum."
    session.commit()
    elena, path = browse(cast.elena), f"/desk/resources/{double.id}/merger"
    assert elena.get(path).status_code == 200

    page = elena.post(path, data={"into": f"{kept.id}: Law on asylum", "step": "preview"})
    assert "About asylum." in page.text
    assert again(session, double.id).state is ResourceState.PUBLISHED
    page = elena.post(path, data={"into": str(kept.id), "step": "apply"})
    assert "The two records are one now." in page.text
    work()

    resource = again(session, kept.id)
    assert (resource.title, resource.abstract, len(resource.versions)) == ("Law on asylum", "About asylum.", 1)
    visitor = browse()
    moved = visitor.get(f"/library/{double.id}", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, f"/library/{kept.id}")
    assert "Old law" in visitor.get(f"/library/{kept.id}").text
    assert visitor.get("/api/v1/library/search?q=text+law").json()["total"] >= 1
    assert elena.post(path, data={"into": str(kept.id), "step": "apply"}).status_code == 409
    nobody = elena.post(path, data={"into": str(double.id)})
    assert (nobody.status_code, "There is no other record" in nobody.text) == (422, True)


def test_an_address_never_leads_a_stranger_to_a_closed_record(browse, cast, session) -> None:
    kept = make_record(session, "Closed", access=AccessLevel.STAFF).id
    double = make_record(session, "Open").id
    browse(cast.elena).post(f"/desk/resources/{double}/merger", data={"into": str(kept), "step": "apply"})
    answer = browse().get(f"/library/{double}", follow_redirects=False)
    assert answer.status_code == 410
    assert "Closed" not in answer.text


def test_it_is_for_librarians(shelf, browse, cast) -> None:
    path = f"/desk/resources/{shelf[0]}/merger"
    assert browse(cast.arta).get(path).status_code == 403
    assert browse().get(path, follow_redirects=False).status_code in {303, 401}
    for target in (path, "/desk/changes"):
        assert browse(cast.arta).post(target, data={"ids": ["1"]}).status_code == 403
        assert browse().post(target, data={"ids": ["1"]}).status_code == 401
        elsewhere = browse(cast.elena).post(target, data={"ids": ["1"]}, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403
