"""The audit chain: sealed blocks, signed heads, and everything a forger might try."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from rmtc.audit import sealing
from rmtc.audit.keys import KeyRing, did_document, keys_in
from rmtc.audit.models import AuditBlock, AuditDetail, AuditEntry
from rmtc.audit.services import record
from rmtc.config import Settings
from rmtc.db import WriteSession
from tests.conftest import OneConnection


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, secret_key="x")


@pytest.fixture
def sealed(database: OneConnection, session: WriteSession, place: Settings) -> Settings:
    for block in range(3):
        for number in range(4):
            record(session, "course.edited", ("course", number), by=7, title=f"Title {block}.{number}")
        session.commit()
        sealing.seal(database, place)
    return place


def problems(session: WriteSession, place: Settings) -> list[str]:
    session.expire_all()
    return sealing.verify(session, place)


def test_what_was_sealed_verifies(session: WriteSession, sealed: Settings) -> None:
    assert session.scalars(select(AuditBlock.entries).order_by(AuditBlock.number)).all() == [4, 4, 4]
    assert problems(session, sealed) == []


def test_erased_details_leave_the_chain_whole(session: WriteSession, sealed: Settings) -> None:
    session.execute(delete(AuditDetail))
    assert problems(session, sealed) == []


@pytest.mark.parametrize("column", ["what", "by", "subject_id", "digest"])
def test_a_changed_entry_is_found(session: WriteSession, sealed: Settings, column: str) -> None:
    first = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).first()
    value = "course.removed" if column in {"what", "digest"} else 99
    session.execute(update(AuditEntry).where(AuditEntry.id == first).values({column: value}))
    assert any("Block 1 has entries" in problem for problem in problems(session, sealed))


def test_changed_details_are_found(session: WriteSession, sealed: Settings) -> None:
    session.execute(update(AuditDetail).values(details={"title": "Another"}))
    assert len(problems(session, sealed)) == 12


def test_a_dropped_entry_is_found(session: WriteSession, sealed: Settings) -> None:
    last = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first()
    session.execute(delete(AuditDetail).where(AuditDetail.entry_id == last))
    session.execute(delete(AuditEntry).where(AuditEntry.id == last))
    assert "Block 3 was sealed with 4 entries and has 3." in problems(session, sealed)


def test_a_dropped_last_block_is_found_by_its_head(session: WriteSession, sealed: Settings) -> None:
    drop_block(session, 3)
    assert problems(session, sealed) == ["Block 3 was noted outside the database and is missing."]


def test_a_rebuilt_chain_is_found_by_its_heads(
    database: OneConnection, session: WriteSession, sealed: Settings
) -> None:
    """Even somebody who holds the key cannot rebuild what was noted outside."""
    drop_block(session, 3)
    record(session, "course.edited", ("course", 1), by=8, title="Made up")
    session.commit()
    noted = sealing.heads_file(sealed).read_text()
    sealing.seal(database, sealed)
    sealing.heads_file(sealed).write_text(noted)
    assert problems(session, sealed) == ["Block 3 is not the one that was noted outside the database."]


def test_another_key_is_not_trusted(database: OneConnection, session: WriteSession, sealed: Settings) -> None:
    folder = sealed.data / "keys"
    history = (folder / "history.json").read_text()
    forger = KeyRing(sealed.data / "forger")
    block = session.scalars(select(AuditBlock).order_by(AuditBlock.number.desc())).first()
    assert block is not None
    block.key_id, block.signature = forger.current.id, forger.sign(b"anything")
    session.commit()
    assert (folder / "history.json").read_text() == history
    assert any("a key that is not the Centre's" in problem for problem in problems(session, sealed))


def test_a_new_key_leaves_old_signatures_valid(
    database: OneConnection, session: WriteSession, sealed: Settings
) -> None:
    sealing.key_ring(sealed).renew()
    record(session, "course.edited", ("course", 1), by=7)
    session.commit()
    sealing.seal(database, sealed)
    assert problems(session, sealed) == []
    assert len(sealing.key_ring(sealed).history()) == 2


def test_the_published_keys_are_those_that_sign(place: Settings) -> None:
    ring = sealing.key_ring(place)
    published = keys_in(did_document(ring, "https://campus.example"))
    assert [key.id for key in published] == [ring.current.id]
    assert published[0].has_signed(b"words", ring.sign(b"words"))


def drop_block(session: WriteSession, number: int) -> None:
    entries = select(AuditEntry.id).where(AuditEntry.block_number == number)
    session.execute(delete(AuditDetail).where(AuditDetail.entry_id.in_(entries)))
    session.execute(delete(AuditEntry).where(AuditEntry.block_number == number))
    session.execute(delete(AuditBlock).where(AuditBlock.number == number))
    session.commit()
