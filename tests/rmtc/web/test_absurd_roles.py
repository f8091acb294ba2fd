"""Whoever works here, whatever form they see: what nobody means is answered with words, and stays in its field."""

from itertools import cycle

import pytest

from tests.rmtc.web.absurd_forms import Found, Walk, wrong_with
from tests.rmtc.web.test_absurd_input import ABSURD, SHOWN, send, shows, text_fields

ROLES = ["visitor", "arta", "marko", "elena", "ivana", "mira", "cora", "ada", "author", "expert"]


def choices(found: Found) -> dict[str, str]:
    """Every choice and hidden key of a form with a value that it never offered."""
    fields = [one for one in found.form.iter("input", "select") if one.get("name") not in {None, "csrf_token"}]
    kinds = {"hidden", "radio", "checkbox"}
    return {one.get("name"): "no-such-thing" for one in fields if one.tag == "select" or one.get("type") in kinds}


@pytest.mark.parametrize("who", ROLES)
def test_no_form_of_a_role_breaks(walk: Walk, who: str) -> None:
    shown, others = cycle(sorted(SHOWN)), cycle(sorted(set(ABSURD) - SHOWN))
    wrong, lost, seen = [], [], 0
    for found in list(walk.forms(who)):
        fields = text_fields(found.form)
        tries = [(name, dict.fromkeys(fields, ABSURD[name])) for name in (next(shown), next(others)) if fields]
        tries += [("choices", given)] if (given := choices(found)) else []
        for name, values in [] if found.has_files else tries:
            seen += 1
            what = f"{found.page} → {found.action}: {name}"
            with walk.undone(who) as browser:
                try:
                    answer = send(browser, found.page, found.form, values)
                except Exception as error:  # noqa: BLE001 - whatever breaks is what this test looks for
                    wrong.append(f"{what}: {type(error).__name__}: {str(error)[:300]}")
                    continue
            if mistake := wrong_with(answer):
                wrong.append(f"{what}: {mistake}")
            elif answer.status_code >= 400 and name in SHOWN and not shows(answer.text, ABSURD[name]):
                lost.append(f"{what}: {answer.status_code}")
    assert seen
    assert not wrong, "\n".join(wrong)
    assert lost == []
