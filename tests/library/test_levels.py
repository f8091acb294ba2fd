"""Levels of records and of their files at the desk: typed, refused, changed for many, opened by themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from library.collections.forms import CollectionForm
from library.collections.models import Collection
from library.collections.services import add_collection
from library.curation.merging import merge_resources
from library.resources.models import AccessLevel, Resource, ResourceReader
from library.resources.policies import text_is_open
from library.resources.queries import resource_with_files
from rmtc.audit.models import AuditEntry
from rmtc.clock import today
from rmtc.worker import HANDLERS
from tests.factories.courses import a_course, a_learner, a_run, an_edition, as_actor
from tests.factories.library import give_text, make_record, take_file

RECORD = {"title": "A plan", "kind": "report", "language": "en", "access": "public", "date": "2024"}


@pytest.fixture
def record(session, site, tmp_path):
    """A public record with a file and a word in it."""
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.4 plan")
    taken = take_file(session, site, path, title="A plan", language="en")
    (tmp_path / "cover.webp").write_bytes(b"RIFF0000WEBP")
    give_text(session, site, taken, ["Of feldspar."], tmp_path / "cover.webp")
    return taken.resource


def found(browser, word) -> int:
    return browser.get(f"/api/v1/library/search?q={word}").json()["total"]


def test_a_record_is_opened_to_institutions_and_runs_by_name(record, browse, cast, session, work) -> None:
    course = a_course(session)
    run = a_run(session, an_edition(session, course, {}), cast.mira)
    a_learner(session, run, cast.stranger, cast.mira)
    elena, marko, arta = browse(cast.elena), browse(cast.marko), browse(cast.arta)
    label = f"{course.title}: {run.title} ({run.code})"
    assert elena.get("/desk/readers/suggestions?q=ministry").json() == {"suggestions": [cast.ministry.name]}
    assert label in elena.get("/desk/readers/suggestions?q=spring").json()["suggestions"]
    assert arta.get("/desk/readers/suggestions?q=a").status_code == 403

    typed = RECORD | {"access": "named", "readers": f"{cast.ministry.name.lower()}\n{label}"}
    page = elena.post(f"/desk/resources/{record.id}", data=typed)

    assert "The record is saved." in page.text
    assert cast.ministry.name in page.text
    assert label in page.text
    work()
    for person in (cast.arta, cast.stranger):
        assert browse(person).get(f"/library/{record.id}").status_code == 200
        assert found(browse(person), "feldspar") == 1
    assert marko.get(f"/library/{record.id}").status_code == 404
    assert found(marko, "feldspar") == found(browse(), "feldspar") == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"access": "named"}, "Name an institution or a course run"),
        ({"files_access": "named"}, "Name an institution or a course run"),
        ({"access": "named", "readers": "Nobody knows it"}, "no institution and no course run “Nobody knows it”"),
        ({"files_open_on": "tomorrow"}, "Please write a date"),
        ({"files_access": "everybody"}, "Please choose one of the options."),
    ],
)
def test_a_wrong_level_comes_back_with_what_was_typed(typed, said, record, browse, cast, session) -> None:
    answer = browse(cast.elena).post(f"/desk/resources/{record.id}", data=RECORD | typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed.get("readers", "") in answer.text
    session.expire_all()
    assert session.get(Resource, record.id).access is AccessLevel.PUBLIC


def test_files_open_by_themselves(record, browse, cast, session, site, work) -> None:
    day = today() + timedelta(days=3)
    elena, visitor = browse(cast.elena), browse()
    elena.post(f"/desk/resources/{record.id}", data=RECORD | {"files_open_on": str(day)})
    work()
    page = visitor.get(f"/library/{record.id}")
    assert "The files of this record are closed until" in page.text
    assert "plan.pdf" not in page.text
    assert visitor.get(f"/library/{record.id}/files/plan.pdf").status_code == 403
    assert visitor.get(f"/library/{record.id}/read").status_code == 403
    assert elena.get(f"/library/{record.id}/files/plan.pdf").status_code == 200
    assert found(visitor, "feldspar") == 0
    assert found(visitor, "plan") == 1

    session.get(Resource, record.id).files_open_on = today()
    session.commit()

    assert visitor.get(f"/library/{record.id}/files/plan.pdf").status_code == 200
    HANDLERS["library.open_files"](site, {})
    session.expire_all()
    assert session.get(Resource, record.id).files_open_on is None
    assert session.scalar(select(AuditEntry.what).where(AuditEntry.what == "resource.files_opened"))
    work()
    assert found(visitor, "feldspar") == 1


def test_a_visitor_is_sent_to_sign_in_where_that_opens_the_files(record, browse, cast, session) -> None:
    browse(cast.elena).post(f"/desk/resources/{record.id}", data=RECORD | {"files_access": "signed_in"})
    answer = browse().get(f"/library/{record.id}/files/plan.pdf", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")
    assert browse(cast.arta).get(f"/library/{record.id}/files/plan.pdf").status_code == 200


def test_the_files_of_many_records_are_closed_at_once(record, browse, cast, session, work) -> None:
    elena, change = browse(cast.elena), {"ids": [record.id], "files_access": "staff"}
    assert "Librarians and managers only" in elena.post("/desk/changes", data=change).text
    assert session.get(Resource, record.id).files_access is None
    elena.post("/desk/changes", data=change | {"step": "apply"})
    assert browse().get(f"/library/{record.id}/files/plan.pdf").status_code == 403
    elena.post("/desk/changes", data=change | {"files_access": "same", "step": "apply"})
    assert browse().get(f"/library/{record.id}/files/plan.pdf").status_code == 200
    assert elena.post("/desk/changes", data=change | {"access": "named"}).status_code == 422


def test_readers_stay_when_many_records_are_changed(record, browse, cast, session) -> None:
    elena = browse(cast.elena)
    elena.post(f"/desk/resources/{record.id}", data=RECORD | {"access": "named", "readers": cast.ministry.name})
    elena.post("/desk/changes", data={"ids": [record.id], "publisher": "The Centre", "step": "apply"})
    kept = session.scalars(select(ResourceReader)).one()
    assert (kept.holder_kind, kept.holder_id) == ("institution", cast.ministry.id)


def test_merging_opens_no_file_to_more_people(record, session, cast, browse) -> None:
    kept = make_record(session, "Without a file")
    session.get(Resource, record.id).access = AccessLevel.STAFF
    session.commit()
    double, into = (resource_with_files(session, one.id) for one in (record, kept))
    merge_resources(session, double, into, by=as_actor(cast.elena, ("librarian", "", 0)))
    session.commit()
    assert browse().get(f"/library/{kept.id}").status_code == 200
    assert browse().get(f"/library/{kept.id}/files/plan.pdf").status_code == 403


def test_who_begins_to_keep_a_collection_finds_what_is_open_there(record, browse, cast, session, work) -> None:
    for key, parent in (("top", ""), ("under", "top")):
        add_collection(session, CollectionForm(key=key, titles={"en": key}, parent=parent), by=None)
    session.commit()
    elena, arta = browse(cast.elena), browse(cast.arta)
    elena.post(f"/desk/resources/{record.id}", data=RECORD | {"access": "collection", "collections": ["under"]})
    work()
    assert found(arta, "feldspar") == 0
    assert arta.get(f"/library/{record.id}").status_code == 404

    elena.post("/desk/collections/top/members", data={"role": "reviewer", "email": cast.arta.email})
    work()
    assert found(arta, "feldspar") == 1
    assert arta.get(f"/library/{record.id}").status_code == 200

    elena.post("/desk/collections/under", data={"key": "under", "title_en": "under", "parent": ""})
    work()
    assert session.scalar(select(Collection.parent_id).where(Collection.key == "under")) is None
    assert found(arta, "feldspar") == 0
    assert arta.get(f"/library/{record.id}").status_code == 404


@pytest.mark.parametrize("files", AccessLevel)
@pytest.mark.parametrize("access", AccessLevel)
def test_text_is_searched_where_all_who_find_it_may_read_it(access, files) -> None:
    order = (AccessLevel.PUBLIC, AccessLevel.SIGNED_IN)
    opens = files is AccessLevel.PUBLIC or (files is AccessLevel.SIGNED_IN and access is not AccessLevel.PUBLIC)
    opens = opens or files is access or (access is AccessLevel.STAFF and files not in order)
    assert text_is_open(Resource(access=access, files_access=files)) is opens
