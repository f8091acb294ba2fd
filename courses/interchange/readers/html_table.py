"""Tables of HTML as pipe tables: the first row is the head, every row as wide as the widest."""

import re

from courses.interchange.xml_documents import Element


def table_rows(table: Element) -> list[list[Element]]:
    """Return the cells of a table row by row, without those of tables inside it."""
    groups = [table, *(part for part in table if part.tag in {"thead", "tbody", "tfoot"})]
    rows = [row for group in groups for row in group if row.tag == "tr"]
    return [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]


def written_table(texts: list[list[str]]) -> str:
    """Return a pipe table; line breaks within cells become spaces."""
    width = max(len(row) for row in texts)
    rows = [[_cell(text) for text in row] + [""] * (width - len(row)) for row in texts]
    head, *rest = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * width, *rest])


def _cell(text: str) -> str:
    one_line = re.sub(r"\\?\n+", " ", text)
    return re.sub(r"(?<!\\)\|", r"\\|", one_line).strip()
