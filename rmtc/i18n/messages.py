"""Collects the texts of the interface into the authored catalogues: `python -m rmtc.i18n.messages`."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from rmtc.i18n.texts import FOLDER

ROOT = Path(__file__).parents[2]
AUTHORED = ("sr-Cyrl",)
"""Languages people write; Serbian in Latin letters is derived from the Cyrillic one."""

KEYWORDS = {"_": None, "gettext": None, "mark": None, "ngettext": (1, 2), "say": None}
TEMPLATES = {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACES = {"rmtc": "python", "courses": "python", "library": "python", "templates": "jinja2"}


def used_texts() -> Catalog:
    """Every text the interface can say, with the files that say it."""
    texts = Catalog()
    for folder, method in PLACES.items():
        for file, text, comments in _texts_under(folder, method):
            texts.add(text, locations=[(f"{folder}/{file}", 0)], auto_comments=comments)
    return texts


def _texts_under(folder: str, method: str) -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    kinds = [("**.py" if method == "python" else "**.html", method)]
    options = {pattern: TEMPLATES if method == "jinja2" else {} for pattern, _ in kinds}
    found = extract_from_dir(str(ROOT / folder), kinds, options, keywords=KEYWORDS, comment_tags=["i18n:"])
    for file, _line, text, comments, _context in found:
        yield Path(file).as_posix(), text, comments


def catalogue_path(code: str) -> Path:
    """Where the catalogue of a language lies."""
    return FOLDER / code / "messages.po"


def read_catalogue(code: str) -> Catalog:
    """The catalogue of a language as it lies there; an empty one where none does yet."""
    path = catalogue_path(code)
    if not path.exists():
        return Catalog(locale=code.replace("-", "_"))
    with path.open("rb") as file:
        return read_po(file, locale=code.replace("-", "_"))


def refresh(catalogue: Catalog, texts: Catalog) -> Catalog:
    """The catalogue with exactly the texts in use: translations are kept, new texts are empty, old ones go."""
    fresh = Catalog(locale=catalogue.locale)
    for text in _messages(texts):
        known = catalogue.get(str(_singular(text)))
        kept = known.string if known and known.pluralizable == text.pluralizable and not known.fuzzy else None
        places = sorted({(file, 0) for file, _ in text.locations})
        fresh.add(text.id, kept, locations=places, auto_comments=text.auto_comments)
    return fresh


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that have no translation, or not in every form."""
    return [str(_singular(message)) for message in _messages(catalogue) if message.fuzzy or not _is_whole(message)]


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _singular(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _is_whole(message: Message) -> bool:
    return bool(message.string) if isinstance(message.string, str) else all(message.string or [""])


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue, the same for the same texts: sorted, without dates and line numbers."""
    body = BytesIO()
    write_po(body, catalogue, width=120, omit_header=True, sort_output=True, include_lineno=False)
    header = [
        f"Language: {str(catalogue.locale_identifier).replace('_', '-')}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    ]
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header), "", ""]
    return "\n".join(lines).encode() + body.getvalue().strip() + b"\n"


def main() -> None:
    """Bring every authored catalogue up to date and say what waits for a translator."""
    texts = used_texts()
    for code in AUTHORED:
        fresh = refresh(read_catalogue(code), texts)
        path = catalogue_path(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(fresh))
        waiting = untranslated(fresh)
        sys.stdout.write(f"{code}: {len(_messages(fresh))} texts, {len(waiting)} without translation\n")
        sys.stdout.writelines(f"  {text}\n" for text in waiting)


if __name__ == "__main__":
    main()
