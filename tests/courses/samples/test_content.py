"""The demonstration courses teach: length, sources, questions, and paragraphs that exist."""

import tomllib
from pathlib import Path

import pytest

from courses.samples.loader import CODES
from courses.samples.questions import draft
from courses.samples.sources import FOLDER, REFERENCE, lesson_name, read_lesson, read_toml
from rmtc.texts.blocks import paragraph_id
from rmtc.texts.markdown import render_markdown

RECORDS = Path(__file__).parents[3] / "library" / "samples" / "records.toml"
KEYS = {record["key"] for record in tomllib.loads(RECORDS.read_text(encoding="utf-8"))["records"]}


def lessons_of(code: str) -> dict[str, Path]:
    return {path.stem: path for path in sorted((FOLDER / code / "lessons").glob("*.md"))}


@pytest.mark.parametrize("code", CODES)
def test_lessons_are_long_enough_and_name_their_sources(code: str) -> None:
    lessons = lessons_of(code)
    assert len(lessons) >= 8
    for name, path in lessons.items():
        lesson = read_lesson(path)
        assert len(lesson.body.split()) >= 600, name
        sources = [source["key"] for source in lesson.head["sources"]]
        assert len(sources) >= 3 and set(sources) <= KEYS, name
        assert {found[1] for found in REFERENCE.finditer(lesson.body)} <= KEYS, name


@pytest.mark.parametrize("code", CODES)
def test_every_activity_of_a_course_has_its_file(code: str) -> None:
    sections = read_toml(FOLDER / code / "course.toml")["sections"]
    modules = {module["number"] for module in read_toml(FOLDER / code / "curriculum.toml")["modules"]}
    assert {section["module"] for section in sections} == modules
    named = [reference for section in sections for reference in section["activities"]]
    assert all((FOLDER / code / reference).exists() for reference in named)
    assert {lesson_name(reference) for reference in named if reference.startswith("lessons/")} == set(lessons_of(code))


def test_the_reading_list_has_pages_days_and_both_kinds_of_items() -> None:
    [path] = FOLDER.glob("*/lists/*.toml")
    items = read_toml(path)["items"]
    assert {item["resource"] for item in items} <= KEYS
    assert {item.get("required", False) for item in items} == {True, False}
    due = [item["due_in"] for item in items if "due_in" in item]
    assert due == sorted(due) and len(due) >= 2
    assert any(item.get("page", 0) < item.get("last_page", 0) for item in items)
    assert all(item.get("page", 0) <= item.get("last_page", 0) for item in items)


@pytest.mark.parametrize("code", CODES)
def test_questions_are_sound_and_point_at_paragraphs_that_exist(code: str) -> None:
    pages = {name: render_markdown(read_lesson(path).body) for name, path in lessons_of(code).items()}
    numbers = {name: place for place, name in enumerate(pages, 1)}
    for path in sorted((FOLDER / code / "quizzes").glob("*.toml")):
        questions = read_toml(path)["questions"]
        assert len(questions) >= 10, path.name
        for entry in questions:
            draft(entry, numbers)
            place = entry["see"]
            anchor = paragraph_id(place["heading"], place["paragraph"])
            assert f'id="{anchor}"' in pages[place["lesson"]], f"{path.name}: {entry['name']}"
            assert entry["feedback"], entry["name"]


@pytest.mark.parametrize("code", CODES)
def test_hours_and_weights_add_up(code: str) -> None:
    facts = read_toml(FOLDER / code / "curriculum.toml")
    parts = ("contact", "guided", "self_study", "assessment")
    hours = sum(module[part] for module in facts["modules"] for part in parts)
    assert hours == facts["ects"] * facts["hours_per_credit"]
    assert sum(one["weight"] for one in facts["assessments"]) == 100
