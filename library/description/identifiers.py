"""Identifiers from elsewhere: known by their form, checked by their check digit, written in one way."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

SCHEMES: Final[dict[str, str]] = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "eli": "ELI",
    "celex": "CELEX",
    "handle": "Handle",
    "uri": mark("Address"),
}
"""Kinds of identifier by key, with the name people see."""

LONGEST: Final = 300
_NAMED: Final = re.compile(
    r"(doi|isbn(?:-1[03])?|issn|eli|celex|handle|hdl|uri|url)\s*[:=]?\s+|(doi|isbn|issn|celex|hdl):", re.IGNORECASE
)
_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_HANDLE: Final = re.compile(r"\d[\d.]*/\S+")
_CELEX: Final = re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}(?:\(\d\d\))?(?:R\(\d\d\))?(?:-\d{8})?")
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Identifier:
    """An identifier in its one written form."""

    scheme: str
    value: str

    @property
    def url(self) -> str:
        """Where it leads, empty when it leads nowhere."""
        link = _LINKS.get(self.scheme)
        return link(self.value) if link else ""

    @property
    def text(self) -> str:
        """The identifier as a librarian types it."""
        return self.value if self.scheme in {"eli", "uri"} else f"{SCHEMES[self.scheme]}: {self.value}"


_LINKS: Final[dict[str, Callable[[str], str]]] = {
    "doi": lambda value: f"https://doi.org/{quote(value, safe='/().;:-_')}",
    "celex": lambda value: f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{value}",
    "handle": lambda value: f"https://hdl.handle.net/{value}",
    "issn": lambda value: f"https://portal.issn.org/resource/ISSN/{value}",
    "eli": str,
    "uri": str,
}


def read_identifier(typed: str) -> Identifier:
    """Tell what an identifier is and check it; raises ValueError with a sentence for the person who typed it."""
    text = typed.strip().strip("<>")[:LONGEST]
    named = _NAMED.match(text)
    scheme = (named[1] or named[2]).lower()[:4].rstrip("-") if named else ""
    text = text[named.end() :].strip() if named else text
    scheme = {"hdl": "handle", "hand": "handle", "cele": "celex", "url": "uri"}.get(scheme, scheme)
    for reader in [_READERS[scheme]] if scheme in _READERS else _READERS.values():
        if found := reader(text):
            return found
    raise ValueError(
        _("“%(text)s” is not an identifier we know, or a digit of it is wrong.") % {"text": typed.strip()[:80]}
    )


def _doi(text: str) -> Identifier | None:
    bare = re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/", "", text, flags=re.IGNORECASE)
    return Identifier("doi", bare.lower()) if _DOI.fullmatch(bare) else None


def _isbn(text: str) -> Identifier | None:
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits) and _weighs(digits, range(10, 0, -1), 11):
        body = f"978{digits[:9]}"
        check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10
        return Identifier("isbn", f"{body}{check}")
    if re.fullmatch(r"97[89]\d{10}", digits) and _weighs(digits, [1, 3] * 6 + [1], 10):
        return Identifier("isbn", digits)
    return None


def _issn(text: str) -> Identifier | None:
    digits = text.replace("-", "").upper()
    if re.fullmatch(r"\d{7}[\dX]", digits) and _weighs(digits, range(8, 0, -1), 11):
        return Identifier("issn", f"{digits[:4]}-{digits[4:]}")
    return None


def _weighs(digits: str, weights: "range | list[int]", modulus: int) -> bool:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % modulus == 0


def _celex(text: str) -> Identifier | None:
    return Identifier("celex", text.upper()) if _CELEX.fullmatch(text.upper()) else None


def _eli(text: str) -> Identifier | None:
    return Identifier("eli", text) if _ADDRESS.fullmatch(text) and "/eli/" in text.lower() else None


def _handle(text: str) -> Identifier | None:
    bare = re.sub(r"^(?:https?://)?hdl\.handle\.net/", "", text, flags=re.IGNORECASE)
    is_one = bare != text or not text.startswith("10.")
    return Identifier("handle", bare) if is_one and _HANDLE.fullmatch(bare) else None


def _uri(text: str) -> Identifier | None:
    return Identifier("uri", text) if _ADDRESS.fullmatch(text) else None


_READERS: Final[dict[str, Callable[[str], Identifier | None]]] = {
    "doi": _doi,
    "eli": _eli,
    "celex": _celex,
    "isbn": _isbn,
    "issn": _issn,
    "handle": _handle,
    "uri": _uri,
}
