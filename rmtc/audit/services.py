"""Recording changes."""

import hashlib
import json
import secrets
from typing import Any

from rmtc.audit.models import AuditDetail, AuditEntry
from rmtc.clock import now
from rmtc.db import WriteSession


def record(session: WriteSession, what: str, subject: tuple[str, int], *, by: int | None, **details: Any) -> AuditEntry:
    """Note a change in the transaction that makes it.

    `what` is "noun.verbed", `subject` its kind and id, `by` the person's id (None or 0: the site itself),
    `details` JSON values.
    """
    kind, subject_id = subject
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        at=now(), what=what, subject_kind=kind, subject_id=subject_id, by=by or None, digest=digest_of(salt, details)
    )
    session.add(entry)
    session.flush()  # the details need the id
    session.add(AuditDetail(entry_id=entry.id, salt=salt, details=details))
    return entry


def digest_of(salt: str, details: dict[str, Any]) -> str:
    """The salted SHA-256 (hex) of an entry's details."""
    return hashlib.sha256((salt + canonical(details)).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces, the same for equal values on every machine."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
