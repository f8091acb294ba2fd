"""A deposit over two machines: one database and one DATA folder, pieces to one and the other, one killed midway.

Two server processes stand for the machines; the second has the folder mounted elsewhere.
"""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from library.deposit.models import SendingState, SentFile
from library.resources.models import ResourceFile
from rmtc.accounts.models import RoleName
from rmtc.accounts.sessions import open_session
from rmtc.config import Settings
from rmtc.files.models import StoredFile
from rmtc.files.store import open_store
from rmtc.site import Site
from rmtc.web.csrf import HEADER
from rmtc.worker import make_worker
from tests.personas import Cast
from tests.slow.serving import Served

pytestmark = pytest.mark.slow

FORM = {"kind": "report", "language": "", "access": "public", "collection": ""}
PIECE = 300_000
WHOLE = b"A long list of seasonal workers.\n" + random.Random(7).randbytes(3_000_000).hex().encode()  # noqa: S311


@pytest.fixture(params=["in DATA", "store of its own"])
def machines(request: pytest.FixtureRequest, real_settings: Settings, tmp_path: Path) -> Iterator[list[Served]]:
    """Two machines with one site."""
    store = "" if request.param == "in DATA" else f"file://{tmp_path / 'objects'}"
    mounted = tmp_path / "mounted"
    mounted.symlink_to(real_settings.data)
    shared = real_settings.model_copy(update={"files_url": store, "database_url": real_settings.database})
    both = [Served(shared), Served(shared.model_copy(update={"data": mounted}))]
    for one in both:
        one.start()
    yield both
    for one in both:
        one.close()


def librarian(site: Served) -> str:
    with site.database.writing() as session:
        return open_session(session, Cast(session).make("Elena Librarian", RoleName.LIBRARIAN))


def begin(client: httpx2.Client, token: str) -> tuple[str, int]:
    url = client.post("/deposits", data=FORM | {"csrf_token": token}).json()["url"]
    return url, announce(client, token, url)["id"]


def announce(client: httpx2.Client, token: str, url: str) -> dict[str, int]:
    data = {"name": "workers.txt", "size": str(len(WHOLE)), "modified": "7", "csrf_token": token}
    told: dict[str, int] = client.post(f"{url}/announcements", data=data).json()["files"][0]
    return told


def put(client: httpx2.Client, token: str, where: str, offset: int) -> httpx2.Response:
    address = f"{where}/content?offset={offset}"
    return client.put(address, content=WHOLE[offset : offset + PIECE], headers={HEADER: token})


def test_an_upload_goes_on_at_the_other_machine(machines: list[Served]) -> None:
    first, second = machines
    token = librarian(first)
    clients = [one.client(token) for one in machines]
    url, number = begin(clients[0], first.token)
    where, half = f"{url}/files/{number}", len(WHOLE) // 2 // PIECE * PIECE
    for turn, offset in enumerate(range(0, half, PIECE)):
        answer = put(clients[turn % 2], first.token, where, offset)
        assert (answer.status_code, answer.json()["received"]) == (200, offset + PIECE)
        behind = put(clients[(turn + 1) % 2], first.token, where, offset)  # the other one knows at once
        assert (behind.status_code, behind.json()["received"]) == (409, offset + PIECE)

    with ThreadPoolExecutor(1) as pool:
        cut = pool.submit(put, clients[0], first.token, where, half)
        first.kill()
        broken = cut.exception() is not None
    told = announce(clients[1], second.token, url)["received"]
    assert told == half + PIECE or (broken and told == half), "all of a piece, or nothing"
    for offset in range(told, len(WHOLE), PIECE):
        assert put(clients[1], second.token, where, offset).status_code == 200
    for client in clients:
        client.close()
    taken_in(second, number)


def taken_in(machine: Served, number: int) -> None:
    """A worker of this machine makes the draft; what is kept is what was sent, and nothing is left over."""
    site = Site(machine.settings, machine.database)
    make_worker(site).run_due()
    with machine.database.reading() as session:
        sent = session.get_one(SentFile, number)
        assert sent.state is SendingState.TAKEN
        found = select(StoredFile).join(ResourceFile, ResourceFile.sha256 == StoredFile.sha256)
        stored = session.scalars(found.where(ResourceFile.id == sent.file_id)).one()
    assert b"".join(open_store(machine.settings).read(stored.sha256)) == WHOLE
    assert list((machine.settings.data / "incoming").iterdir()) == []


def test_both_machines_sending_one_piece_write_it_once(machines: list[Served]) -> None:
    """Two windows at two machines: of each piece one is taken, the other told how far the file is, or to wait."""
    token = librarian(machines[0])
    clients = [one.client(token) for one in machines]
    url, number = begin(clients[0], machines[0].token)
    where = f"{url}/files/{number}"
    with ThreadPoolExecutor(2) as pool:
        for offset in range(0, len(WHOLE), PIECE):
            answers = list(pool.map(lambda one, at=offset: put(one, machines[0].token, where, at), clients))
            assert sorted(one.status_code for one in answers) == [200, 409], [one.text for one in answers]
    for client in clients:
        client.close()
    taken_in(machines[1], number)
