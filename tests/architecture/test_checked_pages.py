"""Every page has been looked at by a person, and the list of them says so."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TEMPLATES = REPOSITORY / "templates"
CHECKS = REPOSITORY / "docs" / "accessibility-checks.md"
PARTS = {"layouts", "ui"}
ROW = re.compile(r"^\| `([\w/]+\.html)` \| [^|]+ \| [a-z]+ \| [\d–]+ \| [^|]+ \| [^|]+ \| [^|]+ \|$", re.MULTILINE)


def test_the_list_of_manual_checks_names_every_page() -> None:
    names = (path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html") if not path.name.startswith("_"))
    pages = {name.as_posix() for name in names if name.parts[0] not in PARTS}
    listed = ROW.findall(CHECKS.read_text(encoding="utf-8"))
    assert len(listed) == len(set(listed))
    assert set(listed) == pages, "open a new page at 320 pixels, go through it with Tab, and write what you saw"
