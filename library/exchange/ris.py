"""RIS, the line format of reference managers (UTF-8, lines ended by CR LF)."""

from collections.abc import Iterator
from typing import Final

from library.exchange.described import Described

TYPES: Final = {"law": "STAT", "article": "JOUR", "data": "DATA", "video": "VIDEO"}
"""Types by kind; anything else is a report."""


def ris(one: Described) -> str:
    """A record as RIS."""
    lines = [("TY", TYPES.get(one.kind, "RPRT")), *_fields(one), ("ER", "")]
    kept = [(tag, " ".join(text.split())) for tag, text in lines if text.strip() or tag == "ER"]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in kept)


def _fields(one: Described) -> Iterator[tuple[str, str]]:
    yield "ID", f"rmtc-{one.number}"
    yield "TI", one.title
    yield from (("AU", maker.name) for maker in one.makers)
    yield from (("A2", maker.name) for role, maker in one.others if role == "editor")
    yield "PY", one.year
    yield "DA", "/".join((*one.date.split("-"), "", "")[:3]) + "/" if one.date else ""
    yield "PB", one.publisher
    yield "LA", one.language
    yield "AB", one.abstracts.get(one.language, "")
    yield from (("KW", text) for text in one.keywords(one.language))
    if one.kind == "article":
        first, _dash, last = str(one.details.get("pages") or "").replace("–", "-").partition("-")
        yield "T2", str(one.details.get("journal") or "")
        yield "VL", str(one.details.get("volume") or "")
        yield "IS", str(one.details.get("issue") or "")
        yield from (("SP", first), ("EP", last))
    yield "M1", one.serial
    yield "DO", one.identified("doi")
    yield "SN", one.identified("isbn") or one.identified("issn")
    yield "UR", one.address
    yield from (("L1", file.address) for file in one.files)
