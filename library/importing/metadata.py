"""metadata.csv: one line for each file of an import, checked line by line."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from library.collections.models import Collection, Subject
from library.importing.sources import Source
from library.intake.readers.decoding import decode
from library.resources.forms import ResourceForm
from library.resources.kinds import KINDS
from rmtc.errors import Refusal
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.said import say
from rmtc.search.folding import fold
from rmtc.texts.tables import opened_table

NAME: Final = "metadata.csv"
COLUMNS: Final = (
    "file", "title", "creators", "year", "language", "kind", "collection", "subjects", "abstract", "licence", "access",
)  # fmt: skip
MOST_BYTES = 50_000_000
_SEPARATOR: Final = re.compile(r"\"?sep=([,;\t|])\"?", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """A line of metadata.csv (or a file without one): its number there and its cells."""

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def rows_of(source: Source) -> list[Row]:
    """The lines of the import: of metadata.csv where there is one, else one for every file."""
    names = source.names()
    table = next((name for name in names if name.rsplit("/", maxsplit=1)[-1].lower() == NAME), None)
    if table is None:
        return [Row(number, {"file": name}) for number, name in enumerate(names, 1)]
    folder = table[: -len(NAME)]
    with source.open(table) as file:
        text, delimiter = _delimited(decode(file.read(MOST_BYTES)))
    with opened_table(text) as lines:
        return list(_rows(csv.DictReader(lines, delimiter=delimiter), folder))


def _rows(reader: "csv.DictReader[str]", folder: str) -> Iterator[Row]:
    titles = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "file" not in titles:
        raise Refusal(
            say("metadata.csv has no column “file”; its columns are %(columns)s.", columns=", ".join(COLUMNS))
        )
    reader.fieldnames = titles
    for line in reader:
        cells = {name: (value or "").strip() for name, value in line.items() if isinstance(value, str)}
        if any(cells.values()):
            yield Row(reader.line_num, cells | {"file": folder + cells["file"] if cells.get("file") else ""})


def _delimited(text: str) -> tuple[str, str]:
    """A table and what parts its cells: what its first line says ("sep=;", a custom of Excel), or uses most."""
    first, _end, rest = text.partition("\n")
    if said := _SEPARATOR.fullmatch(first.strip()):
        return rest, said[1]
    return text, max(",;\t", key=first.count)


def several(cell: str) -> list[str]:
    """The parts of a cell that lists things, separated by semicolons or bars."""
    return [part.strip() for part in re.split(r"[;|]", cell) if part.strip()]


def key_of(name: str) -> str:
    """A key for a shelf or subject that is made on the way: Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "other"


def match(name: str, known: Mapping[str, Collection | Subject]) -> str:
    """The key of the shelf or subject with this key or this name in any language; a new key where there is none."""
    wanted = fold(name)
    for key, one in known.items():
        texts = one.titles if isinstance(one, Collection) else one.labels
        if wanted in {fold(key), *map(fold, texts.values())}:
            return key
    return key_of(name)


def language_of(cell: str, title: str) -> str:
    """A language code as people write it; plain "sr" is told by the letters of the title."""
    wanted = cell.replace("_", "-").lower()
    if wanted in {"sr", "srp", "serbian"}:
        return "sr-Cyrl" if re.search("[\u0400-\u04ff]", title) else "sr-Latn"
    return next((code for code, one in LANGUAGES.items() if wanted in {code.lower(), one.name.lower()}), cell)


def form_of(row: Row) -> dict[str, Any]:
    """What a line says of its record, as values for a ResourceForm; empty cells are left out."""
    kind = row["kind"].lower()
    values: dict[str, Any] = {
        "title": row["title"],
        "creators": several(row["creators"]),
        "year": row["year"],
        "kind": next((key for key, name in KINDS.items() if kind in {key, name.lower()}), row["kind"]),
        "abstract": row["abstract"],
        "licence": row["licence"],
        "access": row["access"].lower().replace(" ", "_").replace("-", "_"),
    }
    return {name: value for name, value in values.items() if value}


def check(values: Mapping[str, Any]) -> None:
    """Raise a Refusal in one sentence when a line cannot become a record."""
    try:
        ResourceForm.model_validate({"title": "-", "language": "en"} | dict(values))
    except ValidationError as problem:
        first = problem.errors()[0]
        column, value = first["loc"][0] if first["loc"] else "", str(first["input"])[:60]
        raise Refusal(say("Column “%(column)s” cannot be “%(value)s”.", column=column, value=value)) from problem
