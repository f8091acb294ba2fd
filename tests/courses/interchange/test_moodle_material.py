from decimal import Decimal
from pathlib import Path

import pytest

from courses.interchange.material import Book, FileItem, Folder, Label, Link, Material, Page, Quiz, Reading
from courses.interchange.readers.moodle import moodle_backup
from rmtc.errors import Refusal
from tests.fixture_files import fixture_file


@pytest.fixture
def reading():
    with moodle_backup(fixture_file("moodle2-course", "backup")) as found:
        yield found


def only(material: Material, kind: type, title: str):
    items = [item for section in material.sections for item in section.items]
    [found] = [item for item in items if isinstance(item, kind) and item.title == title]
    return found


def test_sections_stand_in_the_order_of_their_numbers(reading):
    assert [section.title for section in reading.material.sections] == [
        "", "My First Section", "", "My reordered Section", "", "", "", "Hidden Section",
    ]  # fmt: skip
    assert not reading.material.sections[-1].visible
    assert reading.material.sections[0].summary == "This is the General Summary"


def test_a_page_points_to_its_files(reading):
    page = only(reading.material, Page, "My Sample Page")
    files = {file.key: file for file in reading.material.files}
    assert "![Image Description](course-file:7)" in page.body
    assert files["7"].name == "smaple_gif.gif"
    assert "PLUGINFILE" not in page.body
    assert "<iframe" not in page.body
    assert "https://www.youtube.com/embed/jofNR_WkoCE" in page.body
    [entry] = [entry for entry in reading.report.of_kind("activity") if entry.what == page.title]
    assert entry.outcome == "changed"
    assert "embedded player" in entry.why


def test_chapters_stand_in_the_order_of_their_numbers(reading):
    book = only(reading.material, Book, "My First Book")
    assert [(chapter.title, chapter.level) for chapter in book.chapters] == [
        ("Chapter 1", 1), ("Chapter 2", 1), ("Chapter 1 subchapter", 2),
    ]  # fmt: skip


def test_files_folders_links_and_labels(reading):
    material = reading.material
    assert only(material, FileItem, "Sample File").file.name == "Allegro from Duet in C Major.mp3"
    assert len(only(material, FileItem, "Test File").file.read()) == only(material, FileItem, "Test File").file.size
    assert {file.name for file in only(material, Folder, "Folder Name").files} >= {"smaple_gif.gif", "SC.mbz"}
    assert only(material, Link, "my sample url").address.startswith("http://www.youtube.com/v/F7qKiVjCfuM#Monkey%20")
    assert only(material, Label, "This is some label text").body == "This is some label text"


def test_a_quiz_keeps_its_order_its_marks_and_its_settings(reading):
    quiz = only(reading.material, Quiz, "Quiz Name")
    kinds = {question.key: question.kind for question in reading.material.questions}
    assert [kinds[slot.question] for slot in quiz.slots] == ["single", "numerical", "short", "true_false"]
    assert (quiz.settings.time_limit, quiz.settings.attempts, quiz.settings.maximum) == (300, 7, Decimal(100))
    [entry] = [entry for entry in reading.report.of_kind("activity") if entry.what == "Quiz Name"]
    assert "password" in entry.why
    assert "quiz_password" not in entry.why


def test_questions_know_which_answer_is_right(reading):
    right = {
        question.kind: [answer.text for answer in question.answers if answer.fraction == 1]
        for question in reading.material.questions
        if question.name != "Second Short Answer"
    }
    assert right == {
        "single": ["Answer 3 correct"], "numerical": ["3"], "short": ["ping pong"], "true_false": ["true"],
    }  # fmt: skip
    [numerical] = [question for question in reading.material.questions if question.kind == "numerical"]
    assert numerical.answers[0].tolerance == 1


def test_slots_since_4_0_follow_their_numbers_not_the_file():
    with moodle_backup(fixture_file("moodle", "mbz", "question_category_45_format.mbz")) as reading:
        [quiz] = [item for section in reading.material.sections for item in section.items]
        names = {question.key: question.name for question in reading.material.questions}
        assert [slot.question for slot in quiz.slots] == ["3", "2", "4", "5"]
        assert names["4"] == "Default for Category 1"


def test_conditions_of_access_are_reported_as_changed():
    with moodle_backup(fixture_file("moodle", "mbz", "availability_26_format.mbz")) as reading:
        pages = [entry for entry in reading.report.of_kind("activity") if entry.where == "page"]
    assert len(pages) == 14
    assert sum("its conditions of access were not taken" in entry.why for entry in pages) == 11


def backup_with(folder: Path, page: str, manifest: str = "") -> Path:
    (folder / "activities/page_5").mkdir(parents=True)
    activity = "<activity><moduleid>5</moduleid><sectionid/><modulename>page</modulename><title>P</title>"
    (folder / "moodle_backup.xml").write_text(
        manifest
        or f"<moodle_backup><information><contents><activities>{activity}<directory>activities/page_5</directory>"
        "</activity></activities></contents></information></moodle_backup>"
    )
    (folder / "activities/page_5/page.xml").write_text(page)
    return folder


def read_page(folder: Path, content: str) -> Reading:
    source = backup_with(folder, f'<activity contextid="1"><page><name>P</name>{content}</page></activity>')
    with moodle_backup(source) as reading:
        return reading


def test_links_between_activities_become_neutral(tmp_path):
    reading = read_page(
        tmp_path,
        '<content>&lt;a href="$@PAGEVIEWBYID*5@$"&gt;here&lt;/a&gt; '
        '&lt;a href="$@FORUMVIEWBYID*6@$"&gt;gone&lt;/a&gt;</content>',
    )
    [page] = reading.material.sections[0].items
    assert page.body == "[here](course-item:5) gone"
    assert "leads nowhere" in reading.report.of_kind("activity")[0].why


def test_entities_are_never_read(tmp_path):
    (tmp_path / "secret").write_text("secret words")
    page = (
        f'<!DOCTYPE activity [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
        '<activity contextid="1"><page><name>P</name><content>&e;</content></page></activity>'
    )
    with moodle_backup(backup_with(tmp_path / "b", page)) as reading:
        assert "secret words" not in repr(reading.material)
        assert [entry.outcome for entry in reading.report.of_kind("activity")] == ["left_out"]


def test_a_folder_that_the_manifest_names_outside_is_not_read(tmp_path):
    (tmp_path / "b").mkdir()
    manifest = (
        "<moodle_backup><information><contents><activities><activity><moduleid>5</moduleid><modulename>page</modulename>"
        "<title>P</title><directory>../outside</directory></activity></activities></contents></information></moodle_backup>"
    )
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/page.xml").write_text("<activity><page><name>P</name></page></activity>")
    with moodle_backup(backup_with(tmp_path / "b", "<activity/>", manifest)) as reading:
        assert [entry.outcome for entry in reading.report.of_kind("activity")] == ["left_out"]


def test_what_is_not_a_backup_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"moodle_backup\.xml is missing"), moodle_backup(tmp_path):
        pass
