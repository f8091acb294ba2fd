"""The desk: sending files, hostile ones among them, describing, publishing, withdrawing; who may not."""

import pytest
from sqlalchemy import select

from library.intake.outcomes import SENTENCES
from library.resources.models import FileState, Resource, ResourceFile, ResourceState
from rmtc.audit.models import AuditEntry
from tests.factories.library import make_record
from tests.fixture_files import fixture_file

FORM = {"kind": "report", "language": "", "access": "public", "collection": ""}
RECORD = {"title": "Годишњи извештај", "kind": "report", "language": "sr-Cyrl", "access": "public", "date": "2024"}
NASTY = ("own__flate_bomb_1GB.pdf", "pypdf__encrypted-file.pdf", "OCRmyPDF__invalid.pdf", "own__huge_page.pdf")


def send(browser, *files, **form):
    return browser.post("/deposits", data=FORM | form, files=[("files", file) for file in files])


def test_files_become_drafts_are_read_and_published(browse, cast, session, work) -> None:
    elena = browse(cast.elena)

    page = send(
        elena,
        ("plan.txt", b"The plan speaks of seasonal work in the municipality and of the school."),
        ("b.txt", b"Other."),
    )
    assert "being taken in: 2" in page.text
    elena.get("/desk")
    assert len(elena.queries) <= 25
    work()

    resource = session.scalar(select(Resource).where(Resource.title == "plan"))
    assert (resource.state, resource.language) == (ResourceState.DRAFT, "en")
    page = elena.post(f"/desk/resources/{resource.id}", data=RECORD)
    assert "The record is saved." in page.text
    assert 'value="Годишњи извештај"' in page.text
    elena.get(f"/desk/resources/{resource.id}")
    assert len(elena.queries) <= 25
    answers = {"people": "no", "contacts": "no", "sensitive": "no"}
    page = elena.post(f"/desk/resources/{resource.id}/publication", data=answers)
    assert "The record is published." in page.text
    work()
    assert "Годишњи извештај" in browse().get("/library?q=seasonal").text

    short = elena.post(f"/desk/resources/{resource.id}/withdrawal", data={"reason": "no"})
    assert short.status_code == 422
    elena.post(f"/desk/resources/{resource.id}/withdrawal", data={"reason": "It held an old budget."})
    assert browse().get(f"/library/{resource.id}").status_code == 410
    done = set(session.scalars(select(AuditEntry.what).where(AuditEntry.subject_kind == "resource")))
    assert {"resource.added", "resource.edited", "resource.published", "resource.withdrawn"} <= done


def test_hostile_files_end_in_a_state_with_a_sentence(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    files = [(name, fixture_file("library", "nasty", name).read_bytes()) for name in NASTY]
    send(elena, *files, ("../../etc/passwd", b"root:x:0:0 and some more text that can be read"))
    work()

    rows = session.execute(select(ResourceFile.name, ResourceFile.state, ResourceFile.reason)).all()

    assert {name for name, _, _ in rows} == {*NASTY, "passwd"}
    for name, state, reason in rows:
        assert state in {FileState.READY, FileState.NEEDS_REVIEW, FileState.QUARANTINED}, name
        assert reason in SENTENCES.values(), name
    page = elena.get("/desk")
    assert SENTENCES["password_protected"] in page.text
    assert "Set aside" in page.text

    locked = session.scalar(select(ResourceFile).where(ResourceFile.name == "pypdf__encrypted-file.pdf"))
    page = elena.post(f"/desk/files/{locked.id}/acceptance")
    assert "The file is accepted without text." in page.text
    assert elena.post(f"/desk/files/{locked.id}/acceptance").status_code == 409
    page = elena.post(f"/desk/files/{locked.id}/reading")
    assert "Waiting" in page.text


def test_a_wrong_form_comes_back_with_what_was_typed(browse, cast) -> None:
    elena = browse(cast.elena)
    page = elena.post("/desk/resources", data={**RECORD, "title": "", "number": "A/RES/73", "date": "twenty"})
    assert page.status_code == 422
    assert 'value="A/RES/73"' in page.text
    assert 'value="twenty"' in page.text
    assert "Please fill this in." in page.text


@pytest.mark.parametrize("path", ["/desk", "/desk/resources", "/desk/resources/new"])
def test_the_desk_is_for_librarians(browse, cast, path) -> None:
    assert browse(cast.elena).get(path).status_code == 200
    assert browse(cast.arta).get(path).status_code == 403
    assert "/sign-in" in str(browse().get(path, follow_redirects=False).headers["location"])


def test_others_change_nothing(browse, cast, session) -> None:
    number = make_record(session, "Mine").id
    changes = ["/desk/resources", f"/desk/resources/{number}", f"/desk/resources/{number}/files",
               f"/desk/resources/{number}/withdrawal", f"/desk/resources/{number}/publication"]  # fmt: skip
    for path in changes:
        assert browse(cast.arta).post(path, data=RECORD).status_code == 403, path
        assert browse().post(path, data=RECORD).status_code == 401, path
        elsewhere = browse(cast.elena).post(path, data=RECORD, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403, path
        assert browse(cast.elena).post(path, data={**RECORD, "csrf_token": "old"}).status_code == 403, path
    elena = browse(cast.elena)
    for path in ("/desk/resources/999999", "/desk/resources/99999999999999"):
        assert elena.get(path).status_code == 404
    assert elena.post("/desk/files/999999/reading").status_code == 404
    assert session.scalars(select(Resource.title)).all() == ["Mine"]
