"""The Centre's signing keys: Ed25519 (RFC 8032), in DATA/keys, with every earlier public key kept."""

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from rmtc.clock import now
from rmtc.errors import Refusal


@dataclass(frozen=True)
class PublicKey:
    """A key that signatures are checked with; `id` is the start of the SHA-256 of its 32 bytes."""

    raw: bytes
    since: str = ""

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def has_signed(self, message: bytes, signature: str) -> bool:
        """Say whether a signature (base64) of a message was made with this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(base64.b64decode(signature), message)
        except (InvalidSignature, ValueError):
            return False
        return True


class KeyRing:
    """The keys in a folder: the newest signs, all of them verify."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        path = self.folder / "signing.pem"
        if not path.exists():
            self.renew()
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise Refusal(f"{path} is damaged: put it back from a backup")
        return key

    @property
    def current(self) -> PublicKey:
        """The key that signs today."""
        return PublicKey(self._private.public_key().public_bytes_raw())

    def history(self) -> dict[str, PublicKey]:
        """Every public key the Centre has signed with, by id."""
        _ = self._private  # the first call makes the first key
        listed = json.loads((self.folder / "history.json").read_text())
        keys = [PublicKey(base64.b64decode(one["public"]), one["since"]) for one in listed]
        return {key.id: key for key in keys}

    def sign(self, message: bytes) -> str:
        """Sign a message; returns base64."""
        return base64.b64encode(self._private.sign(message)).decode()

    def renew(self) -> None:
        """Make a new signing key; the earlier ones stay in the history, so that what they signed still verifies."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = Ed25519PrivateKey.generate()
        history = self.folder / "history.json"
        listed = json.loads(history.read_text()) if history.exists() else []
        public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
        listed.append({"public": public, "since": now().isoformat(timespec="seconds")})
        write_durably(history, json.dumps(listed, indent=1).encode())
        write_durably(self.folder / "signing.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self.__dict__.pop("_private", None)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file whole or not at all (mode 0600), and onto the disk before returning."""
    waiting = path.with_suffix(path.suffix + ".new")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def did_document(ring: KeyRing, site_url: str) -> dict[str, Any]:
    """The DID document (W3C DID Core 1.0, did:web) that publishes the Centre's keys."""
    host = site_url.split("://", 1)[1].replace(":", "%3A")
    did = f"did:web:{host}"
    methods = [
        {
            "id": f"{did}#{key.id}",
            "type": "JsonWebKey2020",
            "controller": did,
            "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": _base64url(key.raw), "kid": key.id},
        }
        for key in ring.history().values()
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def keys_in(document: Mapping[str, Any]) -> list[PublicKey]:
    """The Ed25519 keys that a DID document or a single JWK publishes."""
    found = (
        [document] if "x" in document else [m.get("publicKeyJwk", {}) for m in document.get("verificationMethod", [])]
    )
    keys = [key for key in found if key.get("kty") == "OKP" and key.get("crv") == "Ed25519"]
    return [PublicKey(base64.urlsafe_b64decode(key["x"] + "==")) for key in keys]


def public_pem(key: PublicKey) -> bytes:
    """A public key as a PEM file."""
    loaded = Ed25519PublicKey.from_public_bytes(key.raw)
    return loaded.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
