"""See whether the site stays well while bad files are taken in: `python -m bench.hostile`.

Starts `rmtc serve` on an empty site, sends every file of the fixtures folders nasty and office as a librarian, and asks
for /healthz twenty times a second until each file has ended in a state. Prints the states, how long the slowest file
and /healthz took, and how much memory the site (not its worker) held before, at most, and at the end.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
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


@dataclass
class Watch(threading.Thread):
    """Asks how the site is, and notes how long the answer took and how much memory it holds."""

    address: str
    process: int
    waited: list[float] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        with httpx2.Client(base_url=self.address, timeout=30) as client:
            while not self.over.is_set():
                began = time.perf_counter()
                assert client.get("/healthz").status_code == 200
                self.waited.append((time.perf_counter() - began) * 1000)
                self.held.append(memory(self.process))
                time.sleep(PAUSE)


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
            watch = Watch(address, server.pid)
            watch.start()
            slowest = take_in(site, client, token)
            watch.over.set()
            watch.join()
            tell(states(site), slowest, watch)
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


def tell(ended: dict[str, tuple[FileState, str]], slowest: tuple[str, float], watch: Watch) -> None:
    for (state, reason), count in sorted(Counter(ended.values()).items()):
        print(f"{count:4} {state:13} {reason}")
    ordered = sorted(watch.waited)
    half, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"slowest file {slowest[0]}: {slowest[1]:.1f} s")
    print(f"/healthz {len(ordered)} times: p50 {half:.1f}, p99 {most:.1f}, longest {ordered[-1]:.1f} ms")
    held = [kilobytes / 1000 for kilobytes in (watch.held[0], max(watch.held), watch.held[-1])]
    print("memory of the site: {:.0f} MB at first, at most {:.0f}, at the end {:.0f}".format(*held))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        measure(Settings(data=Path(place), port=free_port()))
