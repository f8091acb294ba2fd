"""Passwords: argon2id, at most two at a time so that a rush of sign-ins cannot take all memory (64 MiB each)."""

from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 12
"""Characters; NIST SP 800-63B-4 asks for 15 without a second factor, 8 with one; staff have one."""

_hasher = PasswordHash((Argon2Hasher(),))
_turn = BoundedSemaphore(2)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    with _turn:
        return _hasher.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Say whether a password is the one kept; takes the same time when nothing is kept."""
    with _turn:
        matches = _hasher.verify(password, kept or _NOBODY)
    return matches and bool(kept)
