"""Files of a course: sent by its trainers, served to those who take part."""

import pytest

from courses.catalogue.models import Course
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from tests.factories.courses import as_actor
from tests.factories.writing import PICTURE, a_picture, a_written_course
from tests.personas import Cast


@pytest.fixture
def by(cast: Cast):
    return as_actor(cast.mira, ("manager", "", 0))


@pytest.fixture
def course(session: WriteSession, cast: Cast, by) -> Course:
    """A course whose trainer is Marko."""
    made = a_written_course(session, by)
    cast.give(cast.marko, RoleName.TRAINER, "course", made.id)
    return made


def send(browser, course: Course, name: str, content: bytes):
    files = {"file": (name, content, "application/octet-stream")}
    return browser.post(f"/teach/courses/{course.slug}/files", data={}, files=files)


def test_a_picture_is_sent_and_shown_without_being_able_to_act(browse, cast: Cast, course: Course) -> None:
    browser = browse(cast.marko)
    assert "No files yet" in browser.get(f"/teach/courses/{course.slug}/files").text

    page = send(browser, course, "two lines.svg", PICTURE.encode())

    assert "two-lines.svg" in page.text
    assert "<td>SVG</td>" in page.text
    shown = browser.get(f"/courses/{course.slug}/files/two-lines.svg")
    assert shown.status_code == 200 and shown.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_another_content_gets_its_own_name(browse, cast: Cast, course: Course) -> None:
    browser = browse(cast.marko)
    send(browser, course, "line.svg", PICTURE.encode())
    send(browser, course, "line.svg", PICTURE.encode())
    page = send(browser, course, "line.svg", PICTURE.replace("A line", "B line").encode())
    assert "line-2.svg" in page.text and "line-3.svg" not in page.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bad.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "holds a script"),
        ("bad.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>', "holds a script"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "not a picture or a document"),
        ("run.exe", b"MZ\x90\x00\x03" + b"\x00" * 100, "not a picture or a document"),
        ("picture.png", b"<html><body>not a picture</body></html>", "not a picture or a document"),
        ("empty.pdf", b"", "The file is empty."),
        ("large.pdf", b"%PDF-1.7\n" + b"0" * 25_000_100, "larger than"),
    ],
)
def test_what_cannot_be_shown_is_refused_plainly(browse, cast: Cast, course: Course, name, content, sentence) -> None:
    page = send(browse(cast.marko), course, name, content)
    assert page.status_code == 422
    assert sentence in page.text


def test_strangers_send_and_open_nothing(browse, visitor, session, settings, cast: Cast, course: Course, by) -> None:
    a_picture(session, settings, course, by)
    path = f"/courses/{course.slug}/files/line.svg"
    assert send(browse(cast.arta), course, "line.svg", b"x").status_code == 404
    assert send(visitor, course, "line.svg", b"x").status_code == 401
    assert send(browse(cast.ivana), course, "line.svg", b"x").status_code == 403
    assert browse(cast.arta).get(path).status_code == 404
    assert visitor.get(path, follow_redirects=False).status_code == 303
    assert browse(cast.ivana).get(path).status_code == 200
