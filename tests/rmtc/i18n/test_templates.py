"""No template says anything that cannot be translated."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from rmtc.web.templating import ROOT, make_environment

TEMPLATES = sorted(ROOT.rglob("*.html"))
ENVIRONMENT = make_environment()
TRANSLATING = {"_", "gettext", "ngettext"}
PROPER = {"RMTC", "PDF", "·"}
"""Names that every language writes this way."""

TAG = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
SAID = re.compile(r"\s(alt|title|aria-label|aria-description|placeholder|label|data-(?![\w-]*url)[\w-]+)=\"([^\"]*)\"")
ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"")
EXAMPLE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2}")


def escaping(source: str) -> list[str]:
    """What a template says without translating it."""
    tree = ENVIRONMENT.parse(source)
    markup = EXAMPLE.sub("", "".join(part.data for part in written(tree)))
    found = [text for _, text in SAID.findall(tags_of(markup)) if LETTERS.search(text) and " " in text.strip()]
    found += [text for name, text in SAID.findall(tags_of(markup)) if not name.startswith("data-") and has_words(text)]
    found += [line.strip() for line in TAG.sub("\n", markup).split("\n") if has_words(ATTRIBUTE.sub("", line))]
    found += [text for text in spoken(tree) if re.match("[A-Z][a-z]", text) or re.search("[a-z] [a-z]", text)]
    return found


def tags_of(markup: str) -> str:
    return "".join(TAG.findall(markup))


def has_words(text: str) -> bool:
    words = re.sub(r"&#?\w+;", " ", text).split()
    return any(LETTERS.search(word) for word in words if word not in PROPER)


def written(node: nodes.Node) -> Iterator[nodes.TemplateData]:
    """The markup of a template; the block `wrap` holds class names."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child
        elif not (isinstance(child, nodes.Block) and child.name == "wrap"):
            yield from written(child)


def spoken(node: nodes.Node) -> Iterator[str]:
    """The literal texts in expressions that are neither handed to a translating function nor compared nor keys."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in TRANSLATING:
            for argument in child.kwargs:
                yield from spoken(argument)
        elif isinstance(child, nodes.Const) and isinstance(child.value, str):
            is_key = (isinstance(node, nodes.Pair) and child is node.key) or isinstance(node, nodes.Getitem)
            yield from () if is_key else (child.value,)
        elif not isinstance(child, nodes.Compare):
            yield from spoken(child)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_everything_a_template_says_is_translated(path: Path) -> None:
    assert not escaping(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello there</p>",
        '<img src="/a" alt="A river">',
        '<button aria-label="Close"></button>',
        '<input placeholder="Name">',
        '<body data-saved="All is saved.">',
        '{{ tag("Open") }}',
        '{{ _("%(what)s is done", what="the lesson") }}',
        "{% if x %}yes{% else %}<b>no</b>{% endif %}",
    ],
)
def test_a_text_that_escapes_is_found(source: str) -> None:
    assert escaping(source)


@pytest.mark.parametrize(
    "source",
    [
        '<p class="small soft">{{ _("Hello") }} · RMTC &nbsp; %</p>',
        '<a {% if x %}class="on"{% endif %} title="{{ _("Name") }}" data-url="/answers">{{ icon("arrow-right") }}</a>',
        "{% block wrap %}wrap narrow{% endblock %}",
        '<pre><code>email,name</code></pre>{% if outcome == "left out" %}{{ _("left out") }}{% endif %}',
    ],
)
def test_markup_is_no_text(source: str) -> None:
    assert not escaping(source)
