"""See whether the site stays well while bad files are taken in: `python -m bench.hostile`.

Starts `rmtc serve` on an empty site, sends every file of the fixtures folders nasty and office as a librarian, and asks
for /healthz twenty times a second until each file has ended in a state. Prints the states, how long the slowest file
and /healthz took, and how much memory the site (not its worker) held before, at most, and at the end.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx2
from sqlalchemy import select

from library.deposit.models import SendingState, SentFile
from library.resources.models import FileState, ResourceFile
from rmtc.accounts.models import Person, PersonState, Role, RoleName
from rmtc.accounts.sessions import open_session
from rmtc.clock import now
from rmtc.config import Settings
from rmtc.schema import upgrade
from rmtc.site import Site, open_site
from rmtc.web.csrf import make_token
from tests.fixture_files import fixture_file
from tests.slow.serving import free_port

VISIT = "a visit"
ENDS = {FileState.READY, FileState.NEEDS_REVIEW, FileState.QUARANTINED}
PAUSE = 0.05
MOST = 1800.0


@dataclass(frozen=True)
class Watched:
    """What was seen of the site: ms for each answer, kB held, and ms that the watching process itself woke too late."""

    waited: list[float]
    held: list[int]
    late: list[float]


@contextmanager
def watch(address: str, process: int) -> Iterator[list[Watched]]:
    """Ask how the site is from a process of its own, until the block ends; then what was seen stands in the list."""
    seen: list[Watched] = []
    context = multiprocessing.get_context("spawn")
    over, queue = context.Event(), context.SimpleQueue()
    asking = context.Process(target=ask, args=(address, process, over, queue), daemon=True)
    asking.start()
    yield seen
    over.set()
    seen.append(queue.get())
    asking.join()


def ask(address: str, process: int, over: Event, queue: "SimpleQueue[Watched]") -> None:
    """Ask for /healthz twenty times a second."""
    seen = Watched([], [], [])
    with httpx2.Client(base_url=address, timeout=30) as client:
        client.get("/healthz")
        while not over.is_set():
            began = time.perf_counter()
            assert client.get("/healthz").status_code == 200
            seen.waited.append((time.perf_counter() - began) * 1000)
            seen.held.append(memory(process))
            slept = time.perf_counter()
            time.sleep(PAUSE)
            seen.late.append((time.perf_counter() - slept - PAUSE) * 1000)
    queue.put(seen)


def memory(process: int) -> int:
    """Resident memory of a process, kB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def librarian(site: Site) -> str:
    """Make somebody who may take files in; gives the token of their session."""
    with site.database.writing() as session:
        person = Person(email="a@test.example", name="A Librarian", state=PersonState.ACTIVE, created_at=now())
        session.add(person)
        session.flush()
        session.add(Role(person_id=person.id, name=RoleName.LIBRARIAN, granted_at=now()))
        return open_session(session, person)


def states(site: Site) -> dict[str, tuple[FileState, str]]:
    """What has become of each file so far."""
    with site.database.reading() as session:
        rows = session.execute(select(ResourceFile.name, ResourceFile.state, ResourceFile.reason))
        found = {row.name: (row.state, row.reason) for row in rows}
        waiting = session.scalars(select(SentFile.name).where(SentFile.state == SendingState.ARRIVED))
        return found | dict.fromkeys(waiting, (FileState.RECEIVED, ""))


def send(client: httpx2.Client, path: Path, token: str) -> None:
    form = {"kind": "report", "language": "", "access": "public", "collection": "", "csrf_token": token}
    answer = client.post("/deposits", data=form, files=[("files", (path.name, path.read_bytes()))])
    assert answer.status_code in {200, 303}, (path.name, answer.status_code, answer.text[:300])


def take_in(site: Site, client: httpx2.Client, token: str) -> tuple[str, float]:
    """Send the files one by one, each when the one before has ended; gives the slowest one."""
    slowest = ("", 0.0)
    for path in sorted(each for folder in ("nasty", "office") for each in fixture_file("library", folder).iterdir()):
        began = time.monotonic()
        send(client, path, token)
        while any(state not in ENDS for state, _ in states(site).values()):
            assert time.monotonic() - began < MOST, path.name
            time.sleep(0.1)
        slowest = max(slowest, (path.name, time.monotonic() - began), key=lambda one: one[1])
    return slowest


def measure(settings: Settings) -> None:
    """Run the site, the watch and the files."""
    environment = os.environ | {"RMTC_DATA": str(settings.data), "RMTC_PORT": str(settings.port)}
    address = f"http://127.0.0.1:{settings.port}"
    with open_site(settings) as site, (settings.data / "serve.log").open("wb") as log:
        upgrade(site.database.engine)
        cookies = {"rmtc-session": librarian(site), "rmtc-visit": VISIT}
        token = make_token(settings.key(), VISIT)
        server = subprocess.Popen([sys.executable, "-m", "rmtc", "serve"], env=environment, stdout=log, stderr=log)
        try:
            client = httpx2.Client(base_url=address, cookies=cookies, timeout=60)
            wait_for(client)
            for _ in range(5):
                client.get("/desk")  # what is loaded for the first page is no growth
            with watch(address, server.pid) as seen:
                slowest = take_in(site, client, token)
            tell(states(site), slowest, seen[0])
        finally:
            server.terminate()
            server.wait(60)


def wait_for(client: httpx2.Client) -> None:
    for _ in range(600):
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx2.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError("the site did not start")


def tell(ended: dict[str, tuple[FileState, str]], slowest: tuple[str, float], seen: Watched) -> None:
    for (state, reason), count in sorted(Counter(ended.values()).items()):
        print(f"{count:4} {state:13} {reason}")
    print(f"slowest file {slowest[0]}: {slowest[1]:.1f} s")
    print(f"/healthz {len(seen.waited)} times: {in_ms(seen.waited)}; the asking itself woke late by {in_ms(seen.late)}")
    print("load of the machine: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    held = [kilobytes / 1000 for kilobytes in (seen.held[0], max(seen.held), seen.held[-1])]
    print("memory of the site: {:.0f} MB at first, at most {:.0f}, at the end {:.0f}".format(*held))


def in_ms(times: list[float]) -> str:
    """The middle, the 99th of a hundred, and the longest."""
    ordered = sorted(times)
    half, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"p50 {half:.1f}, p99 {most:.1f}, longest {ordered[-1]:.1f} ms"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        measure(Settings(data=Path(place), port=free_port()))
