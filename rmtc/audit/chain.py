"""The chain: how entries become blocks, and how anyone with the rows can check them.

Nothing here touches a database: the same functions seal, verify in place, and verify an export.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from rmtc.audit.keys import PublicKey
from rmtc.audit.services import canonical

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """An entry as the chain sees it: no names, only ids and the digest of its details."""

    id: int
    at: datetime
    what: str
    subject_kind: str
    subject_id: int
    by: int | None
    digest: str

    def as_row(self) -> list[str | int | None]:
        """The entry in the order and form that is hashed."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return [self.id, at, self.what, self.subject_kind, self.subject_id, self.by, self.digest]


@dataclass(frozen=True)
class Block:
    """A sealed block as the chain sees it."""

    number: int
    entries: int
    previous_hash: str
    hash: str
    sealed_at: datetime
    key_id: str
    signature: str


def hash_block(number: int, previous_hash: str, entries: Iterable[Entry], sealed_at: datetime) -> str:
    """The SHA-256 (hex) of a block: its number, the hash before it, when it was sealed, and every entry."""
    at = sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
    rows = [entry.as_row() for entry in entries]
    return hashlib.sha256(canonical([number, previous_hash, at, rows]).encode()).hexdigest()


def head_message(number: int, block_hash: str) -> bytes:
    """What the Centre signs for a block."""
    return f"rmtc-audit-block:{number}:{block_hash}".encode()


def problems_of(
    blocks: list[Block],
    entries: Mapping[int, list[Entry]],
    keys: Mapping[str, PublicKey] | None,
    heads: Mapping[int, str],
) -> list[str]:
    """Everything that is wrong with a chain, in plain sentences; an empty list means it is intact.

    `entries` are the entries of each block in order, `heads` the hashes that were noted outside, by block number.
    Without `keys` only the chain is checked, not who signed it.
    """
    found: list[str] = []
    previous = GENESIS
    for expected, block in enumerate(sorted(blocks, key=lambda one: one.number), start=1):
        found += _problems_of_block(block, expected, previous, entries.get(block.number, []), keys)
        previous = block.hash
    hashes = {block.number: block.hash for block in blocks}
    for number, noted in sorted(heads.items()):
        if number not in hashes:
            found.append(f"Block {number} was noted outside the database and is missing.")
        elif hashes[number] != noted:
            found.append(f"Block {number} is not the one that was noted outside the database.")
    return found


def _problems_of_block(
    block: Block, expected: int, previous: str, entries: list[Entry], keys: Mapping[str, PublicKey] | None
) -> list[str]:
    name = f"Block {block.number}"
    found = []
    if block.number != expected:
        found.append(f"Block {expected} is missing.")
    if block.previous_hash != previous:
        found.append(f"{name} does not follow the block before it.")
    if len(entries) != block.entries:
        found.append(f"{name} was sealed with {block.entries} entries and has {len(entries)}.")
    if hash_block(block.number, block.previous_hash, entries, block.sealed_at) != block.hash:
        found.append(f"{name} has entries that are not those that were sealed.")
    if keys is None:
        return found
    key = keys.get(block.key_id)
    if key is None:
        found.append(f"{name} is signed with a key that is not the Centre's ({block.key_id}).")
    elif not key.has_signed(head_message(block.number, block.hash), block.signature):
        found.append(f"{name} has a signature that does not belong to it.")
    return found
