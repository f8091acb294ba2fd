import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from rmtc import assets
from rmtc.web.statics import StaticFiles

SHEET = '@import "campus/tokens.css";\nbody { background: url("img/mark.svg"); }\n'


@pytest.fixture
def static(tmp_path: Path) -> Path:
    root = tmp_path / "static"
    for name, text in {
        "css/campus.css": SHEET,
        "css/campus/tokens.css": "/* not for browsers */\n" + ":root { --ink: #000; }\n" * 40,
        "img/mark.svg": "<svg/>",
        "vendor/pdfjs/pdf.mjs": "export {};",
        "vendor/pdfjs/cmaps/a.bcmap": "a",
        "vendor/icons.json": "{}",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def client(static: Path) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/static", StaticFiles(assets.load_assets(static)))]))


def test_an_address_changes_with_the_content_and_only_then(static: Path) -> None:
    before = assets.find_assets(static)
    (static / "img/mark.svg").write_text("<svg><path/></svg>")
    after = assets.find_assets(static)
    assert before["img/mark.svg"].url != after["img/mark.svg"].url
    assert before["css/campus.css"].url != after["css/campus.css"].url, "the sheet names the picture"
    assert before["vendor/pdfjs/pdf.mjs"].url == after["vendor/pdfjs/pdf.mjs"].url


def test_a_sheet_is_served_whole_with_final_addresses(static: Path) -> None:
    found = assets.find_assets(static)
    body = client(static).get(found["css/campus.css"].url).text
    assert "--ink" in body
    assert "@import" not in body
    assert "not for browsers" not in body
    assert f'url("{found["img/mark.svg"].url}")' in body
    assert "css/campus/tokens.css" not in found
    assert "vendor/icons.json" not in found


def test_files_that_find_each_other_share_a_folder(static: Path) -> None:
    found = assets.find_assets(static)
    folder = assets.address("vendor/pdfjs/cmaps/", found)
    assert folder == found["vendor/pdfjs/pdf.mjs"].url.replace("pdf.mjs", "cmaps/")
    assert client(static).get(folder + "a.bcmap").text == "a"


def test_an_unknown_name_is_a_mistake_but_a_missing_package_only_a_dead_address(static: Path) -> None:
    found = assets.find_assets(static)
    with pytest.raises(KeyError, match=re.escape("css/campsu.css")):
        assets.address("css/campsu.css", found)
    assert client(static).get(assets.address("vendor/htmx.js", found)).status_code == 404


def test_the_manifest_is_used_until_a_file_is_newer(static: Path) -> None:
    manifest = assets.build(static)
    assert json.loads((static / "manifest.json").read_text()) == manifest
    assert assets.load_assets(static)["css/campus.css"].body is None, "ready-made files are read from the disk"
    later = (static / "manifest.json").stat().st_mtime + 5
    os.utime(static / "img/mark.svg", (later, later))
    assert assets.load_assets(static)["css/campus.css"].body is not None, "made anew while somebody works on it"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip", "gzip"), ("gzip;q=0", None), ("", None), ("identity, gzip;q=0.5", "gzip"), ("br;q=0, gzip", "gzip")],
)
def test_a_file_comes_compressed_to_whoever_takes_it(static: Path, accepted: str, coding: str | None) -> None:
    url = assets.build(static)["css/campus.css"]
    answer = client(static).get(url, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    assert answer.text.startswith(":root")
    assert answer.headers["vary"] == "accept-encoding"
    ready = assets.load_assets(static)["css/campus.css"].path
    assert gzip.decompress(ready.with_name("campus.css.gz").read_bytes()) == ready.read_bytes()


def test_a_file_is_kept_a_year_and_not_sent_twice(static: Path) -> None:
    site, url = client(static), assets.find_assets(static)["img/mark.svg"].url
    first = site.get(url)
    assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert first.headers["content-type"] == "image/svg+xml"
    assert first.headers["x-content-type-options"] == "nosniff"
    again = site.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = site.head(url)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(first.content)))
    assert site.post(url).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/css/campus.css",
        "/static/../assets.py",
        "/static/%2e%2e/assets.py",
        "/static/",
        "/static/manifest.json",
    ],
)
def test_whatever_is_not_in_the_list_does_not_exist(static: Path, path: str) -> None:
    assets.build(static)
    assert client(static).get(path).status_code == 404


def test_missing_packages_are_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(assets.FrontEndMissingError, match="make setup"):
        assets.copy_vendor(tmp_path, tmp_path / "static")
    with pytest.raises(assets.FrontEndMissingError, match="make setup"):
        assets.require_vendor(tmp_path)


def test_what_is_copied_is_exactly_what_is_asked_for(tmp_path: Path) -> None:
    source, static = tmp_path / "node_modules", tmp_path / "static"
    for name in assets.VENDOR:
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix:
            path.write_text("x")
        else:
            path.mkdir()
            (path / "one.bin").write_text("x")
    assets.copy_vendor(source, static)
    assets.require_vendor(static)
    assert (static / "vendor/pdfjs/wasm/one.bin").exists()


def test_the_command_says_what_is_missing_and_fails(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from rmtc import assets; "
    program += (
        f"assets.copy_vendor.__defaults__ = (Path({str(tmp_path)!r}), Path({str(tmp_path)!r})); sys.exit(assets.main())"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "The front-end files are missing: run `make setup`.\n")


def test_every_address_in_our_own_sheet_leads_to_a_file() -> None:
    found = assets.find_assets()
    sheet = (found["css/campus.css"].body or b"").decode()
    named = re.findall(r'url\("([^"]+)"\)', sheet)
    assert len(named) == 12
    known = {asset.url for asset in found.values()} | {f"/static/missing/{name}" for name in assets.VENDOR.values()}
    assert set(named) <= known
