"""Texts written in Markdown become safe, quotable HTML."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from rmtc.texts.blocks import paragraph_id
from rmtc.texts.markdown import render_line, render_markdown

LESSONS = sorted((Path(__file__).parents[3] / "courses" / "samples").rglob("lessons/*.md"))


def parsed(text: str, **options) -> html.HtmlElement:
    return html.fromstring(f"<div>{render_markdown(text, **options)}</div>")


def test_a_line_before_a_table_is_its_caption_and_the_table_scrolls() -> None:
    page = parsed("Table: Arrivals by *month*\n| Month | Count |\n|---|--:|\n| May | 12 |\n")

    assert page.findtext(".//caption/em") == "month"
    assert page.text_content().count("Arrivals") == 1
    assert "Table:" not in page.text_content()
    assert page.xpath("//div[@role='region']/@aria-label") == ["Arrivals by month"]
    assert page.xpath("//th/@scope") == ["col", "col"]
    assert page.xpath("string(//td[@class='n'])") == "12"


def test_a_table_without_caption_is_named_by_its_columns() -> None:
    assert parsed("| Month | Count |\n|---|---|\n| May | 12 |\n").xpath("//div/@aria-label") == ["Month, Count"]


def test_a_picture_alone_becomes_a_figure_with_its_legend() -> None:
    page = parsed('![Three chairs](chairs.svg "Who looks at whom")', image=lambda src: f"/files/{src}")
    assert page.xpath("//figure/img/@src") == ["/files/chairs.svg"]
    assert page.xpath("//figure/img/@alt") == ["Three chairs"]
    assert page.findtext(".//figcaption") == "Who looks at whom"


def test_a_refused_picture_leaves_its_words() -> None:
    page = parsed("See ![Three chairs](https://elsewhere.example/x.png) here", image=lambda _src: None)
    assert not page.xpath("//img")
    assert page.text_content().strip() == "See Three chairs here"


def test_library_links_lead_where_the_callback_says() -> None:
    text = "By [[lib:crc-1989|Article 3]] and [[lib:lost|Article 9]]."
    page = parsed(text, link=lambda target: "/library/7" if target == "lib:crc-1989" else None)
    assert page.xpath("//a/@href") == ["/library/7"]
    assert page.text_content().strip() == "By Article 3 and Article 9."
    assert not parsed(text).xpath("//a")


def test_paragraphs_are_counted_under_each_heading() -> None:
    page = parsed("First.\n\n## What it is\n\nA.\n\n- not one\n\nB.\n\n## What it is\n\nC.\n")
    assert page.xpath("//p/@id") == ["p-1", "s-what-it-is-p-1", "s-what-it-is-p-2", "s-what-it-is-2-p-1"]
    assert paragraph_id("What it is", 2) == "s-what-it-is-p-2"
    assert paragraph_id("", 1) == "p-1"


def test_two_texts_on_one_page_have_different_ids() -> None:
    text = "## One\n\nA note[^1].\n\n[^1]: Here.\n"
    first, second = parsed(text, ids="a-"), parsed(text, ids="b-")
    assert not set(first.xpath("//@id")) & set(second.xpath("//@id"))
    assert first.xpath("//sup/a/@href")[0].removeprefix("#") in first.xpath("//li/@id")
    assert not parsed("## One\n\nText", ids=None).xpath("//@id")


def test_the_page_keeps_its_only_h1() -> None:
    assert [heading.tag for heading in parsed("# Big\n\n### Small\n").iter("h1", "h2", "h3")] == ["h2", "h3"]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[go](javascript:alert(1))",
        "[go](data:text/html;base64,PHNjcmlwdD4=)",
        '![x](x.png "a\\" onload=\\"alert(1)")',
        "[[javascript:alert(1)|go]]",
        "<a href='/x' style='position:fixed'>x</a>",
    ],
)
def test_nothing_in_a_text_can_run(attack: str) -> None:
    for page in (parsed(attack), html.fromstring(f"<div>{render_line(attack)}</div>")):
        assert not page.xpath("//script | //@onerror | //@onload | //@style")
        assert not [href for href in page.xpath("//@href | //@src") if ":" in href]


@given(st.text(alphabet="ab[]()|:!*_`#\n-<>\"'^~ \\lib"))
def test_any_text_renders(text: str) -> None:
    html.fromstring(f"<div>{render_markdown(text)}</div>")
    html.fromstring(f"<div>{render_line(text)}</div>")


def test_a_line_has_no_blocks() -> None:
    assert render_line("**Act** on `one`\n\n## two") == "<strong>Act</strong> on <code>one</code>\n\n## two"


def test_every_lesson_of_the_demonstration_renders_its_tables_and_pictures() -> None:
    assert len(LESSONS) >= 20
    for lesson in LESSONS:
        text = lesson.read_text().split("+++", 2)[2]
        page = parsed(text)
        assert len(page.xpath("//caption")) == text.count("\nTable: "), lesson.name
        assert len(page.xpath("//figure")) == text.count("\n!["), lesson.name
        assert len(page.xpath("//h2")) == text.count("\n## "), lesson.name
        assert "[[" not in page.text_content(), lesson.name
