"""The secrets of authenticator apps as they lie in the database: sealed with a key drawn from the site's own.

Whoever has only the database, or a copy of it, cannot make codes. AES-256-GCM (NIST SP 800-38D), the key by HKDF
(RFC 5869); a seal holds for one person only.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes
OPEN_LENGTH = 32
"""Characters of a secret in base32; what was kept before secrets were sealed has this length."""


def seal(site_key: bytes, person_id: int, secret: str) -> str:
    """Seal a secret in base32 (160 bits) for one person; 64 characters."""
    nonce = os.urandom(NONCE)
    sealed = _cipher(site_key).encrypt(nonce, base64.b32decode(secret), _whose(person_id))
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(site_key: bytes, person_id: int, kept: str) -> str | None:
    """The secret in base32; None where another key has sealed it, or for somebody else."""
    if not is_sealed(kept):
        return kept
    try:
        whole = base64.urlsafe_b64decode(kept)
        opened = _cipher(site_key).decrypt(whole[:NONCE], whole[NONCE:], _whose(person_id))
    except (InvalidTag, binascii.Error, ValueError):
        return None
    return base64.b32encode(opened).decode()


def is_sealed(kept: str) -> bool:
    """Say whether a secret lies there sealed."""
    return len(kept) != OPEN_LENGTH


def _cipher(site_key: bytes) -> AESGCM:
    drawn = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rmtc second factor")
    return AESGCM(drawn.derive(site_key))


def _whose(person_id: int) -> bytes:
    return f"person {person_id}".encode()
