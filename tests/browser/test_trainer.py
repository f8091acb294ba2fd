"""A trainer's way, by keyboard: a course is written and published; a run is opened, filled and marked."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.browser.keyboard import Keys

pytestmark = pytest.mark.browser
COURSE = "Migration and Development"
PLACES = {1360: "at a desk", 390: "on a phone"}
TEXT = "Whoever asks for help is asked first what they need."
LEARNERS = {1360: "Sanja Bulatović", 390: "Luka Perović"}


def open_course(keys: Keys) -> None:
    """Come from the sign-in to the outline of a course."""
    keys.sign_in("trainer")
    keys.menu("Teach")
    keys.follow(re.compile(f"^{COURSE}"))


def open_run(keys: Keys) -> None:
    """Come from the sign-in to the cohort of a run that goes on."""
    keys.sign_in("trainer")
    keys.menu("Teach")
    keys.follow(re.compile("Course runs"))
    keys.follow(re.compile("Migration and Gender, first run"))


def add_activity(keys: Keys, section: str, kind: str) -> None:
    """Go from the outline to the form of a new activity of a section."""
    part = keys.page.locator(".outline-section", has_text=section)
    keys.reach(part.get_by_role("link", name=kind, exact=True))
    keys.leave_by("Enter")


def outline(keys: Keys, section: str) -> list[str]:
    """The titles of the activities of a section, in their order."""
    shown = keys.page.locator(".outline-section", has_text=section).locator(".what").all_inner_texts()
    return [title.partition(" ")[2] for title in shown]


def days_ahead(number: int) -> datetime:
    """Half past ten, so many days from now."""
    return datetime.combine(datetime.now(UTC) + timedelta(days=number), time(10, 30))


def write_section(keys: Keys, section: str) -> None:
    """Add a section with two pages and a reading."""
    keys.write("Title of the section", section)
    keys.follow("Add the section", role="button")
    for title in ("Listening", "Asking"):
        add_activity(keys, section, "Lesson")
        keys.write("Title", title)
        keys.write("Text", "First words.")
        keys.follow("Add to the course", role="button")
        keys.follow(COURSE)
    add_activity(keys, section, "Library reading")
    keys.write("Find in the library", "migration")
    keys.leave_by("Enter")
    keys.reach(keys.page.get_by_label("Document"))
    keys.page.keyboard.press("ArrowDown")
    keys.write("Title", "What others wrote")
    keys.follow("Add to the course", role="button")
    keys.follow(COURSE)
    assert outline(keys, section) == ["Listening", "Asking", "What others wrote"]


def move_up(keys: Keys, section: str, title: str) -> None:
    """Move an activity without dragging; the next Tab goes on from where it is now."""
    part = keys.page.locator(".outline-section", has_text=section)
    keys.reach(part.get_by_role("button", name=f"Move up: {title}"))
    keys.leave_by("Enter")
    keys.page.keyboard.press("Tab")
    assert keys.page.locator("li", has_text=title).locator(":focus").count() == 1


def keep_a_draft(keys: Keys, title: str) -> None:
    """Write on, leave without saving, come back and go on with what was kept."""
    keys.follow(re.compile(f"{title}$"))
    keys.write("Text", TEXT)
    keys.page.get_by_text(re.compile("Draft kept")).wait_for()
    keys.press("Preview")
    keys.page.locator("#preview").get_by_text(TEXT).wait_for()
    keys.page.reload()
    keys.check()
    assert "was not saved" in keys.text()
    keys.follow("Go on with the draft")
    assert keys.page.locator("textarea").input_value() == TEXT
    keys.follow("Save", role="button")


def test_trainer_writes_a_section_and_publishes_it(keys: Keys) -> None:
    section = f"Notes written {PLACES[keys.width]}"
    open_course(keys)
    write_section(keys, section)
    move_up(keys, section, "What others wrote")
    assert outline(keys, section) == ["Listening", "What others wrote", "Asking"]
    keep_a_draft(keys, "Asking")
    keys.follow("Publish")
    assert "What others wrote" in keys.text()
    keys.write("What is new, in a sentence", f"Notes on talking, written {PLACES[keys.width]}")
    keys.follow(re.compile("^Publish edition"), role="button")
    assert re.search(r"Edition \d+ is published", keys.page.locator("#flashes").inner_text())


def test_trainer_opens_a_run_and_enrols(keys: Keys) -> None:
    open_course(keys)
    keys.follow("Open a run")
    keys.write("Code", f"KEYS-{keys.width}")
    keys.write("Title", f"Run planned {PLACES[keys.width]}")
    keys.write_moment("First day", days_ahead(10))
    keys.write_moment("Last day", days_ahead(40))
    keys.follow("Open the run", role="button")
    assert "Marko Jovanović" in keys.text()
    keys.follow("Dates")
    keys.write("What", "Video call")
    keys.write_moment("Begins", days_ahead(12), time=True)
    keys.follow("Add the date", role="button")
    assert "Video call" in keys.text()
    assert "10:30" in keys.text()
    keys.follow("Enrol from a list", role="link")
    keys.write("One person a line: address, name", "filip.nikolovski@demo.rmtc.example, Filip Nikolovski")
    keys.follow("Check the list", role="button")
    assert "1 person would be enrolled" in keys.text()
    keys.follow("Enrol 1 person", role="button")
    keys.follow("Cohort")
    assert "Filip Nikolovski" in keys.text()


def test_trainer_sees_progress_and_enters_a_grade(keys: Keys) -> None:
    learner = LEARNERS[keys.width]
    open_run(keys)
    row = keys.page.locator("tr", has_text=learner)
    assert re.search(r"\d+ of \d+", row.inner_text())
    keys.follow("Grades")
    keys.follow(learner)
    keys.reach(keys.page.get_by_label("For", exact=True))
    keys.page.keyboard.press("End")
    keys.write("Grade in percent", "81.5")
    keys.write("Reason", "Spoken examination, by video")
    keys.follow("Enter the grade", role="button")
    assert "Spoken examination, by video" in keys.text()
    assert "81.5" in keys.text()
