"""What templates print is escaped once, however it is put together."""

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from rmtc.web.templating import make_environment

EVIL = "<b> & 'quotes'"
ESCAPED = "&lt;b&gt; &amp; &#39;quotes&#39;"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ evil }}", ESCAPED),
        ("{{ safe }}", "<i>safe</i>"),
        ("{{ number }} {{ half }} {{ yes }} {{ nothing }}", "3 0.5 True None"),
        ("{% macro cell(text) %}<td>{{ text }}</td>{% endmacro %}{{ cell(evil) }}", f"<td>{ESCAPED}</td>"),
        ("{% macro box() %}<p>{{ caller() }}</p>{% endmacro %}{% call box() %}{{ evil }}{% endcall %}",
         f"<p>{ESCAPED}</p>"),
        ("{% set part %}<u>{{ evil }}</u>{% endset %}{{ part }}", f"<u>{ESCAPED}</u>"),
        ("{{ _('Page %(number)s', number=evil) }}", f"Page {ESCAPED}"),
        ("{{ _('%(pass)s of %(given)s', pass=3, **{'given': evil}) }}", f"3 of {ESCAPED}"),
        ("{{ ngettext('%(num)d page of %(name)s', '%(num)d pages of %(name)s', 2, name=evil) }}",
         f"2 pages of {ESCAPED}"),
        ("{{ safe ~ evil }}", f"<i>safe</i>{ESCAPED}"),
    ],
)  # fmt: skip
def test_everything_printed_is_escaped_once(template: str, expected: str) -> None:
    given = {"evil": EVIL, "safe": Markup("<i>safe</i>"), "number": 3, "half": 0.5, "yes": True, "nothing": None}
    assert make_environment().from_string(template).render(given) == expected


def test_a_name_that_was_not_given_is_a_mistake() -> None:
    for template in ("{{ missing }}", "{{ _('Page %(number)s', number=missing) }}"):
        with pytest.raises(UndefinedError):
            make_environment().from_string(template).render()
