"""Open every page of a demonstration site as each of its people and list what each costs: `python bench/scan.py`.

Follows the links of each page, a few addresses for each route; wants a site that `rmtc demo` has filled (RMTC_DATA).
The figures are CPU milliseconds of this process (the best of three requests), SQL statements, and bytes of HTML.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape

from fastapi import FastAPI
from sqlalchemy import Engine, event, select
from starlette.routing import Match
from starlette.testclient import TestClient

from rmtc.accounts.models import Person
from rmtc.accounts.samples import DOMAIN
from rmtc.accounts.sessions import open_session
from rmtc.config import Settings
from rmtc.logs import write_logs
from rmtc.main import make_app
from rmtc.web.urls import every_route

ACCOUNTS = ("learner", "trainer", "author", "expert", "coordinator", "librarian", "reviewer", "manager", "admin")
EACH = 2
"""How many addresses of one route each person opens."""
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')


@dataclass(frozen=True)
class Cost:
    """What one page cost."""

    ms: float
    queries: int
    size: int
    status: int
    who: str
    route: str
    path: str


def main(limit: float) -> None:
    """Print every page that costs more than so many milliseconds, the dearest first, and the totals."""
    settings = Settings()
    write_logs(settings)
    app = make_app(settings)
    costs = [cost for who in ("", *ACCOUNTS) for cost in opened_by(app, who)]
    for cost in sorted(costs, key=lambda cost: -cost.ms):
        if cost.ms > limit or cost.queries > 25 or cost.status >= 500:
            figures = f"{cost.ms:7.1f} ms {cost.queries:3} queries {cost.size:7} bytes"
            print(f"{figures} {cost.status} {cost.who:12} {cost.path}")
    routes = {cost.route for cost in costs}
    print(f"{len(costs)} pages of {len(routes)} routes; median {sorted(c.ms for c in costs)[len(costs) // 2]:.1f} ms")


def opened_by(app: FastAPI, who: str) -> Iterator[Cost]:
    """Open what somebody can reach from the home page (`who` empty: a visitor)."""
    browser = TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False, raise_server_exceptions=False)
    if who:
        with app.state.database.writing() as session:
            person = session.scalars(select(Person).where(Person.email == f"{who}@{DOMAIN}")).one()
            browser.cookies.set("rmtc-session", open_session(session, person), domain="127.0.0.1")
    waiting, known, opened = ["/home", "/"] if who else ["/"], {"/", "/home"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        route = route_of(app, path)
        if route is None or "lang=" in path or opened[route] >= EACH:
            continue
        opened[route] += 1
        cost, text = measured(app, browser, who, route, path)
        if text:
            yield cost
        for link in map(unescape, LINK.findall(text)):
            if link not in known:
                known.add(link)
                waiting.append(link)


def route_of(app: FastAPI, path: str) -> str | None:
    """The pattern of the route that answers to a path."""
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0], "headers": []}
    for route in every_route(app.routes):
        if hasattr(route, "methods") and route.matches(scope)[0] is Match.FULL:
            return str(route.path)
    return None


def measured(app: FastAPI, browser: TestClient, who: str, route: str, path: str) -> tuple[Cost, str]:
    """Ask three times; what is not a page has no text."""
    best, seen = 1e9, 0
    for _ in range(3):
        with counted(app.state.database.engine) as statements:
            started = time.process_time()
            answer = browser.get(path)
            best = min(best, (time.process_time() - started) * 1000)
        seen = max(seen, len(statements))
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return Cost(best, seen, len(answer.content), answer.status_code, who, route, path), answer.text if is_page else ""


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the SQL statements of a block, without those that begin and end transactions."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
