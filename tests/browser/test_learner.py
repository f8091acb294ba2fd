"""A learner's way, by keyboard: lesson, note, quiz, own record; without script; without a connection."""

import re
from collections.abc import Callable

import pytest

from tests.browser.keyboard import Keys

pytestmark = pytest.mark.browser
QUIZ = "Numbers, rates and procedures"
WIDE = (1360, 900)
READERS = {1360: "snezana.lukic", 390: "uros.pavlovic"}
"""Two learners whose next activity is a lesson, so that neither changes what the other finds."""


def begin_quiz(keys: Keys) -> None:
    """Come from the home page to the first question of a quiz that may be repeated."""
    keys.follow(re.compile("Migration and Gender, first run"))
    keys.follow(re.compile(QUIZ))
    keys.follow(re.compile("Begin"), role="button")


def answer(keys: Keys) -> str:
    """Answer the question shown by keys; says what was given."""
    question = keys.page.locator("[data-slot]")
    if (choices := question.locator("input[type=radio], input[type=checkbox]")).count():
        keys.choose_first(choices)
        return choices.first.get_attribute("value") or ""
    keys.reach(question.locator("input[name=answer]"))
    keys.page.keyboard.type("12")
    return "12"


def given(keys: Keys) -> str:
    """What the page shows as the answer to its question."""
    question = keys.page.locator("[data-slot]")
    ticked = question.locator("input:checked")
    return ticked.first.get_attribute("value") or "" if ticked.count() else question.locator("#answer").input_value()


def test_learner_reads_a_lesson_and_keeps_a_note(keys: Keys) -> None:
    keys.sign_in(READERS[keys.width])
    keys.follow(re.compile("Continue"))
    lesson = keys.page.locator("h1").inner_text()
    keys.open_fold("note")
    keys.write("Note, for you alone", f"Ask about this on Monday: {lesson}")
    keys.press("Keep the note")
    keys.page.locator("#notes").get_by_text("Ask about this on Monday").first.wait_for()
    keys.check()
    done = keys.find("button", re.compile("done", re.IGNORECASE))
    keys.reach(done)
    keys.leave_by("Enter")
    keys.menu("Home")
    assert lesson not in keys.page.locator("main .card").first.inner_text()


def test_learner_takes_a_quiz(keys: Keys) -> None:
    keys.sign_in("learner")
    begin_quiz(keys)
    kept = answer(keys)
    keys.page.get_by_role("status").filter(has_text="Saved on the server").wait_for()
    keys.page.reload()
    keys.check()
    assert given(keys) == kept
    while keys.page.locator("[data-slot]").count():
        if not keys.page.locator("[data-slot] input:checked").count():
            answer(keys)
        onward = keys.page.locator("#attempt button[name=go]:visible").last
        keys.reach(onward)
        keys.leave_by("Enter")
    assert "Without an answer" not in keys.text()
    keys.follow("Hand in my answers", role="button")
    assert "Handed in on" in keys.text()
    assert "Your answer" in keys.text()


def test_learner_sees_the_record_and_the_certificate(keys: Keys) -> None:
    keys.sign_in("learner")
    keys.menu("My record")
    link = keys.page.locator("main a[href$='.pdf']").first
    path = link.get_attribute("href") or ""
    keys.reach(link)
    answer = keys.page.context.request.get(path)
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")


def test_quiz_works_without_script(open_window: Callable[..., Keys]) -> None:
    keys = open_window(WIDE, java_script_enabled=False)
    page = keys.page
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("learner@demo.rmtc.example")
    page.get_by_label("Password").fill("plandiste-demo")
    page.get_by_label("Password").press("Enter")
    page.get_by_role("link", name=re.compile("Migration and Gender, first run")).press("Enter")
    page.get_by_role("link", name=re.compile(QUIZ)).press("Enter")
    page.get_by_role("button", name=re.compile("Begin")).press("Enter")
    while page.locator("[data-slot]").count():
        choices = page.locator("[data-slot] input[type=radio], [data-slot] input[type=checkbox]")
        if choices.count():
            choices.first.press("Space")
        else:
            page.locator("#answer").fill("12")
        with page.expect_navigation():
            page.locator("#attempt button[name=go]:visible").last.press("Enter")
    page.get_by_role("button", name="Hand in my answers").press("Enter")
    assert "Handed in on" in keys.text()
    assert "none" not in page.locator("main dd").all_inner_texts()


def test_answer_given_without_a_connection_is_kept_and_sent(open_window: Callable[..., Keys]) -> None:
    keys = open_window(WIDE)
    keys.sign_in("learner")
    keys.follow(re.compile("Migration and Gender, first run"))
    keys.follow(re.compile("Noticing, asking, referring"))
    keys.follow(re.compile("Begin"), role="button")
    keys.is_offline = True
    keys.page.context.set_offline(True)
    kept = answer(keys)
    keys.page.get_by_role("status").filter(has_text="Not sent yet").wait_for()
    keys.page.context.set_offline(False)
    keys.page.get_by_role("status").filter(has_text="Saved on the server").wait_for(timeout=40_000)
    keys.is_offline = False
    keys.page.reload()
    assert given(keys) == kept
