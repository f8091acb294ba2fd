"""What a file says of a concept, whatever its format."""

import re
import unicodedata
from dataclasses import dataclass, field

from rmtc.i18n.languages import LANGUAGES
from rmtc.search.folding import fold

_CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass
class Concept:
    """A concept as read: names by language, the URIs it points to, and its own (empty in a plain table)."""

    key: str
    uri: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    close: list[str] = field(default_factory=list)

    def name(self, code: str, text: str, *, chosen: bool) -> None:
        """Take a name in a language of ours; a second chosen one of a language becomes a further one."""
        language = language_of(code, text)
        if not text or language is None:
            return
        if chosen and language not in self.labels:
            self.labels[language] = text
        else:
            self.others.setdefault(language, []).append(text)


def language_of(code: str, text: str) -> str | None:
    """Our code for a language tag; Serbian without a script is told by its letters. None for languages we have not."""
    tag = code.lower().replace("_", "-")
    if tag in {"sr", "sr-rs"}:
        return "sr-Cyrl" if _CYRILLIC.search(text) else "sr-Latn"
    found = next((each for each in LANGUAGES if each.lower() == tag), None)
    return found or next((each for each in LANGUAGES if each.lower() == tag.partition("-")[0]), None)


def key_for(text: str) -> str:
    """A key made of a name or of the end of a URI: Latin letters, digits and hyphens."""
    last = re.split(r"[/#]", text.rstrip("/#"))[-1]
    plain = unicodedata.normalize("NFKD", fold(last)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or "concept"
