"""An independent count of what a backup holds, beside what the reader says it took, changed and left out."""

import re
import tarfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET  # the reader under test uses another parser

import pytest

from courses.interchange.readers.moodle import moodle_backup
from rmtc.errors import Refusal
from tests.fixture_files import fixture_file

BACKUPS = [
    "availability_26_format", "backup", "legacy_course_completion", "moodle_28_quiz", "moodle_311_quiz",
    "pre-40-shared-random-question", "question_category_34_format", "question_category_45_format",
    "random_by_tag_quiz",
]  # fmt: skip


def unpack(backup: Path, folder: Path) -> Path:
    if zipfile.is_zipfile(backup):
        zipfile.ZipFile(backup).extractall(folder)  # noqa: S202 (a known fixture)
    else:
        with tarfile.open(backup) as archive:
            archive.extractall(folder)  # noqa: S202 (a known fixture; Debian's Python 3.11.2 knows no filter)
    return folder


def counted(folder: Path) -> dict[str, int]:
    def root(name: str) -> ET.Element:
        path = folder / name
        return ET.fromstring(path.read_bytes() if path.is_file() else "<nothing/>")  # noqa: S314 (a known fixture)

    slots = "".join(path.read_text() for path in folder.glob("activities/quiz_*/quiz.xml"))
    chapters = "".join(path.read_text() for path in folder.glob("activities/book_*/book.xml"))
    names = [element.text for element in root("files.xml").iter("filename")]
    return {
        "section": len(root("moodle_backup.xml").findall(".//sections/section")),
        "activity": len(root("moodle_backup.xml").findall(".//activities/activity")),
        "question": len([one for one in root("questions.xml").iter("question") if one.get("id")]),
        "question category": len(list(root("questions.xml").iter("question_category"))),
        "file": len([name for name in names if name != "."]),
        "slot": len(re.findall("<question_instance id", slots)),
        "chapter": len(re.findall("<chapter id", chapters)),
    }


def reported(source: Path) -> dict[str, int]:
    with moodle_backup(source) as reading:
        totals = reading.report.totals_by_kind()
    return {
        kind: sum(totals.get(kind, {}).values())
        for kind in ("section", "activity", "question", "question category", "file", "slot", "chapter")
    }


@pytest.mark.parametrize("name", BACKUPS)
def test_every_thing_is_reported_once(tmp_path, name):
    backup = fixture_file("moodle", "mbz", f"{name}.mbz")
    expected = counted(unpack(backup, tmp_path))
    assert sum(expected.values()) > 0
    assert reported(backup) == expected


def packed_course(folder: Path, kind: str) -> Path:
    course = fixture_file("moodle2-course", "backup")
    path = folder / "course.mbz"
    files = sorted(file for file in course.rglob("*") if file.is_file())
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for file in files:
                archive.write(file, file.relative_to(course).as_posix())
    else:
        with tarfile.open(path, "w:gz", compresslevel=1) as archive:
            for file in files:
                archive.add(file, file.relative_to(course).as_posix())
    return path


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "folder"])
def test_the_whole_course_is_reported_once(tmp_path, kind):
    course = fixture_file("moodle2-course", "backup")
    source = course if kind == "folder" else packed_course(tmp_path, kind)
    assert reported(source) == counted(course)
    assert counted(course) == {
        "section": 8, "activity": 22, "question": 20, "question category": 3, "file": 13, "slot": 11, "chapter": 3,
    }  # fmt: skip


def test_what_is_left_out_says_why_and_what_is_taken_is_there():
    with moodle_backup(fixture_file("moodle2-course", "backup")) as reading:
        material, report = reading.material, reading.report
    assert all(entry.why for entry in report.entries if entry.outcome != "taken")
    kept = report.totals_by_kind()
    assert kept["question"]["taken"] + kept["question"]["changed"] == len(material.questions)
    assert kept["file"]["taken"] == len(material.files)
    assert kept["section"]["taken"] == len(material.sections)
    items = [item for section in material.sections for item in section.items]
    assert kept["activity"]["taken"] + kept["activity"]["changed"] == len(items)
    assert kept["slot"]["taken"] == sum(len(getattr(item, "slots", ())) for item in items)


def test_people_are_counted_but_never_named():
    with moodle_backup(fixture_file("moodle", "mbz", "legacy_course_completion.mbz")) as reading:
        people = reading.report.of_kind("person")
    assert [(entry.outcome, entry.count, entry.what) for entry in people] == [("left_out", 3, "person")]


def test_an_empty_shell_is_refused_politely():
    with (
        pytest.raises(Refusal, match="not a backup of Moodle that can be read"),
        moodle_backup(fixture_file("moodle", "mbz", "moodle2_shell.mbz")),
    ):
        pass
