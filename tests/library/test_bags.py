"""Bags: a record goes out whole and comes back equal; a changed byte is named; hostile bags do nothing."""

import json
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import select

from library.collections.forms import CollectionForm, SubjectForm
from library.collections.services import add_collection, add_subject
from library.packages.bags import write_bag
from library.packages.unbagging import bags_in, read_bag, take_bag
from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.queries import resource_with_files
from library.resources.services import add_file, add_version, edit_resource, withdraw_resource
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from tests.factories.library import make_record, take_text

SAID = {
    "kind": "report", "title": "Повратак у Пландиште", "language": "sr-Cyrl", "titles": {"en": "Return to Plandište"},
    "abstract": "Бројеви.", "date": "2024-03", "period": "2017/2021", "number": "12/2024", "publisher": "РМТЦ",
    "licence": "CC BY 4.0", "rights": "Наша.", "identifiers": ["ISSN 2434-561X"], "access": "signed_in",
    "creators": ["Комесаријат", "Hoxha, Arta"], "collections": ["papers"], "subjects": ["return"],
}  # fmt: skip


@pytest.fixture
def record(session, site, tmp_path):
    """A record with everything, in two versions, with names in Cyrillic."""
    add_collection(session, CollectionForm(key="papers", titles={"en": "Papers", "sr-Cyrl": "Радови"}), by=None)
    add_subject(session, SubjectForm(key="return", labels={"en": "Return", "sr-Cyrl": "Повратак"}), by=None)
    taken = take_text(session, site, "Први текст о повратку.", name="повратак.txt")
    resource = resource_with_files(session, taken.resource.id)
    edit_resource(session, resource, ResourceForm.model_validate(SAID), by=None)
    second = tmp_path / "second.txt"
    second.write_text("Други текст.", encoding="utf-8")
    version = add_version(session, resource, "Mended", by=None)
    add_file(session, resource, version, keep_file(session, open_store(site.settings), second), "други.txt", by=None)
    session.commit()
    return resource.id


def written(folder):
    said = json.loads((folder / "data" / "metadata.json").read_text(encoding="utf-8"))
    return {name: said[name] for name in said if name not in {"number", "address", "published_at"}}


def take_away(session, number) -> None:
    resource = session.get(Resource, number)
    withdraw_resource(session, resource, WithdrawalForm(reason="It moves elsewhere."), by=None)
    session.commit()


def test_a_round_trip_is_equal(record, session, site, tmp_path) -> None:
    write_bag(site, record, tmp_path / "out")
    checked = subprocess.run([sys.executable, "-m", "bagit", "--validate", str(tmp_path / "out")], check=False)
    assert checked.returncode == 0
    assert (tmp_path / "out" / "data" / "files" / "1" / "повратак.txt").read_text() == "Први текст о повратку."
    assert "Повратак у Пландиште" in (tmp_path / "out" / "data" / "dc.xml").read_text(encoding="utf-8")

    assert read_bag(site, tmp_path / "out", dry_run=True).what == "known"
    take_away(session, record)
    assert read_bag(site, tmp_path / "out", dry_run=True).what == "would add"
    outcome = read_bag(site, tmp_path / "out", dry_run=False)
    assert outcome.what == "added"

    write_bag(site, outcome.resource_id, tmp_path / "again")
    assert written(tmp_path / "again") == written(tmp_path / "out")
    assert read_bag(site, tmp_path / "out", dry_run=False).what == "known"


def test_a_zip_travels_like_a_folder(record, session, site, tmp_path) -> None:
    write_bag(site, record, tmp_path / "out.zip")
    assert bags_in(tmp_path / "out.zip")
    take_away(session, record)
    assert read_bag(site, tmp_path / "out.zip", dry_run=False).what == "added"


def test_an_altered_bag_is_refused_and_the_file_named(record, session, site, tmp_path) -> None:
    write_bag(site, record, tmp_path / "out")
    take_away(session, record)
    file = tmp_path / "out" / "data" / "files" / "2" / "други.txt"
    file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:])
    outcome = read_bag(site, tmp_path / "out", dry_run=False)
    assert outcome.what == "refused"
    assert "data/files/2/други.txt" in str(outcome.sentence)
    file.unlink()
    assert read_bag(site, tmp_path / "out", dry_run=False).what == "refused"
    assert len(session.scalars(select(Resource)).all()) == 1


@pytest.mark.parametrize("said", ["{", "[]", '{"format": 2}', '{"format": 1}'])
def test_a_foreign_bag_is_refused(said, record, site, tmp_path) -> None:
    import bagit  # noqa: PLC0415 - to make one

    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "metadata.json").write_text(said)
    bagit.make_bag(str(tmp_path / "foreign"), checksums=["sha256"])
    outcome = read_bag(site, tmp_path / "foreign", dry_run=False)
    assert (outcome.what, "no record of this library" in str(outcome.sentence)) == ("refused", True)


@pytest.mark.parametrize("sums", [["md5"], ["sha256", "sha512"]])
def test_a_bag_of_another_program_gives_its_files(sums, session, site, tmp_path) -> None:
    import bagit  # noqa: PLC0415 - to make one

    place = tmp_path / "foreign"
    (place / "deep").mkdir(parents=True)
    (place / "metadata.csv").write_text("file,title,year\ndeep/план.txt,Plan of Ruma,2024\n")
    (place / "deep" / "план.txt").write_text("Речи о повратку.")
    bagit.make_bag(str(place), {"Source-Organization": "Elsewhere"}, checksums=sums)
    told = []
    take_bag(site, place, told.append, dry_run=True)
    take_bag(site, place, told.append, dry_run=False)
    assert [(one.what, one.name) for one in told] == [("would add", "deep/план.txt"), ("added", "план.txt")]
    assert session.scalars(select(Resource.title)).all() == ["Plan of Ruma"]
    (place / "data" / "deep" / "план.txt").write_text("Реци о повратку.")
    take_bag(site, place, told.append, dry_run=False)
    assert (told[-1].what, "data/deep/план.txt" in str(told[-1].sentence)) == ("refused", True)


def test_a_bag_that_has_to_be_fetched_from_elsewhere_is_not_whole(session, site, tmp_path) -> None:
    import bagit  # noqa: PLC0415 - to make one

    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.txt").write_text("Words.")
    bagit.make_bag(str(tmp_path / "far"), checksums=["md5"])
    (tmp_path / "far" / "fetch.txt").write_text("http://127.0.0.1:9/a.txt 6 data/a.txt\n")
    (tmp_path / "far" / "data" / "a.txt").unlink()
    told = []
    take_bag(site, tmp_path / "far", told.append, dry_run=False)
    assert [one.what for one in told] == ["refused"]
    assert session.scalars(select(Resource)).all() == []


def test_a_bag_reaches_nothing_outside_itself(record, session, site, tmp_path) -> None:
    import bagit  # noqa: PLC0415 - to make one

    write_bag(site, record, tmp_path / "out")
    take_away(session, record)
    (tmp_path / "secret.txt").write_text("secret")
    place = tmp_path / "out" / "data" / "metadata.json"
    place.write_text(place.read_text().replace("files/2/други.txt", "../../secret.txt"))
    bagit.Bag(str(tmp_path / "out")).save(manifests=True)
    outcome = read_bag(site, tmp_path / "out", dry_run=False)
    assert (outcome.what, str(outcome.sentence)) == ("refused", "This bag names a file that it does not hold.")
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n")
        archive.writestr("../../evil.txt", "evil")
    assert read_bag(site, tmp_path / "evil.zip", dry_run=False).what == "refused"
    assert not list(tmp_path.parent.glob("evil.txt"))


def test_named_readers_of_another_site_stay_outside(session, site, tmp_path) -> None:
    number = make_record(session, "For some", access="named", readers=["institution:1"]).id
    write_bag(site, number, tmp_path / "out")
    take_away(session, number)
    outcome = read_bag(site, tmp_path / "out", dry_run=False)
    assert session.get(Resource, outcome.resource_id).access is AccessLevel.STAFF


def test_a_bag_at_the_desk_becomes_a_draft(record, browse, cast, session, site, work, tmp_path) -> None:
    elena = browse(cast.elena)
    answer = elena.get(f"/desk/resources/{record}/bag")
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="record-{record}.zip"')
    assert browse(cast.arta).get(f"/desk/resources/{record}/bag").status_code == 403
    assert elena.get("/desk/resources/999999/bag").status_code == 404
    take_away(session, record)
    page = elena.post("/desk/packages", files=[("files", ("bag.zip", answer.content))], data={})
    work()
    assert "The record would be taken in." in elena.get(page.url.path).text
    elena.post(f"{page.url.path}/run")
    work()
    session.expire_all()
    newest = session.scalars(select(Resource).order_by(Resource.id.desc())).first()
    assert (newest.title, newest.state) == ("Повратак у Пландиште", ResourceState.DRAFT)
    assert newest.created_by == cast.elena.id
