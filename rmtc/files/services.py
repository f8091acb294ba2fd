"""Keeping files: first the content in the store, then the row that says so."""

import hashlib
from pathlib import Path

from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.files.incoming import CHUNK, Incoming, clean_name
from rmtc.files.models import StoredFile
from rmtc.files.sniffing import media_type_of
from rmtc.files.store import Store


def place(store: Store, incoming: Incoming) -> Incoming:
    """Put what has arrived into the store: the slow part, to be done before the transaction begins."""
    store.put(incoming.path, incoming.sha256)
    return incoming


def keep_file(session: WriteSession, store: Store, file: Incoming | Path, *, name: str = "") -> StoredFile:
    """Keep a file and note that it is kept; the same content is kept once.

    What was placed in the store before is only noted; a path (of a sample, an import) is placed here.
    """
    incoming = file if isinstance(file, Incoming) else look_at(file, name or file.name)
    if not store.exists(incoming.sha256):
        place(store, incoming)
    known = session.get(StoredFile, incoming.sha256)
    if known is not None:
        return known
    stored = StoredFile(sha256=incoming.sha256, size=incoming.size, media_type=incoming.media_type, created_at=now())
    session.add(stored)
    session.flush()
    return stored


def look_at(path: Path, name: str) -> Incoming:
    """A file on this machine as if it had just arrived; it is not moved."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Incoming(path, clean_name(name), digest.hexdigest(), size, media_type_of(path, name))
