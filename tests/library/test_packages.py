"""Packages at the desk: a trial line by line, drafts then; hostile ZIPs; who may."""

import io
import zipfile
from datetime import timedelta

from sqlalchemy import func, select, update

from library.importing import sources
from library.packages.jobs import end_untaken, take_package
from library.packages.models import Package, PackageRow, PackageState
from library.resources.models import Resource, ResourceState
from rmtc.clock import now

TABLE = """file,title,creators,year,language,kind,collection,subjects,abstract,licence,access
a.txt,Годишњи извештај,Комесаријат,2023,sr,report,Reports,return,,CC BY 4.0,public
b.txt,Wrong,,later,en,report,,,,,
inner.zip,Inside,,,en,report,,,,,
missing.txt,Not there,,,en,report,,,,,
c.txt,A guide,,,en,guide,,,,,signed_in
"""
FILES = {"a.txt": "Повратници у општини.", "b.txt": "Words.", "c.txt": "A guide for all.", "inner.zip": "PK"}


def packed(table: str = TABLE, **files: str) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("metadata.csv", table)
        for name, text in (FILES | files).items():
            archive.writestr(name, text)
    return place.getvalue()


def hand_in(browser, content: bytes, name: str = "papers.zip"):
    return browser.post("/desk/packages", files=[("files", (name, content))], data={})


def lines(session) -> dict[str, str]:
    session.expire_all()
    rows = session.execute(select(PackageRow.name, PackageRow.what).order_by(PackageRow.number))
    return dict(iter(rows))


def test_a_package_is_tried_and_then_taken_in(browse, cast, session, site, work) -> None:
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    address = page.url.path
    assert "Being tried" in page.text
    work()
    page = elena.get(address)
    assert "Nothing has been taken in yet." in page.text
    assert "A container inside a container is not opened." in page.text
    assert "Column “year” cannot be “later”." in page.text
    assert lines(session) == {"a.txt": "would add", "b.txt": "refused", "inner.zip": "refused",
                              "missing.txt": "refused", "c.txt": "would add"}  # fmt: skip
    assert session.scalar(select(func.count()).select_from(Resource)) == 0

    assert "Being taken in" in elena.post(f"{address}/run").text
    work()
    assert lines(session)["a.txt"] == lines(session)["c.txt"] == "added"
    drafts = session.scalars(select(Resource).order_by(Resource.title)).all()
    assert [one.title for one in drafts] == ["A guide", "Годишњи извештај"]
    assert {(one.state, one.created_by) for one in drafts} == {(ResourceState.DRAFT, cast.elena.id)}
    assert list((site.settings.data / "incoming").glob("package-*")) == []
    assert elena.post(f"{address}/run").status_code == 409

    again = hand_in(elena, packed())
    work()
    assert "Nothing in it would be added." in elena.get(again.url.path).text


def test_taking_in_goes_on_after_a_break(browse, cast, session, site, work) -> None:
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    work()
    elena.post(f"{page.url.path}/run")
    package = session.scalars(select(Package)).one()
    kept = (site.settings.data / "incoming" / package.part).read_bytes()
    work()
    before = lines(session)
    session.execute(update(Package).values(state=PackageState.RUNNING))
    session.commit()
    (site.settings.data / "incoming" / package.part).write_bytes(kept)
    take_package(site, {"package_id": package.id})
    assert lines(session) == before
    assert session.scalar(select(func.count()).select_from(Resource)) == 2


def test_hostile_zips_are_refused_with_a_sentence(browse, cast, monkeypatch, work) -> None:
    elena = browse(cast.elena)
    assert "Please choose a ZIP." in hand_in(elena, b"not a zip at all").text
    assert hand_in(elena, b"").status_code == 422
    assert elena.post("/desk/packages", data={}).status_code == 422
    broken = hand_in(elena, packed()[:200])
    work()
    assert "Not taken" in elena.get(broken.url.path).text
    without = hand_in(elena, packed("title\nA\n"))
    work()
    assert "has no column “file”" in elena.get(without.url.path).text
    monkeypatch.setattr(sources, "SMALL", 1000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", "0" * 5_000_000)
    page = hand_in(elena, bomb.getvalue())
    work()
    assert "unpacks to far more than it should" in elena.get(page.url.path).text
    monkeypatch.setattr(sources, "MOST_MEMBERS", 3)
    page = hand_in(elena, packed())
    work()
    assert "more than 3 files" in elena.get(page.url.path).text


def test_a_refusal_is_in_the_language_of_who_asked(browse, cast, session, work) -> None:
    cast.elena.language = "sr-Cyrl"
    session.commit()
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    work()
    assert "Такав" in elena.get(page.url.path).text or "датотек" in elena.get(page.url.path).text


def test_what_nobody_takes_in_is_given_up(browse, cast, session, site, work) -> None:
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    work()
    session.execute(update(Package).values(keep_until=now() - timedelta(days=1)))
    session.commit()
    end_untaken(site, {})
    assert "not taken in within a week" in elena.get(page.url.path).text
    assert list((site.settings.data / "incoming").glob("package-*")) == []


def test_packages_are_for_librarians(browse, cast) -> None:
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    for path in ("/desk/packages", page.url.path):
        assert browse(cast.arta).get(path).status_code == 403
        assert "/sign-in" in str(browse().get(path, follow_redirects=False).headers["location"])
    assert elena.get("/desk/packages/999999").status_code == 404
    for path in ("/desk/packages", f"{page.url.path}/run"):
        assert browse(cast.arta).post(path, data={}).status_code == 403
        assert elena.post(path, data={}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert elena.post(path, data={"csrf_token": "old"}).status_code == 403


def test_each_reads_the_lines_in_their_own_language(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    refused = hand_in(elena, packed()[:200])
    work()
    assert "Column “year” cannot be “later”." in elena.get(page.url.path).text
    assert "is neither a folder nor a readable ZIP" in elena.get(refused.url.path).text
    cast.elena.language = "sr-Cyrl"
    session.commit()
    elena = browse(cast.elena)
    shown = elena.get(page.url.path).text
    assert "У колони „year“ не може да стоји „later“." in shown and "cannot be" not in shown
    assert "neither" not in elena.get(refused.url.path).text


def test_what_was_kept_as_it_was_said_still_shows(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    page = hand_in(elena, packed())
    work()
    before = update(PackageRow).where(PackageRow.name == "b.txt")
    session.execute(before.values(sentence="У колони „year“ не може да стоји „later“."))
    session.execute(update(Package).values(reason="The file is empty."))
    session.commit()
    shown = elena.get(page.url.path).text
    assert "У колони „year“ не може да стоји „later“." in shown and "The file is empty." in shown
