"""The only HTML that a text written by people may become."""

import nh3

_BLOCKS = {"blockquote", "div", "figcaption", "figure", "hr", "li", "ol", "p", "pre", "section", "ul"}
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_TABLES = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "img", "s", "span", "strong", "sub", "sup"}
_ATTRIBUTES = {
    "*": {"id", "lang"},
    "a": {"href", "class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "img": {"src", "alt", "loading"},
    "li": {"class"},
    "ol": {"class", "start"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}


def clean(html: str) -> str:
    """The same HTML without anything that could run, load from elsewhere unseen, or change the page around it."""
    return nh3.clean(
        html,
        tags=_BLOCKS | _HEADINGS | _TABLES | _INLINE,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
