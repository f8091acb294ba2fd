"""Read judged collections in the shapes in which they go round: tables, JSON lines, TREC's and SMART's marked text.

Documents: `id<TAB>title<TAB>text[<TAB>language]`, `id<TAB>text`, JSON lines (`_id`, `title`, `text`), `<DOC>` or `.I`.
Queries: `id<TAB>words`, JSON lines, `<top>` or `.I`. Judgements: `query 0 document grade` or `query document grade`.
Marks of byte order, first lines with names of columns, and Windows' line ends are passed over.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

DOC = re.compile(r"<(?P<kind>doc|top)>(.*?)</(?P=kind)>", re.IGNORECASE | re.DOTALL)
FIELD = re.compile(r"<(\w+)>(.*?)(?=</?\w+>|\Z)", re.DOTALL)
NUMBER = re.compile(r"^\s*(?:number|topic)?\s*:?\s*", re.IGNORECASE)
SMART = re.compile(r"^\.I[ \t]+(\S+)[ \t]*\n(.*?)(?=^\.I[ \t]|\Z)", re.MULTILINE | re.DOTALL)
PART = re.compile(r"^\.([A-Z])[ \t]*\n(.*?)(?=^\.[A-Z][ \t]*\n|\Z)", re.MULTILINE | re.DOTALL)
NAMES = frozenset({"id", "_id", "docid", "doc_id", "qid", "query_id", "query-id", "docno"})
IDS, TITLES, TEXTS = ("_id", "id", "docno", "num"), ("title", "head", "headline"), ("text", "body", "contents", "desc")

Row = tuple[str, str, str, str]
"""Id, title, text and language; empty where nothing is said."""


def documents(path: Path) -> Iterator[Row]:
    """The documents of a file, in whichever shape."""
    text = said(path)
    if "<doc" in text[:1000].lower() or "<top" in text[:1000].lower():
        yield from marked(text)
    elif text.startswith("{"):
        yield from (named(json.loads(line)) for line in text.splitlines() if line.strip())
    elif text.startswith(".I"):
        yield from smart(text)
    else:
        yield from table(text)


def queries(path: Path) -> list[tuple[str, str]]:
    """Id and words of each query; a topic's title stands for it."""
    return [(number, title or text) for number, title, text, _language in documents(path)]


def judgements(path: Path) -> dict[str, dict[str, int]]:
    """Grades by document, by query; queries for which nothing is relevant are left out."""
    graded: dict[str, dict[str, int]] = defaultdict(dict)
    for line in said(path).splitlines():
        parts = line.split()
        if len(parts) > 2 and is_number(parts[-1]):
            document, grade = (parts[2], parts[3]) if len(parts) > 3 else (parts[1], parts[2])
            graded[parts[0]][document] = max(0, int(float(grade)))
    return {query: found for query, found in graded.items() if any(found.values())}


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def said(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n").lstrip()


def table(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n")):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2 or (not number and cells[0].lower() in NAMES):
            continue
        yield (cells[0], "", cells[1], "") if len(cells) == 2 else (*cells[:3], cells[3] if len(cells) > 3 else "")  # type: ignore[misc]


def named(fields: dict[str, object]) -> Row:
    """A document from the names its fields go by."""
    low = {name.lower(): str(value) for name, value in fields.items() if value}

    def first(names: tuple[str, ...]) -> str:
        return next((low[name].strip() for name in names if name in low), "")

    return first(IDS), first(TITLES), first(TEXTS), low.get("language", low.get("lang", ""))


def marked(text: str) -> Iterator[Row]:
    for found in DOC.finditer(text):
        number, *rest = named({name: value for name, value in FIELD.findall(found[2]) if value.strip()})
        yield NUMBER.sub("", number).strip(), *(NUMBER.sub("", " ".join(each.split())) for each in rest)  # type: ignore[misc] # three are left


def smart(text: str) -> Iterator[Row]:
    for found in SMART.finditer(text):
        parts = {name: " ".join(value.split()) for name, value in PART.findall(found[2])}
        yield found[1], parts.get("T", ""), parts.get("W", ""), ""
