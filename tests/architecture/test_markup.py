"""The tests' own check of pages: what it leaves out of a page to know its like never hides a mistake."""

import pytest

from tests.markup import html_problems, structure

PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body>{}</body></html>'
SOUND = [
    '<p class="a">One &amp; two</p>',
    '<p class="b">Three &amp; four</p>',
    '<table><tbody><tr><td><input type="text" name="a"></td></tr></tbody></table>',
    '<script nonce="1" src="/a.js"></script><p title="1 > 0">x</p>',
]
BROKEN = [
    '<p class="a">One & two &amp; &nosuch; three</p>',
    "<p>One</div>",
    '<p class="a" class="b">Twice</p>',
    '<table><tbody><tr><input type="text"><td></td></tr></tbody></table>',
    "<h2>Heading</h3>",
    "<p>\x01</p>",
    "<p>&#1;</p>",
    '<a href="?a=1&copy=2">x</a>',
    "<p class='a'id='b'>x</p>",
    "<p>1 < 2 <3</p>",
    '<p class="a>x</p><p class="b">y</p>',
    "<select><p>x</p></select><a href='#'><a href='#'>y</a></a>",
]


MAIN = "<a href='/'>x</a><main>{}</main><p>y</p>"
AROUND = [
    "<form><main><form></form></main></form>",
    "<a href='/'><main><a href='/'>x</a></main></a>",
    "<table><tr><td><main></td></tr></table></main>",
    "<main><p>x</p></main></main>",
    "<textarea><main></textarea><p>x</div></main>",
    "<title><main></title></main>",
    "<!-- <main> --><p>x</div></main>",
    "<b><main></b>x</main>",
]


@pytest.mark.parametrize("body", SOUND)
def test_sound_pages_pass(body: str) -> None:
    assert html_problems(PAGE.format(body)) == []
    assert html_problems(PAGE.format(MAIN.format(body))) == []


@pytest.mark.parametrize("body", BROKEN)
def test_broken_pages_are_refused_also_after_sound_ones_like_them(body: str) -> None:
    for sound in SOUND:
        html_problems(PAGE.format(sound))
    assert html_problems(PAGE.format(body))
    assert html_problems(PAGE.format(MAIN.format(body)))


@pytest.mark.parametrize("body", AROUND)
def test_a_mistake_between_the_frame_and_its_content_is_found(body: str) -> None:
    html_problems(PAGE.format(MAIN.format(SOUND[0])))
    assert html_problems(PAGE.format(body))


def test_pages_of_one_visit_are_alike_whatever_their_token() -> None:
    one, other = (PAGE.format(f"""<p hx-headers='{{"token": "{token}"}}'>x</p>""") for token in ("a", "b"))
    assert structure(one) == structure(other)


def test_only_words_and_values_are_left_out() -> None:
    one, other = (PAGE.format(body) for body in SOUND[:2])
    assert structure(one) != structure(other.replace("&amp;", "and"))
    assert structure('<p class="a">One</p>') == structure('<p class="b">Two three</p>') == '<p class="">x</p>'
    assert structure("<p title='a&b'>x</p>") != structure("<p title='b'>x</p>") == '<p title="">x</p>'
    assert structure("<ul> <li>a</ul>") != structure("<ul>b<li>a</ul>")
