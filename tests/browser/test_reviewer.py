"""A reviewer takes a record away and verifies it; a visitor finds a course, a document and a certificate."""

import re
import sqlite3

import pytest

from tests.browser.conftest import DemoSite
from tests.browser.keyboard import Keys

pytestmark = pytest.mark.browser


def test_reviewer_takes_a_record_away_and_verifies_it(keys: Keys, demo_site: DemoSite) -> None:
    keys.sign_in("reviewer")
    keys.menu("Records")
    keys.follow("GRMG-1")
    assert "Global and Regional Migration Governance" in keys.page.locator("h1").inner_text()
    with keys.page.expect_download() as taken:
        keys.press("Download the record")
    record = demo_site.data / f"record-{keys.width}.zip"
    taken.value.save_as(record)
    key = f"{demo_site.address}/.well-known/did.json"
    verified = demo_site.command("records", "verify", str(record), "--key", key)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.startswith("intact, signed with key")
    content = bytearray(record.read_bytes())
    content[len(content) // 2] ^= 1
    record.write_bytes(content)
    assert demo_site.command("records", "verify", str(record), "--key", key).returncode != 0


def test_visitor_finds_a_course_a_document_and_a_certificate(keys: Keys, demo_site: DemoSite) -> None:
    keys.go("/")
    keys.menu("Courses")
    keys.follow(re.compile("^Migration and Development"))
    assert keys.page.locator("h1").inner_text() == "Migration and Development"
    keys.menu("Library")
    keys.reach(keys.page.locator("main input[type=search]"))
    keys.page.keyboard.type("migration")
    keys.leave_by("Enter")
    hit = keys.page.locator("main li.hit h3 a").first
    title = hit.inner_text()
    keys.reach(hit)
    keys.leave_by("Enter")
    assert keys.page.locator("h1").inner_text() == title
    keys.go("/verify")
    with sqlite3.connect(demo_site.data / "rmtc.sqlite3") as kept:
        ((serial, code),) = kept.execute("SELECT serial, code FROM certificates LIMIT 1")
    keys.reach(keys.page.locator("#serial"))
    keys.page.keyboard.type(serial)
    keys.reach(keys.page.locator("#code"))
    keys.page.keyboard.type(code)
    keys.leave_by("Enter")
    assert serial in keys.text()
    assert "valid" in keys.text().lower()
