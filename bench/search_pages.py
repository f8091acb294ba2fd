"""Measure the page of the search over HTTP: `python bench/search_pages.py [NUMBER OF RECORDS]`, 10,000 if not said.

Fills a site of its own in a temporary folder with generated records, whose texts lie in their files as in real life,
builds the index from it, starts the server and asks 40 questions of each of eight kinds as a visitor, none of them
twice: ten hits with extracts, total and facets. Processor milliseconds are those of all threads of the server.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from generated import Generated
from pages import Browser, served
from search import KINDS, RUNS, quantiles, reference
from sqlalchemy import insert

from library.collections.models import Collection, Subject
from library.finding.indexing import index_of, rebuild
from library.resources import models
from rmtc.clock import now
from rmtc.config import Settings
from rmtc.db import WriteSession
from rmtc.files.models import StoredFile
from rmtc.search.index import Document
from rmtc.site import open_site

RECORD_KINDS = ("report", "law", "article", "training")
AT_ONCE = 1_000


def rows_of(number: int, each: Document) -> dict[type, list[dict[str, object]]]:
    """One published record with a file and the text of its pages, as rows."""
    moment = now()
    many = {"created_at": moment, "changed_at": moment}
    resource = {
        "id": number, "key": each.id, "kind": RECORD_KINDS[number % len(RECORD_KINDS)], "title": each.title,
        "state": models.ResourceState.PUBLISHED, "access": models.AccessLevel.PUBLIC, "titles": {}, "abstracts": {},
        "abstract": each.pages[0][:300], "language": each.language, "year": 2004 + number % 22,
        "published_at": moment, **many,
    }  # fmt: skip
    file = {
        "id": number,
        "version_id": number,
        "sha256": f"{number:064x}",
        "name": "text.pdf",
        "state": models.FileState.READY,
    }
    return {
        models.Resource: [resource],
        models.ResourceVersion: [{"id": number, "resource_id": number, "number": 1, "created_at": moment}],
        StoredFile: [{"sha256": f"{number:064x}", "size": 1, "media_type": "application/pdf", "created_at": moment}],
        models.ResourceFile: [{**file, "facts": {}, "page_count": len(each.pages), "changed_at": moment}],
        models.ResourcePage: [
            {"file_id": number, "number": page, "text": text} for page, text in enumerate(each.pages, start=1)
        ],
        models.ResourceCollection: [{"resource_id": number, "collection_id": 1 + number % 12}],
        models.ResourceSubject: [
            {"resource_id": number, "subject_id": 1 + int(value[1:])} for value in each.fields["subject"]
        ],
    }


def fill(session: WriteSession, count: int) -> None:
    """Write the records, their collections and their subjects."""
    places = [{"id": 1 + at, "key": f"c{at}", "titles": {"en": f"Shelf {at}"}, "descriptions": {}} for at in range(12)]
    session.execute(insert(Collection), places)
    concepts = [{"id": 1 + at, "key": f"s{at}", "labels": {"en": f"Topic {at}"}, "others": {}} for at in range(18)]
    session.execute(insert(Subject), concepts)
    waiting: dict[type, list[dict[str, object]]] = {}
    for number, each in enumerate(Generated().documents(count), start=1):
        for model, rows in rows_of(number, each).items():
            waiting.setdefault(model, []).extend(rows)
        if not number % AT_ONCE or number == count:
            for model, rows in waiting.items():
                session.execute(insert(model), rows)
            waiting.clear()


def used(server: int) -> float:
    """Processor milliseconds of all threads of a process, to the microsecond."""
    tasks = Path(f"/proc/{server}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def ask(browser: Browser, server: int, text: str, more: dict[str, str]) -> tuple[float, float]:
    """Open a page of the search; gives wall and processor milliseconds."""
    before, started = used(server), time.perf_counter()
    status, body, _ = browser.ask("GET", f"/library?{urlencode({'q': text, **more})}")
    wall = (time.perf_counter() - started) * 1000
    assert status == 200, (status, text, body[:300])
    return wall, used(server) - before


def main(count: int) -> None:
    settings = Settings()
    with open_site(settings) as site:
        with site.database.writing() as session:
            fill(session, count)
        started = time.process_time()
        index = index_of(settings)
        rebuild(site.database, index)
        rate = count / (time.process_time() - started)
        print(f"{count} records, indexed from the database: {rate:.0f} a processor second; {index.status()}")
    print(f"reference work {reference():.0f} ms; load {os.getloadavg()[0]:.0f}")
    print(f"{'kind':9} {'wall p50':>7} {'p95':>7}   {'cpu p50':>7} {'p95':>7}")
    library = Generated()
    with served(settings) as server:
        browser = Browser(settings.port)
        for number in range(30):
            ask(browser, server.pid, library.words[-1 - number], {})
        for kind in KINDS:
            more = {"kind": "report"} if kind == "fielded" else {}
            figures = [ask(browser, server.pid, text, more) for text in library.queries(kind, RUNS)]
            walls, cpus = (quantiles([each[side] for each in figures]) for side in (0, 1))
            print(f"{kind:9} {walls}   {cpus}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RMTC_DATA"] = folder
        os.environ.setdefault("RMTC_PORT", "8712")
        subprocess.run([sys.executable, "-m", "rmtc", "migrate"], check=True, stderr=subprocess.DEVNULL)
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
