"""Files: received, judged, kept once, given back."""

import errno
import hashlib
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from sqlalchemy import func, select

from rmtc.config import Settings
from rmtc.db import Database, WriteSession
from rmtc.errors import NotFound
from rmtc.files.incoming import STALE, clean_name, received, received_stream, sweep
from rmtc.files.models import StoredFile
from rmtc.files.refusals import StorageFull, TooLarge, refusing_when_full
from rmtc.files.services import keep_file, place
from rmtc.files.sniffing import media_type_of
from rmtc.files.store import Store, open_store

TEXT = "Здраво, Plandište\n".encode()
MEGABYTE = 1 << 20


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(Settings(data=tmp_path))


def test_a_file_arrives_is_kept_and_comes_back(store: Store, session: WriteSession, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    with received(io.BytesIO(TEXT), folder, name="pozdrav.txt", limit=MEGABYTE) as incoming:
        stored = keep_file(session, store, place(store, incoming))
    assert (stored.sha256, stored.size) == (hashlib.sha256(TEXT).hexdigest(), len(TEXT))
    assert stored.media_type == "text/plain"
    assert b"".join(store.read(stored.sha256)) == TEXT
    assert b"".join(store.read(stored.sha256, 2, 4)) == TEXT[2:4]
    assert list(folder.iterdir()) == []
    with store.on_disk(stored.sha256) as path:
        assert path.read_bytes() == TEXT


def test_the_same_content_is_kept_once(store: Store, session: WriteSession, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(TEXT)
        keep_file(session, store, tmp_path / name)
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 1
    assert list(store.names()) == [(hashlib.sha256(TEXT).hexdigest(), len(TEXT))]


def test_a_body_is_received_piece_by_piece(store: Store, tmp_path: Path) -> None:
    content = os.urandom(3 * MEGABYTE + 7)

    async def pieces():
        for at in range(0, len(content), 50_000):
            yield content[at : at + 50_000]

    async def receive() -> str:
        async with received_stream(pieces(), tmp_path / "incoming", name="a.bin", limit=4 * MEGABYTE) as incoming:
            store.put(incoming.path, incoming.sha256)
            return incoming.sha256

    with start_blocking_portal() as loop:  # the browser's own loop may go on in this thread
        sha256 = loop.call(receive)
    assert b"".join(store.read(sha256)) == content


def test_what_is_too_large_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(TooLarge, match="1 MB"),
        received(io.BytesIO(b"x" * (MEGABYTE + 1)), tmp_path, name="a", limit=MEGABYTE),
    ):
        pytest.fail("it was taken")
    assert list(tmp_path.iterdir()) == []


def test_a_content_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.read("0" * 64)
    store.delete("0" * 64)


def test_a_deleted_content_is_gone(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TEXT)
    sha256 = hashlib.sha256(TEXT).hexdigest()
    store.put(tmp_path / "a", sha256)
    store.delete(sha256)
    assert not store.exists(sha256)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\Izveštaj.pdf", "Izveštaj.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_become_harmless(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def packed(path: Path, *names: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "application/epub+zip" if name == "mimetype" else "x")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("liar.txt", b"%PDF-1.7\n", "application/pdf"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        ("page.txt", b"\n<!DOCTYPE html><p>", "text/html"),
        ("drawing.txt", b"<?xml version='1.0'?><svg onload='x'>", "image/svg+xml"),
        ("table.csv", b"a,b\n1,2\n", "text/csv"),
        ("program.pdf", b"\x7fELF\x02\x01\x01\0", "application/octet-stream"),
        ("empty.pdf", b"", "text/plain"),
    ],
)
def test_the_content_decides_what_a_file_is(tmp_path: Path, name: str, content: bytes, media_type: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert media_type_of(tmp_path / "file", name) == media_type


def test_packed_formats_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "file"
    packed(path, "[Content_Types].xml", "word/document.xml")
    assert media_type_of(path, "a.zip").endswith("wordprocessingml.document")
    packed(path, "mimetype", "OEBPS/a.xhtml")
    assert media_type_of(path, "a.zip") == "application/epub+zip"
    packed(path, "notes.txt")
    assert media_type_of(path, "a.docx") == "application/zip"
    path.write_bytes(b"PK\x03\x04 broken")
    assert media_type_of(path, "a.docx") == "application/zip"


def test_a_full_disk_is_said_in_a_sentence() -> None:
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        with pytest.raises(StorageFull, match="no room left"), refusing_when_full():
            raise OSError(number, "full")
    with pytest.raises(PermissionError), refusing_when_full():
        raise PermissionError(errno.EACCES, "not allowed")


def test_what_broke_off_a_day_ago_is_swept_away(tmp_path: Path) -> None:
    old, new = tmp_path / "part-old", tmp_path / "part-new"
    for path in (old, new):
        path.touch()
    os.utime(old, (time.time() - STALE - 1,) * 2)
    assert sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == [new]


PREPARED = {
    True: {"PRAGMA synchronous": 2, "PRAGMA foreign_keys": 1},
    False: {"SHOW synchronous_commit": "on", "SHOW jit": "off"},
}


def test_a_commit_is_on_disk_before_it_is_answered(database: Database) -> None:
    with database.engine.connect() as connection:
        for asked, answer in PREPARED[database.is_sqlite].items():
            assert connection.exec_driver_sql(asked).scalar() == answer, asked
