"""Answers with files."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from rmtc.config import Settings
from rmtc.files.models import StoredFile
from rmtc.files.store import open_store
from rmtc.web.downloads import file_answer

CONTENT = bytes(range(256)) * 2000
NAME = 'Izveštaj "2026"\n100%.pdf'


@pytest.fixture
def reader(tmp_path: Path) -> TestClient:
    store = open_store(Settings(data=tmp_path))
    (tmp_path / "content").write_bytes(CONTENT)
    key = sha256(CONTENT).hexdigest()
    store.put(tmp_path / "content", key)
    app = FastAPI()

    @app.get("/{kind}/{sub}")
    def give(request: Request, kind: str, sub: str) -> Response:
        file = StoredFile(sha256=key, size=len(CONTENT), media_type=f"{kind}/{sub}", created_at=datetime.now(UTC))
        return file_answer(request, store, file, NAME)

    return TestClient(app)


def test_the_whole_file(reader: TestClient) -> None:
    answer = reader.get("/application/pdf")
    assert answer.content == CONTENT
    assert answer.headers["content-length"] == str(len(CONTENT))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        "inline; filename=\"Izve_taj _2026__100_.pdf\"; filename*=UTF-8''Izve%C5%A1taj%20%222026%22%0A100%25.pdf"
    )


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-5", slice(-5, None)),
        ("bytes=511990-999999999", slice(511_990, None)),
    ],
)
def test_a_part(reader: TestClient, asked: str, part: slice) -> None:
    answer = reader.get("/application/pdf", headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == CONTENT[part]
    start = part.indices(len(CONTENT))[0]
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=512000-", "bytes=9-3", "bytes=-0"])
def test_a_part_that_is_not_there(reader: TestClient, asked: str) -> None:
    answer = reader.get("/application/pdf", headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["pages=1-2", "bytes=0-1,5-6", "bytes=-", "bytes=a-b"])
def test_what_cannot_be_read_as_a_part_gives_all(reader: TestClient, asked: str) -> None:
    assert reader.get("/application/pdf", headers={"range": asked}).status_code == 200


def test_a_known_content_is_not_sent_again(reader: TestClient) -> None:
    etag = reader.get("/application/pdf").headers["etag"]
    again = reader.get("/application/pdf", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_rest_of_another_content_is_sent_whole(reader: TestClient) -> None:
    headers = {"range": "bytes=5-", "if-range": '"another"'}
    assert reader.get("/application/pdf", headers=headers).status_code == 200


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "text/xml", "application/zip", "text/plain"])
def test_what_could_act_is_saved_and_sealed(reader: TestClient, kind: str) -> None:
    headers = reader.get(f"/{kind}").headers
    assert headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
