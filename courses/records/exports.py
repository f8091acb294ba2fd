"""Making a record: a ZIP of tables, the audit chain, and a signed manifest."""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from courses.records.scope import Scope
from courses.records.tables import statements
from courses.records.writing import formats
from rmtc.accounts.actors import Actor
from rmtc.audit import queries as audit
from rmtc.audit import sealing
from rmtc.audit.keys import public_pem
from rmtc.audit.models import AuditDetail, AuditEntry
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.config import Settings
from rmtc.db import Database, ReadSession

FORMAT = "rmtc-record/1"
MANIFEST, SIGNATURE, ISSUER = "manifest.json", "manifest.sig", "issuer.pem"
EPOCH = (2020, 1, 1, 0, 0, 0)
README = """This is a record of the Regional Migration Training Centre.

tables/    each table as CSV, XLSX and JSON
audit/     the sealed audit log: entries (ids and digests), blocks with their signatures, and details
manifest.json   the SHA-256 of every file, and the newest block of the audit log
manifest.sig    the Centre's Ed25519 signature (base64) of the manifest
issuer.pem      the key it was signed with; trust it only when you have it from the Centre itself

To check it: rmtc records verify FILE.zip --key {keys}
"""


@dataclass(frozen=True)
class Made:
    """A record that was made: where it lies, how many files it has, and the SHA-256 of its manifest."""

    path: Path
    files: int
    fingerprint: str


def message(manifest: bytes) -> bytes:
    """What is signed for a manifest."""
    return b"rmtc-record:" + manifest


def export_record(database: Database, settings: Settings, scope: Scope, path: Path, *, by: Actor | None) -> Made:
    """Write a record: note that it is made, seal the audit log, then read everything in one transaction."""
    with database.writing() as session:
        record(session, "record.exported", ("run", scope.run_id or 0), by=by.id if by else None, **scope.as_json())
    sealing.seal(database, settings)
    listed: dict[str, dict[str, Any]] = {}
    with database.reading() as session, zipfile.ZipFile(path, "w") as archive:
        for name, content in _contents(session, settings, scope):
            listed[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            add_file(archive, name, content)
        manifest = json.dumps(_manifest(session, settings, scope, listed, now()), indent=1, ensure_ascii=False).encode()
        add_file(archive, MANIFEST, manifest)
        add_file(archive, SIGNATURE, sealing.key_ring(settings).sign(message(manifest)).encode())
    return Made(path, len(listed), hashlib.sha256(manifest).hexdigest())


def _contents(session: ReadSession, settings: Settings, scope: Scope) -> Any:
    yield "README.txt", README.format(keys=f"{settings.site_url}/.well-known/did.json").encode()
    yield ISSUER, public_pem(sealing.key_ring(settings).current)
    for name, statement in statements(scope).items():
        result = session.execute(statement)
        columns, rows = list(result.keys()), [tuple(row) for row in result]
        for ending, content in formats(columns, rows):
            yield f"tables/{name}.{ending}", content
    yield from _audit_files(session)


def _audit_files(session: ReadSession) -> Any:
    entries = [
        {"block": number, "row": entry.as_row()}
        for number, rows in audit.entries_by_block(session).items()
        for entry in rows
    ]
    blocks = [
        {
            "number": block.number,
            "entries": block.entries,
            "previous_hash": block.previous_hash,
            "hash": block.hash,
            "sealed_at": block.sealed_at.isoformat(timespec="microseconds"),
            "key_id": block.key_id,
            "signature": block.signature,
        }
        for block in audit.blocks(session)
    ]
    yield "audit/entries.json", _json(entries)
    yield "audit/blocks.json", _json(blocks)
    yield "audit/details.json", _json(_details(session))


def _details(session: ReadSession) -> list[dict[str, Any]]:
    """The details of what happened to courses, runs and awards; those of accounts stay with the Centre."""
    kinds = ("curriculum", "course", "run", "enrolment", "attempt", "grade", "decision", "certificate")
    rows = session.execute(
        select(AuditDetail).join(AuditEntry).where(AuditEntry.subject_kind.in_(kinds)).order_by(AuditDetail.entry_id)
    ).scalars()
    return [{"entry": row.entry_id, "salt": row.salt, "details": row.details} for row in rows]


def _manifest(
    session: ReadSession, settings: Settings, scope: Scope, listed: dict[str, Any], made_at: datetime
) -> dict[str, Any]:
    last = audit.last_block(session)
    return {
        "format": FORMAT,
        "issuer": "Regional Migration Training Centre",
        "keys": f"{settings.site_url}/.well-known/did.json",
        "key_id": sealing.key_ring(settings).current.id,
        "made_at": made_at.isoformat(timespec="seconds"),
        "scope": scope.as_json(),
        "audit_head": {"number": last.number, "hash": last.hash} if last else None,
        "files": listed,
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=0) + "\n").encode()


def add_file(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put a file into a record: uncompressed and with a fixed head, so that the same files always give the same ZIP."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = 3  # as if on Unix, wherever it is made
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
