"""Measure what pages cost: `python bench/pages.py [REQUESTS] [PAGE ...]`.

Wants a site that `rmtc demo` has filled (RMTC_DATA). Starts it, signs in as the learner, and asks for each page so many
times over one connection. CPU milliseconds are those of the server's processes and, on PostgreSQL, of all processes of
the database server, divided by the requests ("best": the least disturbed fifty); bytes are those of the page as it is
and as a browser gets it; SQL statements are counted in this process. The last column is the same piece of Python's own
work after each page: where it takes twice as long, so did the page.
"""

import hashlib
import http.client
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from scan import counted
from sqlalchemy import select, text
from starlette.testclient import TestClient

from courses.catalogue.models import EditionActivity
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.runs.models import CourseRun, RunState
from rmtc.accounts.models import Person
from rmtc.accounts.samples import DOMAIN, PASSWORD
from rmtc.config import Settings
from rmtc.logs import write_logs
from rmtc.main import make_app
from rmtc.site import Site, open_site

TICKS = os.sysconf("SC_CLK_TCK")
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"accept": "application/json"}


@dataclass
class Browser:
    """One connection to a site, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, bytes, str]:
        """Send a request; returns status, body, and where it leads."""
        sent = {"cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers, **(FORM if form else {})}
        self.connection.request(method, path, urlencode(form) if form else None, sent)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("set-cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read(), answer.headers.get("location", "")

    def send(self, page: str, path: str, **fields: str) -> str:
        """Send a form of a page with its token; returns where it leads."""
        token = re.search(r'name="csrf_token" value="([^"]+)', self.ask("GET", page)[1].decode())
        assert token, page
        status, body, place = self.ask("POST", path, {"csrf_token": token[1], **fields})
        assert status == 303, (path, status, body[:300])
        return place


def pages_of(browser: Browser, site: Site) -> dict[str, tuple[str, str, dict[str, str] | None]]:
    """The pages to measure by name: method, address, form. Begins an attempt at a quiz."""
    browser.send("/sign-in", "/sign-in", email=f"learner@{DOMAIN}", password=PASSWORD)
    run, lesson, quiz = learning(site)
    begin = f"/runs/{run}/activities/{quiz}"
    attempt = browser.send(begin, f"{begin}/attempts")
    shown = browser.ask("GET", attempt)[1].decode()
    token = re.search(r'name="csrf_token" value="([^"]+)', shown)
    answer = re.search(r'name="answer"[^>]*value="([^"]*)', shown)
    assert token
    form = {"csrf_token": token[1], "answer": unescape(answer[1]) if answer else "1", "seq": "1"}
    return {
        "public home": ("GET", "/", None),
        "learner's home": ("GET", "/home", None),
        "course": ("GET", f"/runs/{run}", None),
        "lesson": ("GET", f"/runs/{run}/activities/{lesson}", None),
        "quiz page": ("GET", attempt, None),
        "answer POST": ("POST", f"{attempt.partition('?')[0]}/slots/1/steps", form),
        "library search": ("GET", "/library?q=migration+law", None),
    }


def learning(site: Site) -> tuple[int, int, int]:
    """The learner's open run, its longest lesson, and its last quiz."""
    with site.database.reading() as session:
        run = session.scalars(
            select(CourseRun)
            .join(Enrolment, Enrolment.run_id == CourseRun.id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Person.email == f"learner@{DOMAIN}", Enrolment.state == EnrolmentState.ACTIVE)
            .where(CourseRun.state.in_((RunState.OPEN, RunState.PLANNED)))
            .order_by(CourseRun.starts)
        ).first()
        assert run is not None, "run `rmtc demo` first"
        found = session.scalars(select(EditionActivity).where(EditionActivity.edition_id == run.edition_id)).all()
        lessons = [one for one in found if one.kind == "page"]
        lesson = max(lessons, key=lambda one: len(one.html))
        return run.id, lesson.activity_id, [one.activity_id for one in found if one.kind == "quiz"][-1]


@contextmanager
def served(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The site as it is in real life, without background work."""
    with (
        Path(os.devnull).open("wb") as nowhere,
        subprocess.Popen([sys.executable, "-m", "rmtc", "serve", "--no-worker"], stderr=nowhere) as server,
    ):
        try:
            for _ in range(300):
                try:
                    if Browser(settings.port).ask("GET", "/healthz")[0] == 200:
                        break
                except OSError:
                    time.sleep(0.2)
            yield server
        finally:
            server.terminate()


def used(pids: set[int]) -> float:
    """CPU milliseconds that processes and their ended children have used."""
    total = 0
    for pid in pids:
        figures = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, figures[11:15]))
    return total * 1000 / TICKS


def processes(server: int, site: Site) -> set[int]:
    """The server, its children, and the processes of PostgreSQL."""
    parents = {server}
    if not site.database.is_sqlite:
        with site.database.reading() as session:
            backend = session.scalar(text("SELECT pg_backend_pid()"))
        parents.add(int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1]))
    everything = [int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit()]
    return parents | {pid for pid in everything if parent_of(pid) in parents}


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def count_queries(settings: Settings, browser: Browser, method: str, path: str, form: dict[str, str] | None) -> int:
    """How many SQL statements a page takes, the second time it is opened."""
    app = make_app(settings)
    client = TestClient(app, base_url=f"http://127.0.0.1:{settings.port}", follow_redirects=False)
    for name, value in browser.cookies.items():
        client.cookies.set(name, value)
    for _ in range(2):
        with counted(app.state.database.engine) as seen:
            client.request(method, path, data=form, headers=JSON if form else {})
    app.state.database.engine.dispose()
    return len(seen)


def reference() -> float:
    """A fixed piece of work, which tells how slow the machine is just now: CPU milliseconds."""
    started = time.process_time()
    for _ in range(40):
        hashlib.sha256(bytes(1_000_000))
    return (time.process_time() - started) * 1000


def python_reference() -> float:
    """A fixed piece of Python's own work, since machines are known to run it at two speeds: CPU milliseconds."""
    started = time.process_time()
    words: dict[str, int] = {}
    for number in range(60_000):
        word = f"{number % 977:x}"
        words[word] = words.get(word, 0) + len(word)
    return (time.process_time() - started) * 1000


def main(requests: int, only: list[str]) -> None:
    settings = Settings()
    write_logs(settings)
    logging.disable(logging.INFO)
    with open_site(settings) as site, served(settings) as server:
        browser = Browser(settings.port)
        wanted = pages_of(browser, site)
        print(f"Reference work (SHA-256 of 40 MB): {reference():.0f} ms CPU; a quiet machine of this kind takes 27")
        print(f"{'':16} CPU ms   best   wall ms   bytes   compressed   queries   Python's own work, ms")
        for name, (method, path, form) in wanted.items():
            if not only or name in only:
                measure(browser, server.pid, site, requests, name, (method, path, form))


def measure(browser, server: int, site: Site, requests: int, name: str, page) -> None:
    method, path, form = page
    headers = JSON if form else {}
    for number in range(20):
        status, body, _ = browser.ask(method, path, form and {**form, "seq": str(number + 1)}, **headers)
        assert status == 200, (name, status, body[:500])
    small = len(browser.ask(method, path, form, **headers, **{"accept-encoding": "gzip, deflate, br, zstd"})[1])
    watched = processes(server, site)
    batches = []
    started = time.perf_counter()
    for number in range(requests):
        if number % BATCH == 0:
            batches.append(used(watched))
        browser.ask(method, path, form and {**form, "seq": str(number + 1000)}, **headers, **GZIP)
    wall, cpu = (time.perf_counter() - started) * 1000 / requests, (used(watched) - batches[0]) / requests
    best = min((after - before) / BATCH for before, after in pairwise(batches))
    queries = count_queries(site.settings, browser, method, path, form)
    row = f"{name:16} {cpu:6.2f} {best:6.2f}   {wall:7.2f}   {len(body):5}   {small:10}   {queries:7}"
    print(f"{row}   {python_reference():8.1f}", flush=True)


BATCH = 50
GZIP = {"accept-encoding": "gzip, deflate, br, zstd"}

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, sys.argv[2:])
