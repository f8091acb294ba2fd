"""The languages of the interface and of content, with names of our own (CLDR calls Montenegrin Serbian)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language: BCP 47 code, its own name, the short name for the switch, Babel's locale."""

    code: str
    name: str
    short: str
    babel: str


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "EN", "en_GB"),
        Language("sr-Cyrl", "Српски", "СР", "sr_Cyrl"),
        Language("sr-Latn", "Srpski", "SR", "sr_Latn"),
        Language("sq", "Shqip", "SQ", "sq"),
        Language("mk", "Македонски", "МК", "mk"),
        Language("bs", "Bosanski", "BS", "bs_Latn"),
        Language("cnr", "Crnogorski", "CNR", "sr_Latn_ME"),
        Language("hr", "Hrvatski", "HR", "hr"),
        Language("sl", "Slovenščina", "SL", "sl"),
        Language("de", "Deutsch", "DE", "de"),
        Language("sv", "Svenska", "SV", "sv"),
        Language("fr", "Français", "FR", "fr"),
    )
}
DEFAULT = "en"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def current() -> str:
    """The code of the language this request is answered in."""
    return _current.get()


def use(code: str) -> None:
    """Answer in this language from here on (an unknown one falls back to English)."""
    _current.set(code if code in LANGUAGES else DEFAULT)


def language_name(code: str) -> str:
    """The language's own name, or its code when we have none."""
    return LANGUAGES[code].name if code in LANGUAGES else code


def from_header(accept: str, offered: tuple[str, ...]) -> str | None:
    """Choose from an Accept-Language header (RFC 9110 §12.5.4) among the languages offered; None when none fits."""
    wishes = []
    for part in accept.split(","):
        tag, _, quality = part.partition(";q=")
        try:
            wishes.append((float(quality or 1), tag.strip()))
        except ValueError:
            continue
    for _, tag in sorted(wishes, key=lambda wish: -wish[0]):
        if match := _closest(tag, offered):
            return match
    return None


def _closest(tag: str, offered: tuple[str, ...]) -> str | None:
    """Look a wish up by shortening it (RFC 4647 §3.4); what is left of it stands for every script and region."""
    wish = tag.lower()
    while wish:
        for code in offered:
            if code.lower() == wish or code.lower().startswith(f"{wish}-"):
                return code
        wish = wish.rpartition("-")[0]
    return None


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while: a letter is written in its reader's."""
    before = current()
    use(code)
    try:
        yield
    finally:
        use(before)
