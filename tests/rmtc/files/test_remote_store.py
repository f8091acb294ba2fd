"""A store on another machine: read part by part, and honest when it does not answer."""

import hashlib
import os

import pytest
from obstore.store import MemoryStore, S3Store
from sqlalchemy import func, select

from rmtc.commands import findings
from rmtc.files.fixity import check_files
from rmtc.files.models import FixityCheck, StoredFile
from rmtc.files.refusals import StoreAway
from rmtc.files.store import PART, PIECE, Store, open_store
from rmtc.site import Site
from tests.factories.library import take_text

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def away() -> Store:
    """A store at an address where nobody answers."""
    keys = {"access_key_id": "-", "secret_access_key": "-", "region": "-"}
    once = {"client_options": {"allow_http": True}, "retry_config": {"max_retries": 0}}
    return Store(S3Store("files", endpoint=NOBODY, **once, **keys), None)


@pytest.fixture
def large(tmp_path) -> tuple[Store, bytes, str]:
    """A store in memory that holds a content of two parts and a half."""
    content = os.urandom(PART * 2 + PART // 2)
    path = tmp_path / "large"
    path.write_bytes(content)
    store, sha256 = Store(MemoryStore(), None), hashlib.sha256(content).hexdigest()
    store.put(path, sha256)
    return store, content, sha256


def test_a_content_comes_in_pieces_whole_and_in_ranges(large) -> None:
    store, content, sha256 = large
    pieces = list(store.read(sha256))
    assert b"".join(pieces) == content and max(map(len, pieces)) <= PIECE
    for start, end in ((0, 1), (PART - 1, PART + 1), (PART, 2 * PART), (len(content) - 3, len(content) + 9), (5, 5)):
        assert b"".join(store.read(sha256, start, end)) == content[start:end]
    assert list(store.read(sha256, len(content), None)) == []


def test_programs_read_it_from_a_copy_that_goes(large) -> None:
    store, content, sha256 = large
    with store.on_disk(sha256) as path:
        assert path.read_bytes() == content
    assert not path.exists()


def test_a_store_that_does_not_answer_is_no_store_without_the_file(away, tmp_path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    sha256 = hashlib.sha256(b"x").hexdigest()
    for ask in (
        lambda: away.exists(sha256),
        lambda: away.size(sha256),
        lambda: away.read(sha256),
        lambda: away.put(tmp_path / "x", sha256),
        lambda: away.delete(sha256),
        lambda: list(away.names()),
        away.require,
    ):
        with pytest.raises(StoreAway, match="cannot be reached at the moment"):
            ask()


def test_no_file_is_called_missing_while_the_store_is_away(away, database, session) -> None:
    with pytest.raises(StoreAway):
        list(check_files(database, away, ["0" * 64]))
    assert session.scalar(select(func.count()).select_from(FixityCheck)) == 0


def test_the_check_of_the_site_says_that_the_store_is_away(away, settings, database, monkeypatch) -> None:
    monkeypatch.setattr(findings, "open_store", lambda _settings: away)
    [problem] = findings.files(Site(settings, database)).problems
    assert "Is FILES_URL right, and does the store answer?" in problem


def test_a_page_says_so_and_works_again_when_the_store_is_back(away, app, session, settings, database, visitor) -> None:
    taken = take_text(session, Site(settings, database), "Returns in figures.", title="Returns")
    address, store = f"/library/{taken.resource.id}/files/note.txt", app.state.store
    app.state.store = away
    answer = visitor.get(address)
    assert answer.status_code == 503 and "cannot be reached at the moment" in answer.text
    assert visitor.get(f"/library/{taken.resource.id}").status_code == 200
    app.state.store = store
    assert visitor.get(address).text == "Returns in figures."
    assert session.get(StoredFile, taken.file.sha256) is not None


def test_an_address_of_object_storage_opens_it_with_few_tries(settings, monkeypatch) -> None:
    said = {"ENDPOINT": NOBODY, "ALLOW_HTTP": "true", "ACCESS_KEY_ID": "-", "SECRET_ACCESS_KEY": "-"}
    for name, value in said.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    store = open_store(settings.model_copy(update={"files_url": "s3://files/of/the/centre"}))
    assert store.folder is None
    with pytest.raises(StoreAway):
        store.exists("0" * 64)
