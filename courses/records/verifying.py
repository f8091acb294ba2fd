"""Checking a record that somebody hands over: needs the file and the issuer's key, no database and no trust."""

import hashlib
import json
import zipfile
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from courses.records.exports import FORMAT, ISSUER, MANIFEST, SIGNATURE, add_file, message
from rmtc.audit.chain import Block, Entry, problems_of
from rmtc.audit.keys import PublicKey
from rmtc.audit.services import digest_of

MOST_ENTRIES = 2_000
MOST_BYTES = 2_000_000_000
CENT = 0.01


@dataclass
class Verdict:
    """What was found. `signer` is the id of the trusted key that signed, empty when none did."""

    problems: list[str] = field(default_factory=list)
    signer: str = ""

    @property
    def is_intact(self) -> bool:
        """Say whether nothing was changed, taken out or put in since it was made."""
        return not self.problems

    @property
    def is_proven(self) -> bool:
        """Say whether it is intact and signed with a key we were told to trust."""
        return self.is_intact and bool(self.signer)


def verify_record(path: Path, keys: list[PublicKey]) -> Verdict:
    """Check a record against the keys we trust; every problem is a plain sentence."""
    verdict = Verdict()
    try:
        with zipfile.ZipFile(path) as archive:
            _check_archive(archive, {key.id: key for key in keys}, verdict)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        verdict.problems.append(f"The record does not have the form of a record: {error}.")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as error:  # RuntimeError: "encrypted"
        verdict.problems.append(f"The file cannot be read as a ZIP: {error}.")
    return verdict


def _check_archive(archive: zipfile.ZipFile, keys: dict[str, PublicKey], verdict: Verdict) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        verdict.problems.append("The file is larger than any record.")
        return
    names = Counter(entry.filename for entry in entries)
    verdict.problems += [f"{name} stands in the file {count} times." for name, count in names.items() if count > 1]
    if MANIFEST not in names or SIGNATURE not in names:
        verdict.problems.append("The manifest or its signature is missing.")
        return
    raw = archive.read(MANIFEST)
    manifest = json.loads(raw)
    if manifest.get("format") != FORMAT:
        verdict.problems.append("The manifest is not that of a record this version can read.")
        return
    _check_files(archive, manifest["files"], set(names), verdict)
    _check_signature(archive, raw, manifest, keys, verdict)
    if verdict.is_intact and [entry.filename for entry in entries] != [*manifest["files"], MANIFEST, SIGNATURE]:
        verdict.problems.append("The files do not stand in the order in which they were written.")
    if verdict.is_intact:
        _check_container(archive, verdict)
        _check_chain(archive, manifest, keys, verdict)
        _check_marks(archive, verdict)


def _check_files(archive: zipfile.ZipFile, listed: dict[str, Any], present: set[str], verdict: Verdict) -> None:
    own = {MANIFEST, SIGNATURE}
    verdict.problems += [f"{name} is not listed in the manifest." for name in sorted(present - set(listed) - own)]
    for name, facts in listed.items():
        if name not in present:
            verdict.problems.append(f"{name} is missing.")
            continue
        content = archive.read(name)
        if hashlib.sha256(content).hexdigest() != facts["sha256"] or len(content) != facts["size"]:
            verdict.problems.append(f"{name} was changed.")


def _check_container(archive: zipfile.ZipFile, verdict: Verdict) -> None:
    """The same files packed again must give the same bytes: nothing hides in heads, gaps and comments of the ZIP."""
    with TemporaryFile() as made, Path(str(archive.filename)).open("rb") as given:
        with zipfile.ZipFile(made, "w") as again:
            for entry in archive.infolist():
                add_file(again, entry.filename, archive.read(entry))
        made.seek(0)
        if hashlib.file_digest(made, "sha256").digest() != hashlib.file_digest(given, "sha256").digest():
            verdict.problems.append("The ZIP was changed beside its files: in their heads, between or behind them.")


def _check_signature(
    archive: zipfile.ZipFile, raw: bytes, manifest: dict[str, Any], keys: dict[str, PublicKey], verdict: Verdict
) -> None:
    signature = archive.read(SIGNATURE).decode("ascii", "replace").strip()
    verdict.signer = next((key.id for key in keys.values() if key.has_signed(message(raw), signature)), "")
    if keys and not verdict.signer:
        claimed = manifest.get("key_id", "?")
        verdict.problems.append(f"The manifest is not signed with the key you trust (it names key {claimed}).")
    if not keys and not _enclosed_key(archive).has_signed(message(raw), signature):
        verdict.problems.append("The manifest is not signed with the key that lies beside it.")


def _enclosed_key(archive: zipfile.ZipFile) -> PublicKey:
    """The key that a record brings along; it proves nothing about who made the record."""
    key = load_pem_public_key(archive.read(ISSUER))
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{ISSUER} holds no Ed25519 key")
    return PublicKey(key.public_bytes_raw())


def _check_chain(
    archive: zipfile.ZipFile, manifest: dict[str, Any], keys: dict[str, PublicKey], verdict: Verdict
) -> None:
    blocks = [_block(one) for one in json.loads(archive.read("audit/blocks.json"))]
    entries: dict[int, list[Entry]] = defaultdict(list)
    for one in json.loads(archive.read("audit/entries.json")):
        entries[one["block"]].append(_entry(one["row"]))
    head = manifest["audit_head"]
    heads = {head["number"]: head["hash"]} if head else {}
    verdict.problems += problems_of(blocks, entries, keys or None, heads)
    digests = {entry.id: entry.digest for rows in entries.values() for entry in rows}
    for one in json.loads(archive.read("audit/details.json")):
        if digests.get(one["entry"]) != digest_of(one["salt"], one["details"]):
            verdict.problems.append(f"Audit entry {one['entry']} has details that are not those it was made with.")


def _check_marks(archive: zipfile.ZipFile, verdict: Verdict) -> None:
    """The score of every attempt must follow from its steps: the last mark of each slot counts."""
    slots = {one["id"]: one for one in json.loads(archive.read("tables/attempt_slots.json"))}
    fractions: dict[int, float] = {}
    for step in json.loads(archive.read("tables/attempt_steps.json")):
        if step["fraction"] is not None:
            fractions[step["slot_id"]] = step["fraction"]
    totals: dict[int, float] = defaultdict(float)
    for slot_id, fraction in fractions.items():
        totals[slots[slot_id]["attempt_id"]] += fraction * slots[slot_id]["mark"]
    for attempt in json.loads(archive.read("tables/attempts.json")):
        if attempt["score"] is not None and abs(attempt["score"] - totals[attempt["id"]]) > CENT:
            verdict.problems.append(f"The score of attempt {attempt['id']} does not follow from its steps.")


def _block(one: dict[str, Any]) -> Block:
    return Block(**{**one, "sealed_at": datetime.fromisoformat(one["sealed_at"])})


def _entry(row: list[Any]) -> Entry:
    return Entry(row[0], datetime.fromisoformat(row[1]), *row[2:])
