"""Numbers, addresses and bodies that nobody means: each is answered with a page that says no, never with a mistake."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute

from rmtc.web.addresses import numbers_read
from rmtc.web.urls import every_route
from tests.rmtc.web.test_absurd_input import forms_on, send

OVER = str(2**31)
ENDLESS = "9" * 5000
NUMBERS = ["0", "-1", OVER, str(2**63), str(10**30), "NaN", "1e999", "１２", "²", ENDLESS]
TEXTS = ["%00", "%ff", "%ED%A0%80", "99999", "-1", "０", "%C2%B2", "9" * 30, ENDLESS]
READ_BY_HAND = [
    *("lang", "q", "page", "number", "state", "institution", "role", "record", "municipality", "plan", "as_of"),
    *("whole", "from", "to", "year_from", "sort", "kind", "language", "collection", "subject", "per_page", "related"),
]
"""Parameters that a route takes from the query itself."""


def readings(app: Any) -> list[APIRoute]:
    routes = [one for one in every_route(app.routes) if isinstance(one, APIRoute) and "GET" in one.methods]
    assert len(routes) > 100
    return routes


def address(route: APIRoute, things: dict[str, object], **absurd: str) -> str:
    """The address of a route about things that are there, but for what is absurd."""
    path = route.path
    for name in route.param_convertors:
        value = absurd.get(name, str(things.get(name, "1")))
        path = path.replace(f"{{{name}:{'int' if ':int' in path else 'path'}}}", f"{{{name}}}")
        path = path.replace(f"{{{name}}}", quote(value))
    return path


def broken(browser: Any, paths: Iterator[str]) -> list[str]:
    """The addresses whose page breaks."""
    found = []
    for path in paths:
        try:
            status = browser.get(path, follow_redirects=False).status_code
        except Exception as error:  # noqa: BLE001 - whatever breaks is what these tests look for
            found.append(f"{path[:150]}: {type(error).__name__}: {str(error)[:200]}")
            continue
        if status >= 500:
            found.append(f"{path[:150]}: {status}")
    return found


def paths_with_numbers(app: Any, things: dict[str, object]) -> Iterator[str]:
    more = cycle([*NUMBERS, "\0", "a\0b"])
    for route in readings(app):
        for name in route.param_convertors:
            yield address(route, things, **{name: OVER})
            yield address(route, things, **{name: next(more)})


def queries_with_numbers(app: Any, things: dict[str, object]) -> Iterator[str]:
    numbers, texts = cycle(NUMBERS), cycle(TEXTS)
    for route in readings(app):
        whole = {name for kind, name in numbers_read(route.dependant) if kind == "query"}
        for name in whole:
            for value in (OVER, next(numbers)):
                yield f"{address(route, things)}?{name}={quote(value)}"
        declared = {one.alias for one in route.dependant.query_params} - whole
        asked = "&".join(f"{name}={next(texts)}" for name in [*declared, *READ_BY_HAND] if name not in whole)
        yield f"{address(route, things)}?{asked}"


@pytest.mark.usefixtures("searchable")
def test_no_number_in_a_path_breaks_a_page(app, browse, cast, things) -> None:
    assert broken(browse(cast.mira), paths_with_numbers(app, things)) == []


@pytest.mark.slow
@pytest.mark.usefixtures("searchable")
def test_nothing_in_a_query_breaks_a_page(app, browse, cast, things) -> None:
    assert broken(browse(cast.mira), queries_with_numbers(app, things)) == []


@pytest.mark.parametrize(
    "path", ["/runs/99999999999999999999", f"/library/{ENDLESS}", "/courses/a%00b", "/teach?number=" + OVER]
)
def test_a_number_no_table_holds_leads_nowhere(browse, cast, path) -> None:
    answer = browse(cast.mira).get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


@pytest.mark.parametrize("path", ["/library?q=%00", "/library?q=a%00b&lang=%00", "/library?q=%ff&from=99999"])
def test_controls_in_a_query_are_left_out(visitor, path) -> None:
    assert visitor.get(path).status_code == 200


def number_fields(form: Any) -> list[str]:
    """The fields of a form that carry numbers: typed ones, and the choices and keys that are numbers."""
    named = [one for one in form.iter("input", "select") if one.get("name") not in {None, "csrf_token"}]
    return [one.get("name") for one in named if one.get("type") == "number" or is_number(one)]


def is_number(field: Any) -> bool:
    values = [one.get("value") for one in field.iter("option")] if field.tag == "select" else [field.get("value")]
    return any((value or "").isdecimal() for value in values)


@pytest.mark.slow
def test_no_number_in_a_form_breaks_a_page(browse, cast, pages) -> None:
    browser, wrong, seen = browse(cast.mira), [], 0
    for path in pages:
        if browser.get(path, follow_redirects=False).status_code != 200:
            continue
        for form in forms_on(browser, path):
            fields = number_fields(form)
            for value in NUMBERS if fields and form.get("enctype") != "multipart/form-data" else []:
                seen += 1
                what = f"{form.get('action') or path}: {value[:30]} in {fields}"
                try:
                    status = send(browser, path, form, dict.fromkeys(fields, value)).status_code
                except Exception as error:  # noqa: BLE001 - the same
                    wrong.append(f"{what}: {type(error).__name__}: {str(error)[:200]}")
                    continue
                if status >= 500:
                    wrong.append(f"{what}: {status}")
    assert seen > 50
    assert wrong == []


URLENCODED = "application/x-www-form-urlencoded"
BODIES = [
    (b'{"name": "Arta"}', "application/json"),
    (b"not json", "application/json"),
    (b"name=%ff%fe&language=%00&time_zone=%", URLENCODED),
    (b"name=\xff\xfe&&&==&%", URLENCODED),
    (b"name=Arta", URLENCODED + "; charset=no-such"),
    (b"&".join(b"name%d=1" % number for number in range(1001)), URLENCODED),
    (b"a=1&" * 5000, URLENCODED),
    (b"--x\r\nno header\r\n\r\n", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\nArta", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\nArta\r\n--x--", "multipart/form-data; boundary=x"),
    (b"name=Arta", "multipart/form-data"),
    (b"", "multipart/form-data; boundary="),
    (b"--x--", "multipart/form-data; boundary=x; charset=no-such"),
    (b"", ""),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
@pytest.mark.parametrize("path", ["/account", "/manage/people/imports", "/contact"])
def test_no_body_breaks_a_page(browse, cast, path, body, kind) -> None:
    browser = browse(cast.mira)
    headers = {"content-type": kind, "x-csrf-token": browser.token}
    answer = browser.post(path, content=body, headers=headers, follow_redirects=False)
    assert 300 <= answer.status_code < 500
