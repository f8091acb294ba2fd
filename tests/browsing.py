"""A browser for tests: it sends tokens, counts queries, and checks every page it is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from rmtc.accounts.models import Person
from rmtc.accounts.sessions import open_session
from rmtc.db import WriteSession
from rmtc.web.csrf import make_token
from tests.markup import html_problems


class Browser(TestClient):
    """Opens pages like a person: follows links, sends forms with the token of the page, refuses broken pages."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=True, follow_redirects=True)
        self.cookies.set("rmtc-visit", "a visit")
        self.token = make_token(app.state.key, "a visit")
        self.queries: list[str] = []

    def sign_in(self, session: WriteSession, person: Person) -> None:
        """Sign in without the form."""
        token = open_session(session, person)
        session.commit()
        self.cookies.set("rmtc-session", token, domain="127.0.0.1")

    def request(self, method: str, url: Any, **options: Any) -> Response:  # type: ignore[override]
        """Send a request; a form gets the token of the visit unless the test sends its own."""
        data = options.get("data")
        if isinstance(data, dict) and "csrf_token" not in data:
            options["data"] = {**data, "csrf_token": self.token}
        elif method == "POST" and all(options.get(kind) is None for kind in ("data", "json", "content")):
            options["data"] = {"csrf_token": self.token}
        with counting(self.app.state.database.engine, self.queries):  # type: ignore[attr-defined]
            response = super().request(method, url, **options)
        if (
            response.request.method != "HEAD"
            and response.headers.get("content-type", "").startswith("text/html")
            and "hx-request" not in response.request.headers
        ):
            check_page(response)
        return response


@contextmanager
def counting(engine: Engine, seen: list[str]) -> Iterator[None]:
    """Collect the SQL statements of a block, without transaction control."""
    seen.clear()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)


def check_page(response: Response) -> None:
    """Refuse a page that is not valid, not labelled, not translated or not safe."""
    text = response.text
    problems = html_problems(text)
    assert not problems, f"{response.url}: invalid HTML: {problems[:5]}"
    page = html.fromstring(text)
    assert len(page.findall(".//h1")) == 1, f"{response.url}: a page has one h1"
    assert page.get("lang"), f"{response.url}: no language"
    assert (page.findtext(".//title") or "").strip(), f"{response.url}: no title"
    for image in page.iter("img"):
        assert image.get("alt") is not None, f"{response.url}: image without alt: {image.get('src')}"
    for script in page.iter("script"):
        is_data = script.get("type", "") in {"application/json", "application/ld+json"}
        assert is_data or script.get("nonce"), f"{response.url}: a script without nonce"
        assert is_data or not (script.text or "").strip(), f"{response.url}: an inline script"
    assert not page.xpath("//*[@style]"), f"{response.url}: a style attribute"
    assert not page.xpath("//style"), f"{response.url}: an inline style sheet"
    handlers = page.xpath("//@*[starts-with(name(), 'on')]")
    assert not handlers, f"{response.url}: inline handlers"
    check_forms(page, str(response.url))
    ids = [element.get("id") for element in page.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids)), f"{response.url}: doubled ids {sorted(i for i in ids if ids.count(i) > 1)}"


def check_forms(page: Any, url: str) -> None:
    """Every control has a label, every form that changes something has its token."""
    labelled = {label.get("for") for label in page.iter("label")}
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        named = control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in labelled
        inside = control.xpath("ancestor::label")
        assert named or inside or control.get("type") in {"submit", "button"}, f"{url}: no label: {control.attrib}"
    for form in page.iter("form"):
        if form.get("method", "get").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{url}: a form without token: {form.get('action')}"
