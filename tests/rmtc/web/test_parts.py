from datetime import date
from types import SimpleNamespace

import html5lib
import pytest
from jinja2 import Environment

from rmtc.web.forms import Bound
from rmtc.web.templating import ROOT, make_environment

WRONG = Bound(
    typed={"title": 'Say "hello"', "text": "\nOne & two", "level": "5", "kinds": ["b"], "secret": "typed"},
    errors={"title": "Please write at least 12 characters.", "kinds": "Please choose at least 2.", "form": "Not now."},
)

STATUSES = {"indicative": "indicative", "accredited": "accredited", "registered": "in the register"}


@pytest.fixture(scope="module")
def env() -> Environment:
    return make_environment()


def draw(env: Environment, part: str, call: str, **context: object) -> str:
    name = call.partition("(")[0]
    body = f"{{{{ {call} }}}}"
    return env.from_string(f'{{% from "ui/{part}.html" import {name} %}}{body}').render(**context)


def tree(markup: str):
    return html5lib.parse(markup, namespaceHTMLElements=False)


def test_a_wrong_field_keeps_what_was_typed_and_names_its_error(env: Environment) -> None:
    field = tree(draw(env, "forms", "field(form, 'title', 'Title', hint='In one line')", form=WRONG)).find(".//input")
    assert field.get("value") == 'Say "hello"'
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby").split() == ["title-hint", "title-error"]


def test_the_summary_leads_to_each_field(env: Environment) -> None:
    found = tree(draw(env, "forms", "problems(form)", form=WRONG))
    assert [link.get("href") for link in found.iter("a")] == ["#title", "#kinds"]
    labelled = tree(draw(env, "forms", "problems(form, {'title': 'Title'})", form=WRONG))
    assert labelled.find(".//a").text == "Title: Please write at least 12 characters."
    assert "Not now." in "".join(found.itertext())
    assert draw(env, "forms", "problems(form)", form=Bound()).strip() == ""


def test_every_field_the_summary_names_is_there(env: Environment) -> None:
    form = draw(env, "forms", "field(form, 'title', 'Title')", form=WRONG)
    form += draw(
        env, "forms", "choices(form, 'kinds', 'Kinds', [('a', 'A'), ('b', 'B', 'why')], many=true)", form=WRONG
    )
    there = {element.get("id") for element in tree(form).iter()}
    assert {"title", "kinds", "title-error", "kinds-error"} <= there


def test_what_was_chosen_is_chosen_again(env: Environment) -> None:
    rows = draw(env, "forms", "choices(form, 'kinds', 'Kinds', [('a', 'A'), ('b', 'B')], many=true)", form=WRONG)
    assert [box.get("value") for box in tree(rows).iter("input") if box.get("checked") is not None] == ["b"]
    options = draw(env, "forms", "select(form, 'level', 'Level', [(4, 'EQF 4'), (5, 'EQF 5')])", form=WRONG)
    assert [option.get("value") for option in tree(options).iter("option") if option.get("selected") is not None] == [
        "5"
    ]


def test_a_text_keeps_its_first_line_break_and_a_password_is_never_shown(env: Environment) -> None:
    text = tree(draw(env, "forms", "textarea(form, 'text', 'Text')", form=WRONG)).find(".//textarea")
    assert text.text == "\nOne & two"
    assert "typed" not in draw(env, "forms", "field(form, 'secret', 'Password', type='password')", form=WRONG)


def test_the_three_kinds_of_level_never_look_or_read_alike(env: Environment) -> None:
    drawn = [tree(draw(env, "eqf", f"ladder(6, '{status}')")).find(".//{*}svg") for status in STATUSES]
    assert len({svg.get("class") for svg in drawn}) == 3
    assert [svg.get("aria-label") for svg in drawn] == [f"EQF level 6 of 8, {word}" for word in STATUSES.values()]
    assert all(sum(bar.get("class") == "on" for bar in svg.findall(".//{*}rect")) == 6 for svg in drawn)


def test_steps_are_one_for_each_activity_and_said_in_words(env: Environment) -> None:
    bar = tree(draw(env, "steps", "bar(9, 16, '9 of 16 activities done')")).find(".//div")
    assert bar.get("aria-label") == "9 of 16 activities done"
    assert [step.get("class") for step in bar] == ["on"] * 9 + ["now"] + [None] * 6


def test_a_day_is_written_in_the_readers_language(env: Environment) -> None:
    block = tree(draw(env, "dates", "block(when)", when=date(2025, 6, 12))).find(".//time")
    assert (block.get("datetime"), "".join(block.itertext())) == ("2025-06-12", "12Jun")


@pytest.mark.parametrize(
    ("page", "shown"),
    [(1, ["1", "2", "3", "…", "9", "Next"]), (5, ["Previous", "1", "…", "3", "4", "5", "6", "7", "…", "9", "Next"])],
)
def test_a_pager_shows_the_ends_and_the_neighbours(env: Environment, page: int, shown: list[str]) -> None:
    found = tree(draw(env, "paging", "pager(page, 9, link)", page=page, link=lambda number: f"?page={number}"))
    parts = [element for element in found.iter() if element.tag in {"a", "span"}]
    assert ["".join(part.itertext()).strip() for part in parts] == shown
    assert [part.text for part in parts if part.get("aria-current")] == [str(page)]


def test_a_single_page_needs_no_pager(env: Environment) -> None:
    assert draw(env, "paging", "pager(1, 1, none)").strip() == ""


def test_a_closed_activity_is_no_link(env: Environment) -> None:
    activities = [
        SimpleNamespace(title="Lesson", url="/a/1", state="done", current=True),
        SimpleNamespace(title="Quiz", url="", state="open", current=False),
    ]
    sections = [SimpleNamespace(title="One", activities=activities)]
    found = tree(draw(env, "contents", "rail('Gender', '/runs/1', sections)", sections=sections))
    assert [link.get("href") for link in found.iter("a")] == ["/runs/1", "/a/1"]


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_needs_what_the_policy_forbids(path) -> None:
    text = path.read_text()
    assert " style=" not in text
    assert "<style" not in text
    assert " onclick=" not in text
    assert "hx-on" not in text
