"""A watched folder: what has come to rest becomes drafts; what cannot is moved aside with a note."""

import os
import time
import zipfile

from sqlalchemy import select

from library.packages.watching import look_into, watch
from library.resources.models import Resource, ResourceState
from rmtc.site import Site


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_that_rest_become_drafts(site, session, work, tmp_path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "план.txt").write_text("Повратак и реинтеграција.", encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / ".hidden").write_text("no")
    (folder / "link.txt").symlink_to(folder / ".hidden")
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        archive.writestr("a.txt", "Words of a.")
        archive.writestr("b.txt", "")

    assert look_into(site, folder) == 0  # they were written just now
    assert look_into(site, folder, rest=0) == 3
    assert names(folder) == [
        ".hidden", "done/many.zip", "done/many.zip.note.txt", "done/план.txt", "done/план.txt.note.txt",
        "link.txt", "refused/empty.txt", "refused/empty.txt.note.txt",
    ]  # fmt: skip
    assert (folder / "refused" / "empty.txt.note.txt").read_text() == "refused: empty.txt: The file is empty.\n"
    made = session.scalars(select(Resource).order_by(Resource.title)).all()
    assert [one.title for one in made] == ["a", "план"]
    assert {one.state for one in made} == {ResourceState.DRAFT}
    work()

    (folder / "план.txt").write_text("Повратак и реинтеграција.", encoding="utf-8")
    look_into(site, folder, rest=0)
    assert "known" in (folder / "done" / "план-2.txt.note.txt").read_text()
    assert len(session.scalars(select(Resource)).all()) == 2


def test_what_a_stopped_worker_began_is_taken_later(site, session, tmp_path, monkeypatch) -> None:
    (tmp_path / "w").mkdir()
    begun = tmp_path / "w" / ".taking" / "plan.txt"
    begun.parent.mkdir()
    begun.write_text("Words.")
    assert look_into(site, tmp_path / "w", rest=0) == 0
    monkeypatch.setattr("library.packages.watching.LEFT", -1.0)
    assert look_into(site, tmp_path / "w", rest=0) == 1
    assert session.scalars(select(Resource.title)).all() == ["plan"]


def test_without_a_folder_nothing_is_watched(site, tmp_path) -> None:
    watch(site, {})
    watch(Site(site.settings.model_copy(update={"watch_folder": str(tmp_path / "none")}), site.database), {})
    set_one = Site(site.settings.model_copy(update={"watch_folder": str(tmp_path)}), site.database)
    (tmp_path / "old.txt").write_text("Words.")
    long_ago = time.time() - 100
    os.utime(tmp_path / "old.txt", (long_ago, long_ago))
    watch(set_one, {})
    assert (tmp_path / "old.txt").exists()  # its change stamp is new: it may still be growing


def test_no_name_stops_the_next_file(site, session, tmp_path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    longest = "Ж" * 125 + "a.txt"  # 255 bytes, as many as a name can have
    odd = os.fsdecode(b"plan-\xff.txt")
    for number, name in enumerate((longest, odd, "new\nline.txt", "\u202egpj.txt", "last.txt")):
        (folder / name).write_text(f"Words of file {number}.")
    assert look_into(site, folder, rest=0) == 5
    assert len(session.scalars(select(Resource)).all()) == 5
    done = sorted(path.name for path in (folder / "done").iterdir())
    assert {longest, odd, "last.txt", "last.txt.note.txt", "Ж" * 123 + ".note.txt"} <= set(done)
    assert len(done) == 10
    assert all(len(path.read_text().splitlines()) == 1 for path in (folder / "done").glob("*.note.txt"))
    (folder / longest).write_text("Words of another.")
    assert look_into(site, folder, rest=0) == 1
    assert len(list((folder / "done").iterdir())) == 12
