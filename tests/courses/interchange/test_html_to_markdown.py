import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from courses.interchange.markdown_text import plain_to_markdown
from courses.interchange.readers.html_to_markdown import html_to_markdown

TAGS = (
    "p", "div", "b", "i", "em", "strong", "a", "img", "ul", "ol", "li", "table", "tr", "td", "th", "pre", "code",
    "blockquote", "h1", "h3", "br", "hr", "span", "sub", "sup", "script", "style", "iframe", "form", "input", "svg",
    "math", "object", "video", "details", "template", "noscript", "textarea", "xmp", "plaintext", "title",
)  # fmt: skip
ATTRIBUTES = st.sampled_from([
    "", ' href="javascript:alert(1)"', ' href="https://a.example/b(c)"', ' src="x" onerror="alert(1)"',
    ' href="&#106;avascript:alert(1)"',
    ' src="data:text/html,x"', ' colspan="2"', ' href=" java\nscript:x"', " start=3",
])  # fmt: skip
WORDS = st.text(alphabet="ab <>&*_`[]()#-+1.|!~\\\n\t\"'={}ш:", max_size=12)
PIECES = st.one_of(
    WORDS,
    st.builds("<{}{}>".format, st.sampled_from(TAGS), ATTRIBUTES),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.text(max_size=5),
    st.just("<script>alert(1)</script>"),
)
FORBIDDEN = {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "video", "template", "textarea"}


def parsed(rendered):
    parser = html.HTMLParser(encoding="utf-8")
    return html.document_fromstring(f"<html><body>{rendered}</body></html>".encode(), parser=parser)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_breaks_it_and_no_script_survives(source):
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(html_to_markdown(source).markdown)
    for element in parsed(rendered).iter():
        assert element.tag not in FORBIDDEN
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not (element.get("href") or element.get("src") or "").lower().startswith(("javascript:", "data:"))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab <>&*_`[]()#-+1.!~\\\n\"'={}ш:", max_size=40))
def test_plain_text_is_shown_as_it_is(text):
    rendered = MarkdownIt("commonmark", {"html": False}).render(plain_to_markdown(text))
    shown = parsed(rendered).text_content()
    assert shown.split() == text.split()


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<h2>Title</h2><p>One <b>bold </b>word</p>", "## Title\n\nOne **bold** word"),
        ("a<br>b", "a\\\nb"),
        ("<ul><li>one<ol><li>in</li></ol></li><li>two</li></ul>", "- one\n  1. in\n- two"),
        ("<ol start='3'><li>three</li></ol>", "3. three"),
        ("<table><tr><th>a|b</th><th>c</th></tr><tr><td>1</td></tr></table>", "| a\\|b | c |\n| --- | --- |\n| 1 |  |"),
        ("<blockquote><p>x</p><p>y</p></blockquote>", "> x\n>\n> y"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("<code>x`y</code>", "`` x`y ``"),
        ('<a href="https://a.example/x y">go</a>', "[go](https://a.example/x%20y)"),
        ('<img src="https://a.example/p.png" alt="A map">', "![A map](https://a.example/p.png)"),
        ("H<sub>2</sub>O, m<sup>2</sup>", "H₂O, m²"),
        ("1. not a list", "1\\. not a list"),
        ("# not a heading", "\\# not a heading"),
        ("&lt;script&gt;", "\\<script\\>"),
        ("", ""),
    ],
)
def test_what_can_be_said(source, markdown):
    assert html_to_markdown(source).markdown == markdown


@pytest.mark.parametrize(
    ("source", "markdown", "losses"),
    [
        ("a<script>x</script>b", "ab", ("script",)),
        ("<style>p{}</style>a", "a", ("style sheet",)),
        (
            '<iframe src="https://v.example/1"></iframe>',
            "[v.example](https://v.example/1)",
            ("embedded player (now a link)",),
        ),
        ('<iframe src="javascript:x"></iframe>a', "a", ("embedded player",)),
        ("<form><input><select><option>x</option></select>a</form>", "a", ("form field", "form field")),
        ('<a href="javascript:x">a</a>', "a", ("link that leads nowhere here",)),
        ('<img src="gone.png" alt="A map">', "A map", ("picture that could not be found",)),
        ("<u>a</u>", "a", ("underlining",)),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_counted(source, markdown, losses):
    converted = html_to_markdown(source)
    assert (converted.markdown, converted.losses) == (markdown, losses)
