"""The accreditation record: made, taken away, verified, and every forgery found."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from courses.awards.models import Certificate
from courses.records.commands import parse_keys
from courses.records.exports import add_file, export_record, message
from courses.records.scope import centre_scope, curriculum_scope, run_scope
from courses.records.verifying import verify_record
from courses.runs.models import CourseRun
from rmtc.audit import sealing
from rmtc.audit.keys import KeyRing, PublicKey, public_pem
from rmtc.config import Settings
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from tests.conftest import OneConnection
from tests.factories.awards import certify_arta
from tests.personas import Cast

Files = dict[str, bytes]


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", secret_key="x")


@pytest.fixture
def made(database: OneConnection, session: WriteSession, cast: Cast, place: Settings, tmp_path: Path) -> Path:
    certify_arta(session, cast)
    with database.reading() as reading:
        scope = run_scope(reading, session.query(CourseRun.id).scalar())
    return export_record(database, place, scope, tmp_path / "record.zip", by=None).path


@pytest.fixture
def key(made: Path, place: Settings) -> PublicKey:
    return sealing.key_ring(place).current


def files_of(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forge(made: Path, change: Callable[[Files], None], *, ring: KeyRing | None = None) -> Path:
    """Change files, mend the manifest, and sign it again when the forger has a key."""
    files = files_of(made)
    change(files)
    manifest = json.loads(files["manifest.json"])
    for name in manifest["files"]:
        if name in files:
            content = files[name]
            manifest["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    files["manifest.json"] = json.dumps(manifest).encode()
    if ring:
        files["manifest.sig"] = ring.sign(message(files["manifest.json"])).encode()
    return write(made.with_name("forged.zip"), list(files.items()))


def write(path: Path, entries: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            add_file(archive, name, content)
    return path


def test_a_record_verifies_with_the_key_and_only_with_it(made: Path, key: PublicKey) -> None:
    assert verify_record(made, [key]).is_proven
    without = verify_record(made, [])
    assert without.is_intact and not without.is_proven
    another = verify_record(made, [PublicKey(b"\1" * 32)])
    assert not another.is_proven and "not signed with the key you trust" in another.problems[0]


def test_it_holds_the_tables_in_three_formats(made: Path, session: WriteSession) -> None:
    files = files_of(made)
    names = {name.rsplit(".", 1)[0] for name in files if name.startswith("tables/")}
    assert {"tables/curricula", "tables/participants", "tables/grades", "tables/certificates"} <= names
    assert all(f"{name}.{ending}" in files for name in names for ending in ("csv", "xlsx", "json"))
    people = json.loads(files["tables/participants.json"])
    assert {person["name"] for person in people} == {"Arta Hoxha", "Sven Stranger"}
    assert "Arta Hoxha" in files["tables/participants.csv"].decode("utf-8-sig")
    code = session.query(Certificate.code).scalar()
    assert not [name for name, content in files.items() if code.encode() in content]


def test_a_changed_byte_is_found(made: Path, key: PublicKey) -> None:
    files = files_of(made)
    files["tables/grades.json"] = files["tables/grades.json"].replace(b"82.0", b"92.0")
    changed = write(made.with_name("changed.zip"), list(files.items()))
    assert verify_record(changed, [key]).problems == ["tables/grades.json was changed."]


def test_no_byte_of_the_file_can_be_changed(made: Path, key: PublicKey) -> None:
    whole = made.read_bytes()
    changed = made.with_name("changed.zip")
    places = {*range(60), *range(0, len(whole), len(whole) // 60), *range(len(whole) - 90, len(whole))}
    for place in sorted(places):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not verify_record(changed, [key]).is_intact, place
    changed.write_bytes(whole + b"more")
    assert not verify_record(changed, [key]).is_intact


def test_without_a_key_what_lies_beside_the_signature_is_held_against_it(made: Path) -> None:
    def change(files: Files) -> None:
        files["tables/grades.csv"] += b"more"

    assert verify_record(forge(made, change), []).problems == [
        "The manifest is not signed with the key that lies beside it."
    ]


def test_files_in_another_order_are_found(made: Path, key: PublicKey) -> None:
    turned = write(made.with_name("turned.zip"), list(files_of(made).items())[::-1])
    assert verify_record(turned, [key]).problems == ["The files do not stand in the order in which they were written."]


def test_an_unlisted_and_a_doubled_entry_are_found(made: Path, key: PublicKey) -> None:
    entries = list(files_of(made).items())
    more = write(made.with_name("more.zip"), [*entries, ("tables/extra.csv", b"a")])
    assert verify_record(more, [key]).problems == ["tables/extra.csv is not listed in the manifest."]
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = write(made.with_name("twice.zip"), [*entries, ("tables/grades.csv", b"a")])
    assert "tables/grades.csv stands in the file 2 times." in verify_record(twice, [key]).problems


def test_a_missing_file_is_found(made: Path, key: PublicKey) -> None:
    files = files_of(made)
    del files["tables/decisions.csv"]
    less = write(made.with_name("less.zip"), list(files.items()))
    assert verify_record(less, [key]).problems == ["tables/decisions.csv is missing."]


def drop_last_row(files: Files) -> None:
    rows = json.loads(files["audit/entries.json"])
    files["audit/entries.json"] = json.dumps(rows[:-1]).encode()


def test_a_dropped_last_audit_row_is_found_even_with_a_mended_manifest(
    made: Path, key: PublicKey, place: Settings
) -> None:
    assert not verify_record(forge(made, drop_last_row), [key]).is_proven
    # even where the forger holds the Centre's own key, the sealed block does not fit any more
    insider = verify_record(forge(made, drop_last_row, ring=sealing.key_ring(place)), [key])
    assert any("was sealed with" in problem for problem in insider.problems)


def test_a_rebuilt_chain_signed_with_another_key_is_found(made: Path, key: PublicKey, tmp_path: Path) -> None:
    forger = KeyRing(tmp_path / "forger")

    def resign(files: Files) -> None:
        blocks = json.loads(files["audit/blocks.json"])
        for block in blocks:
            block["key_id"] = forger.current.id
            block["signature"] = forger.sign(f"rmtc-audit-block:{block['number']}:{block['hash']}".encode())
        files["audit/blocks.json"] = json.dumps(blocks).encode()
        files["issuer.pem"] = public_pem(forger.current)

    forged = forge(made, resign, ring=forger)
    assert not verify_record(forged, [key]).is_proven
    assert verify_record(forged, []).signer == ""


def test_changed_audit_details_are_found(made: Path, key: PublicKey, place: Settings) -> None:
    def change(files: Files) -> None:
        details = json.loads(files["audit/details.json"])
        details[0]["details"] = {"verdicts": 2}
        files["audit/details.json"] = json.dumps(details).encode()

    forged = forge(made, change, ring=sealing.key_ring(place))
    assert any("details that are not those" in problem for problem in verify_record(forged, [key]).problems)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 no zip", b"%PDF-1.7"])
def test_what_is_not_a_record_is_said_plainly(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.zip"
    path.write_bytes(content)
    assert "cannot be read as a ZIP" in verify_record(path, []).problems[0]
    empty = write(tmp_path / "empty.zip", [("manifest.json", b"[]"), ("manifest.sig", b"x")])
    assert "form of a record" in verify_record(empty, []).problems[0]


def test_keys_are_read_from_pem_and_did(key: PublicKey, browse, cast: Cast) -> None:
    assert parse_keys(public_pem(key)) == [key]
    published = browse().get("/.well-known/did.json")
    assert len(parse_keys(published.content)) == 1
    with pytest.raises(Refusal):
        parse_keys(b"{}")


def test_a_curriculum_and_the_centre_can_be_taken_away_too(
    database: OneConnection, session: WriteSession, cast: Cast, place: Settings, tmp_path: Path
) -> None:
    certify_arta(session, cast)
    for scope in (curriculum_scope(session, "mg"), centre_scope()):
        path = export_record(database, place, scope, tmp_path / f"{scope.kind}.zip", by=None).path
        assert len(json.loads(files_of(path)["tables/runs.json"])) == 1
        assert verify_record(path, [sealing.key_ring(place).current]).is_proven


def test_a_reviewer_reads_the_record_and_takes_it_away(
    browse, session: WriteSession, cast: Cast, tmp_path: Path
) -> None:
    certify_arta(session, cast)
    run_id = session.query(CourseRun.id).scalar()
    browser = browse(cast.ivana)
    assert session.query(CourseRun.code).scalar() in browser.get("/records").text
    page = browser.get(f"/records/runs/{run_id}")
    assert "Arta Hoxha" in page.text and "Decision 1/2026" in page.text
    assert len(browser.queries) <= 25

    download = browser.post(f"/records/runs/{run_id}/exports")
    path = tmp_path / "taken.zip"
    path.write_bytes(download.content)
    published = parse_keys(browser.get("/.well-known/did.json").content)
    assert verify_record(path, published).is_proven


def test_records_are_closed_to_others(browse, visitor, session: WriteSession, cast: Cast) -> None:
    certify_arta(session, cast)
    run_id = session.query(CourseRun.id).scalar()
    for address in ("/records", f"/records/runs/{run_id}"):
        assert browse(cast.arta).get(address).status_code == 403
        assert visitor.get(address, follow_redirects=False).status_code == 303
    assert browse(cast.arta).post(f"/records/runs/{run_id}/exports").status_code == 403
    assert browse(cast.ivana).get("/records/runs/999999").status_code == 404
    cross = browse(cast.ivana).post(f"/records/runs/{run_id}/exports", headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403


def test_a_run_is_held_to_the_days_given(database: OneConnection, session: WriteSession, cast: Cast) -> None:
    certify_arta(session, cast)
    run = session.query(CourseRun).one()
    with database.reading() as reading:
        scope = run_scope(reading, run.id, run.starts, run.ends)
        assert scope.as_json()["from"] == run.starts.isoformat()
        assert reading.scalars(scope.runs()).all() == [run.id]
        for days in ((run.ends + timedelta(days=1), None), (None, run.starts - timedelta(days=1))):
            with pytest.raises(Refusal, match="not under way"):
                run_scope(reading, run.id, *days)
