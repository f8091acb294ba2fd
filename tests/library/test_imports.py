"""Folders and ZIPs with metadata.csv, and without."""

import zipfile

from sqlalchemy import func, select

from library.finding.indexing import bring_up_to_date, difference, index_of
from library.importing.imports import import_files
from library.intake.jobs import read_file
from library.resources.models import Resource, ResourceState
from library.resources.queries import resource_with_files
from library.resources.services import EXTRACT_JOB
from rmtc.clock import now
from rmtc.jobs.models import Job

LINES = """file,title,creators,year,language,kind,collection,subjects,abstract,licence,access
a.txt,Годишњи извештај,"Комесаријат; Hoxha, Arta",2023,sr,report,Reports,return;data,Бројеви.,CC BY 4.0,public
sub/b.txt,Staff notes,,,en,guide,Reports,,,,staff
missing.txt,Not there,,,en,report,,,,,
c.txt,Wrong,,later,en,report,,,,,
../../etc/passwd,Outside,,,en,report,,,,,
a.txt,Twice,,,en,report,,,,,
"""


def run(site, path, *, dry_run=False):
    told = []
    import_files(site, path, dry_run=dry_run, tell=told.append)
    return [(one.name, one.what) for one in told]


def folder(tmp_path):
    place = tmp_path / "in"
    (place / "sub").mkdir(parents=True)
    (place / "metadata.csv").write_text("\ufeff" + LINES, encoding="utf-8")
    (place / "a.txt").write_text("Избеглице и повратници у општини.")
    (place / "sub" / "b.txt").write_text("Only for the people of the library.")
    (place / "c.txt").write_text("Something.")
    return place


EXPECTED = [
    ("a.txt", "added"), ("b.txt", "added"), ("missing.txt", "refused"), ("c.txt", "refused"),
    ("../../etc/passwd", "refused"), ("a.txt", "known"),
]  # fmt: skip


def test_a_folder_is_taken_in_line_by_line(site, session, tmp_path, visitor) -> None:
    place = folder(tmp_path)

    dry = run(site, place, dry_run=True)
    assert [what for _, what in dry] == ["would add", "would add", "refused", "refused", "refused", "would add"]
    assert session.scalar(select(func.count()).select_from(Resource)) == 0

    assert run(site, place) == EXPECTED
    bring_up_to_date(site.database, index_of(site.settings))

    first = session.scalar(select(Resource).where(Resource.language == "sr-Cyrl"))
    found = resource_with_files(session, first.id)
    assert (found.state, found.title, found.year) == (ResourceState.PUBLISHED, "Годишњи извештај", 2023)
    assert found.creators[0].creator.name == "Комесаријат"
    assert visitor.get("/api/v1/library/search?q=povratnici").json()["total"] == 1
    assert "Reports" in visitor.get("/library?q=povratnici").text
    assert visitor.get("/api/v1/library/search?q=people+library").json()["total"] == 0
    assert not difference(site.database, index_of(site.settings))
    assert [what for _, what in run(site, place)].count("added") == 0


def test_a_zip_gives_the_same_and_a_broken_one_a_sentence(site, tmp_path) -> None:
    place, packed = folder(tmp_path), tmp_path / "in.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in place.rglob("*.*"):
            archive.write(path, path.relative_to(place).as_posix())
    assert run(site, packed) == EXPECTED


def test_without_metadata_every_file_is_taken(site, tmp_path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "one_paper.txt").write_text("Ky udhëzues është për të gjithë punonjësit dhe për ata që janë.")
    assert run(site, tmp_path / "bare") == [("one_paper.txt", "added")]


def test_a_table_from_excel_in_a_windows_code_page_is_read(site, session, tmp_path) -> None:
    place = tmp_path / "in"
    (place / "Šid").mkdir(parents=True)
    (place / "Šid" / "План.txt").write_text("Reči o povratku.")
    table = "sep=;\r\nFile;Title;Year\r\n.\\Šid\\{};Čitanka za škole i žene đake;2023\r\n"
    for encoding, name in (("cp1250", "b.txt"), ("utf-16", "ПЛАН.txt")):
        (place / "Šid" / "b.txt").write_text(f"Reči: {encoding}")
        (place / "metadata.csv").write_bytes(table.format(name).encode(encoding))
        assert [what for _, what in run(site, place)] == ["added"], encoding
    made = session.execute(select(Resource.title, Resource.year)).all()
    assert made == [("Čitanka za škole i žene đake", 2023)] * 2


def test_names_in_a_zip_may_be_in_an_old_code_page_or_with_accents_apart(site, session, tmp_path) -> None:
    names = {"žalbe.txt".encode("cp852"): "žalbe.txt", "школа.txt".encode(): "школа.txt"}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("metadata.csv", "file,title\nc\u030casopis.txt,Time\nžalbe.txt,Complaints\nшкола.txt,School\n")
        archive.writestr("časopis.txt", "One.")
        for number, raw in enumerate(names):
            archive.writestr(f"{number}".ljust(len(raw), "x"), f"Words {number}.")
    content = (tmp_path / "a.zip").read_bytes()
    for number, raw in enumerate(names):
        content = content.replace(f"{number}".ljust(len(raw), "x").encode(), raw)
    (tmp_path / "a.zip").write_bytes(content)
    told = []
    import_files(site, tmp_path / "a.zip", dry_run=False, tell=told.append)
    assert [one.what for one in told] == ["added"] * 3, told


def test_what_is_read_at_once_is_not_read_in_the_background_too(site, session, tmp_path, work, monkeypatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Words.")
    seen = []

    def told(outcome) -> None:
        seen.append(outcome.what)

    def reading(one, file_id) -> None:
        waiting = session.scalars(select(Job).where(Job.kind == EXTRACT_JOB, Job.run_at <= now())).all()
        seen.append(f"{len(waiting)} due")
        read_file(one, file_id)

    monkeypatch.setattr("library.importing.imports.read_file", reading)
    import_files(site, tmp_path / "in", dry_run=False, tell=told)
    assert seen == ["0 due", "added"]
    session.expire_all()
    assert session.scalars(select(Job.run_at).where(Job.kind == EXTRACT_JOB)).one() <= now()
