"""Passwords: argon2id, at most two at a time so that a rush of sign-ins cannot take all memory (64 MiB each)."""

import re
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from rmtc.i18n.texts import gettext as _

SHORTEST = 12
"""Characters; NIST SP 800-63B-4 asks for 15 without a second factor, 8 with one; staff have one."""
LONGEST = 1000
TELLING = 4
"""A part of a name or address this long must not stand in the password."""
FEWEST_LETTERS = 5
"""A password made of fewer different characters is one that is tried first."""

_hasher = PasswordHash((Argon2Hasher(),))
_turn = BoundedSemaphore(2)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$" + "A" * 22 + "$" + "A" * 43
"""Nobody's hash, as costly to compare with as a real one; making one takes too long for every start of a command."""


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    with _turn:
        return _hasher.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Say whether a password is the one kept; takes the same time when nothing is kept."""
    with _turn:
        matches = _hasher.verify(password, kept or _NOBODY)
    return matches and bool(kept)


def weakness(password: str, *about: str) -> str:
    """What is wrong with a new password of the person whose name and address are given; empty when nothing is.

    Length and a list of the commonest, no rules about kinds of characters (NIST SP 800-63B-4 §3.1.1.2).
    """
    folded = password.casefold()
    if len(password) < SHORTEST:
        return _("This is too short. Please use at least %(count)s characters.") % {"count": SHORTEST}
    if folded in _common() or len(set(folded)) < FEWEST_LETTERS:
        return _("This is one of the passwords that are tried first. Please choose another.")
    if any(part in folded for text in about for part in _telling_parts(text)):
        return _("Please choose a password without your name or your address.")
    return ""


def _telling_parts(text: str) -> list[str]:
    parts = re.split(r"[\W_\d]+", text.partition("@")[0].casefold())
    return [part for part in parts if len(part) >= TELLING]


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(Path(__file__).with_name("weak_passwords.txt").read_text(encoding="utf-8").split())
