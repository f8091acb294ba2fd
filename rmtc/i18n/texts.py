"""Texts of the interface: gettext catalogues under rmtc/locale, read once for each language."""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from rmtc.i18n.languages import current
from rmtc.i18n.marks import mark
from rmtc.i18n.serbian import to_latin

__all__ = ["FOLDER", "catalogue", "gettext", "mark", "ngettext", "translations"]

FOLDER = Path(__file__).parents[1] / "locale"


def catalogue(code: str) -> Catalog | None:
    """The authored catalogue of a language; Serbian in Latin letters is derived from the Cyrillic one."""
    if code == "sr-Latn":
        authored = catalogue("sr-Cyrl")
        return _in_latin(authored) if authored else None
    path = FOLDER / code / "messages.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=code.replace("-", "_"))


def _in_latin(authored: Catalog) -> Catalog:
    for message in authored:
        if isinstance(message.string, str):
            message.string = to_latin(message.string)
        elif message.string:
            message.string = tuple(to_latin(form) for form in message.string)
    return authored


@lru_cache
def translations(code: str) -> NullTranslations:
    """The translations of a language; what has none stays English."""
    found = catalogue(code)
    if found is None:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(message: str) -> str:
    """Translate a text into the language in use; nothing stays nothing (to gettext it is the catalogue's own head)."""
    return translations(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a text that counts."""
    return translations(current()).ngettext(singular, plural, number)
