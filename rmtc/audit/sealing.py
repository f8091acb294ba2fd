"""Sealing: committed entries become blocks, each signed; heads are noted outside the database."""

import os
from pathlib import Path

from rmtc.audit import queries
from rmtc.audit.chain import GENESIS, hash_block, head_message, problems_of
from rmtc.audit.keys import KeyRing
from rmtc.audit.models import AuditBlock
from rmtc.clock import now
from rmtc.config import Settings
from rmtc.db import Database, ReadSession, WriteSession

BLOCK = 500  # entries in a block at most


def key_ring(settings: Settings) -> KeyRing:
    """The Centre's keys."""
    return KeyRing(settings.data / "keys")


def heads_file(settings: Settings) -> Path:
    """Where the heads of blocks are noted outside the database."""
    return settings.data / "keys" / "audit-heads.txt"


def seal(database: Database, settings: Settings) -> int:
    """Seal everything that is committed and not sealed yet; returns how many blocks were made."""
    made = 0
    while True:
        with database.writing() as session:
            block = seal_block(session, key_ring(settings))
        if block is None:
            return made
        note_head(heads_file(settings), block.number, block.hash)
        made += 1


def seal_block(session: WriteSession, ring: KeyRing) -> AuditBlock | None:
    """Seal the oldest entries that wait; None when nothing waits."""
    waiting = queries.unsealed(session, BLOCK)
    if not waiting:
        return None
    last = queries.last_block(session)
    number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
    moment = now()
    block_hash = hash_block(number, previous, [queries.as_entry(row) for row in waiting], moment)
    block = AuditBlock(
        number=number,
        entries=len(waiting),
        previous_hash=previous,
        hash=block_hash,
        sealed_at=moment,
        key_id=ring.current.id,
        signature=ring.sign(head_message(number, block_hash)),
    )
    session.add(block)
    session.flush()  # the entries refer to it
    for position, row in enumerate(waiting):
        row.block_number, row.position = number, position
    return block


def note_head(path: Path, number: int, block_hash: str) -> None:
    """Add a head to the file outside the database, onto the disk before returning."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(f"{number} {block_hash}\n")
        file.flush()
        os.fsync(file.fileno())


def noted_heads(path: Path) -> dict[int, str]:
    """The heads noted outside the database."""
    lines = path.read_text().splitlines() if path.exists() else []
    pairs = (line.split() for line in lines if line.strip())
    return {int(number): block_hash for number, block_hash in pairs}


def verify(session: ReadSession, settings: Settings) -> list[str]:
    """Check the whole chain in the database; returns what is wrong in plain sentences."""
    heads = noted_heads(heads_file(settings))
    keys = key_ring(settings).history()
    found = problems_of(queries.blocks(session), queries.entries_by_block(session), keys, heads)
    wrong = queries.wrong_details(session)
    return found + [f"Entry {number} has details that are not those it was made with." for number in wrong]
