"""Reading the chain."""

from collections import defaultdict

from sqlalchemy import func, select

from rmtc.audit import chain
from rmtc.audit.models import AuditBlock, AuditDetail, AuditEntry
from rmtc.audit.services import digest_of
from rmtc.db import ReadSession


def last_block(session: ReadSession) -> AuditBlock | None:
    """The newest block."""
    return session.scalar(select(AuditBlock).order_by(AuditBlock.number.desc()).limit(1))


def unsealed(session: ReadSession, limit: int) -> list[AuditEntry]:
    """Entries that no block holds yet, the oldest first."""
    waiting = select(AuditEntry).where(AuditEntry.block_number.is_(None)).order_by(AuditEntry.id).limit(limit)
    return list(session.scalars(waiting))


def count_unsealed(session: ReadSession) -> int:
    """How many entries wait to be sealed."""
    return session.scalar(select(func.count()).where(AuditEntry.block_number.is_(None))) or 0


def blocks(session: ReadSession) -> list[chain.Block]:
    """Every block."""
    rows = session.scalars(select(AuditBlock).order_by(AuditBlock.number))
    return [
        chain.Block(row.number, row.entries, row.previous_hash, row.hash, row.sealed_at, row.key_id, row.signature)
        for row in rows
    ]


def entries_by_block(session: ReadSession) -> dict[int, list[chain.Entry]]:
    """The sealed entries of each block, in the order they were sealed."""
    found: dict[int, list[chain.Entry]] = defaultdict(list)
    sealed = select(AuditEntry).where(AuditEntry.block_number.is_not(None))
    for row in session.scalars(sealed.order_by(AuditEntry.block_number, AuditEntry.position)):
        found[row.block_number or 0].append(as_entry(row))
    return found


def as_entry(row: AuditEntry) -> chain.Entry:
    """A row as the chain sees it."""
    return chain.Entry(row.id, row.at, row.what, row.subject_kind, row.subject_id, row.by, row.digest)


def wrong_details(session: ReadSession) -> list[int]:
    """The ids of entries whose details are there and are not those that were digested (erased ones are not wrong)."""
    rows = session.execute(
        select(AuditEntry.id, AuditEntry.digest, AuditDetail).join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
    )
    return [number for number, digest, detail in rows if digest_of(detail.salt, detail.details) != digest]
