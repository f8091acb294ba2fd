"""Whatever is typed into whatever form: no page breaks, and what was typed comes back beside what is wrong with it."""

from urllib.parse import urlencode

import pytest
from lxml import html

from tests.browsing import Browser

ABSURD = {
    "long": "x" * 3000,
    "control": "a\x01\x08\x1f b",
    "nul": "a\x00b",
    "emoji": "👩🏽‍⚖️ \u202e \ufeff",
    "huge": "9" * 400,
    "no day": "2026-02-31",
    "year 0": "0000-00-00T99:99",
    "markup": "<script>alert(1)</script>\"'&",
    "half a letter": "\ud800",
}
SHOWN = {"long", "no day", "markup"}
TEXTS = {None, "text", "email", "number", "date", "datetime-local", "time", "url", "tel", "search"}


def forms_on(browser: Browser, path: str):
    page = browser.get(path)
    assert page.status_code == 200, f"{path}: {page.status_code}"
    return [form for form in html.fromstring(page.text).iter("form") if form.get("method", "").lower() == "post"]


def text_fields(form) -> list[str]:
    fields = [one for one in form.iter("input") if one.get("type") in TEXTS] + list(form.iter("textarea"))
    return [one.get("name") for one in fields if one.get("name")]


def send(browser: Browser, path: str, form, values: dict[str, str]):
    """Send a form as it stands on its page, with these values instead."""
    kept = [(name, value) for name, value in form.form_values() if name != "csrf_token" and name not in values]
    pairs = [*kept, *values.items(), ("csrf_token", browser.token)]
    body = urlencode(pairs, errors="surrogatepass")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    action = form.get("action") or path
    return browser.post(action, content=body.encode(), headers=headers, follow_redirects=False)


def shows(text: str, value: str) -> bool:
    """Whether a page shows in one of its fields what was typed."""
    page = html.fromstring(text)
    there = [one.get("value") or "" for one in page.iter("input")] + [one.text or "" for one in page.iter("textarea")]
    return any(value.strip() in one for one in there)


def tries(fields: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Each absurdity in every field at once."""
    return [(name, dict.fromkeys(fields, value)) for name, value in ABSURD.items()]


@pytest.mark.parametrize("who", [pytest.param("mira", marks=pytest.mark.slow), "arta", None])
def test_no_form_breaks(browse, cast, pages, who) -> None:
    browser = browse(getattr(cast, who) if who else None)
    broken, silent, seen = [], [], 0
    for path in pages:
        if browser.get(path, follow_redirects=False).status_code != 200:
            continue
        for form in forms_on(browser, path):
            fields = text_fields(form)
            for name, values in tries(fields) if form.get("enctype") != "multipart/form-data" and fields else []:
                seen += 1
                what = f"{form.get('action') or path}: {name}"
                try:
                    answer = send(browser, path, form, values)
                except Exception as error:  # noqa: BLE001 - whatever breaks is what this test looks for
                    broken.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
                    continue
                if answer.status_code >= 500:
                    broken.append(f"{what}: {answer.status_code}")
                if answer.status_code == 422 and name in SHOWN and not shows(answer.text, ABSURD[name]):
                    silent.append(what)
    assert seen
    assert broken == []
    assert silent == []


def test_what_no_page_can_hold_is_left_out(browse, session, cast) -> None:
    browse(cast.arta).post(
        "/account", data={"name": "Ar\x00ta\x01 Hoxha", "language": "en", "time_zone": "Europe/Belgrade"}
    )
    session.refresh(cast.arta)
    assert cast.arta.name == "Arta Hoxha"
