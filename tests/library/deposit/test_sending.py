"""Sending many files: in pieces, gone on with after a break, refused with a sentence, taken in without a browser."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from library.deposit.models import Deposit, SendingState, SentFile
from library.deposit.services import KEPT
from library.resources.models import Resource, ResourceState
from rmtc.clock import now
from rmtc.web.csrf import HEADER
from tests.factories.library import take_text

FORM = {"kind": "report", "language": "", "access": "public", "collection": ""}
SCRIPT = {"accept": "application/json"}
TEXT = b"The municipality speaks of seasonal work and of the school. " * 20


def begin(browser) -> str:
    return browser.post("/deposits", data=FORM, headers=SCRIPT).json()["url"]


def announce(browser, url, *files):
    data = {
        "name": [name for name, _ in files],
        "size": [str(size) for _, size in files],
        "modified": ["7"] * len(files),
    }
    return browser.post(f"{url}/announcements", data=data, headers=SCRIPT)


def send(browser, url, sent_id, offset, piece, **headers):
    address = f"{url}/files/{sent_id}/content?offset={offset}"
    return browser.put(address, content=piece, headers=SCRIPT | {HEADER: browser.token} | headers)


def test_a_file_sent_in_pieces_goes_on_after_a_break(browse, cast, session, site, work) -> None:
    elena = browse(cast.elena)
    url = begin(elena)
    (told,) = announce(elena, url, ("plan.txt", len(TEXT))).json()["files"]
    assert (told["received"], told["state"]) == (0, "arriving")

    assert send(elena, url, told["id"], 0, TEXT[:500]).json()["received"] == 500
    page = elena.get(url)
    assert "have not arrived completely" in page.text and 'value="500"' in page.text

    later = browse(cast.elena)
    (again,) = announce(later, url, ("plan.txt", len(TEXT))).json()["files"]
    assert (again["id"], again["received"]) == (told["id"], 500)
    behind = send(later, url, told["id"], 0, TEXT[:500])
    assert (behind.status_code, behind.json()["received"]) == (409, 500)
    ahead = send(later, url, told["id"], 900, TEXT[900:])
    assert (ahead.status_code, ahead.json()["received"]) == (409, 500)
    assert send(later, url, told["id"], 500, TEXT[500:]).status_code == 200
    assert send(later, url, told["id"], len(TEXT), b"more").status_code == 409
    assert "being taken in" in later.get(url).text

    work()
    resource = session.scalar(select(Resource).where(Resource.title == "plan"))
    assert (resource.state, resource.created_by) == (ResourceState.DRAFT, cast.elena.id)
    page = later.get(url)
    assert f'href="/desk/resources/{resource.id}"' in page.text and "The text was read." in page.text
    assert list((site.settings.data / "incoming").iterdir()) == []
    assert announce(later, url, ("plan.txt", len(TEXT))).json()["files"][0]["state"] == "taken"


def test_what_cannot_be_taken_says_why_and_stops_no_other(browse, cast, session, app, site, work) -> None:
    app.state.settings = site.settings.model_copy(update={"upload_limit_mb": 1})
    elena = browse(cast.elena)
    url = begin(elena)
    answer = announce(elena, url, ("empty.txt", 0), ("film.mp4", 5_000_000), ("good.txt", len(TEXT)), ("x" * 300, 1))
    states = [each["state"] for each in answer.json()["files"]]
    assert states == ["refused", "refused", "arriving", "arriving"]
    send(elena, url, answer.json()["files"][2]["id"], 0, TEXT)
    work()
    page = elena.get(url)
    assert "The file is empty." in page.text
    assert "larger than 1 MB" in page.text
    assert session.scalar(select(func.count()).select_from(Resource)) == 1


def test_a_full_disk_refuses_before_a_byte_is_sent(browse, cast, monkeypatch) -> None:
    elena = browse(cast.elena)
    url = begin(elena)
    monkeypatch.setattr("library.deposit.routes.free_room", lambda _settings: 1000)
    told = announce(elena, url, ("a.txt", 900), ("b.txt", 900)).json()["files"]
    assert [each["state"] for each in told] == ["arriving", "refused"]
    assert "no room for this file" in elena.get(url).text


def test_a_browser_without_scripts_sends_files_in_one_go(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    files = [("files", ("a.txt", b"Some words of one.")), ("files", ("b.txt", b"")), ("files", ("c.txt", b"Others."))]
    page = elena.post("/deposits", data=FORM, files=files)
    assert page.url.path.startswith("/deposits/")
    page = elena.post(f"{page.url.path}/files", files=[("files", ("d.txt", b"And more of it."))], data={})
    assert "being taken in: 3" in page.text and "The file is empty." in page.text
    work()
    assert session.scalars(select(Resource.title).order_by(Resource.title)).all() == ["a", "c", "d"]

    nothing = elena.post("/deposits", data=FORM | {"kind": "data"}, files=[("files", ("", b""))])
    assert nothing.status_code == 422 and "Please choose at least one file." in nothing.text
    assert '<option value="data" selected>' in nothing.text
    wrong = elena.post("/deposits", data=FORM | {"language": "klingon"}, files=files)
    assert wrong.status_code == 422


def test_the_same_content_makes_no_second_draft(browse, cast, session, site, work) -> None:
    take_text(session, site, "Twice the same.", title="A closed paper", access="staff")
    elena = browse(cast.elena)
    page = elena.post("/deposits", data=FORM, files=[("files", ("again.txt", b"Twice the same."))])
    work()
    page = elena.get(page.url.path)
    assert "holds this file already" in page.text and "A closed paper" in page.text
    assert session.scalar(select(func.count()).select_from(Resource)) == 1


def test_what_nobody_goes_on_sending_ends(browse, cast, session, site) -> None:
    from library.deposit.jobs import end_abandoned  # noqa: PLC0415 - the job of one test

    elena = browse(cast.elena)
    url = begin(elena)
    (told,) = announce(elena, url, ("plan.txt", len(TEXT))).json()["files"]
    send(elena, url, told["id"], 0, TEXT[:500])
    end_abandoned(site, {})
    assert session.get(SentFile, told["id"]).state is SendingState.ARRIVING
    session.execute(update(SentFile).values(keep_until=now() - timedelta(minutes=1)))
    part = next((site.settings.data / "incoming").iterdir())
    long_ago = (now() - KEPT).timestamp()
    import os  # noqa: PLC0415 - the age of one file

    os.utime(part, (long_ago, long_ago))
    end_abandoned(site, {})
    assert "never arrived completely" in elena.get(url).text
    assert not part.exists()
    assert announce(elena, url, ("plan.txt", len(TEXT))).json()["files"][0]["id"] != told["id"]


def test_a_lost_part_is_told_and_not_tried_for_ever(browse, cast, site, work) -> None:
    elena = browse(cast.elena)
    url = elena.post("/deposits", data=FORM, files=[("files", ("a.txt", b"Words."))]).url.path
    next((site.settings.data / "incoming").iterdir()).unlink()
    work()
    assert "What had arrived was lost." in elena.get(url).text


@pytest.mark.parametrize("path", ["/deposits", "/deposits/new"])
def test_sending_is_for_those_who_may(browse, cast, path) -> None:
    assert browse(cast.elena).get(path).status_code == 200
    assert browse(cast.arta).get(path).status_code == 403
    assert "/sign-in" in str(browse().get(path, follow_redirects=False).headers["location"])


def test_others_send_nothing(browse, cast, session) -> None:
    elena = browse(cast.elena)
    url = begin(elena)
    (told,) = announce(elena, url, ("plan.txt", 5)).json()["files"]
    for path in ("/deposits", f"{url}/files", f"{url}/announcements"):
        assert browse(cast.arta).post(path, data=FORM).status_code == 403, path
        assert browse().post(path, data=FORM).status_code == 401, path
        assert elena.post(path, data=FORM, headers={"sec-fetch-site": "cross-site"}).status_code == 403, path
        assert elena.post(path, data={**FORM, "csrf_token": "old"}).status_code == 403, path
    assert send(browse(cast.arta), url, told["id"], 0, b"12345").status_code == 403
    assert send(browse(), url, told["id"], 0, b"12345").status_code == 401
    assert send(elena, url, told["id"], 0, b"12345", **{HEADER: "old"}).status_code == 403
    assert send(elena, url, told["id"], 0, b"12345", **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert send(elena, "/deposits/999999", told["id"], 0, b"12345").status_code == 404
    assert send(elena, url, 999999, 0, b"12345").status_code == 404
    assert elena.get("/deposits/999999").status_code == 404
    assert announce(elena, url).status_code == 422
    assert session.scalar(select(func.count()).select_from(Deposit)) == 1
    assert session.get(SentFile, told["id"]).received == 0
