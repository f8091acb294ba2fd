"""The text of a lesson as safe HTML: pictures lead to the course's files, references to the library.

`course-file:NAME` is a file of the course, `course-item:ID` another activity of it.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from urllib.parse import quote, unquote

from courses.catalogue.models import Course
from rmtc.texts.markdown import render_markdown

REFERENCE = re.compile(r"lib:(\d+)(?:#p=(\d+))?")
ITEM = re.compile(r"course-item:(\d+)")
FILE = "course-file:"
MARK = 16
"""So many digits of a content's SHA-256 name it within a course."""
AWAY = re.compile(r"(https?://|mailto:|#|/(?!/))")


def address_of_reference(target: str) -> str | None:
    """The address of `lib:12` (the record) or `lib:12#p=34` (the reader at that page); None for anything else."""
    found = REFERENCE.fullmatch(target)
    if not found:
        return None
    return f"/library/{found[1]}/read#page={found[2]}" if found[2] else f"/library/{found[1]}"


def lead(target: str) -> str | None:
    """Where a link of a lesson leads: the library, another activity, elsewhere, or nowhere.

    Activities stand beside each other in every run, so the address of another one is relative.
    """
    if target.startswith("lib:"):
        return address_of_reference(target)
    if item := ITEM.fullmatch(target):
        return f"../activities/{item[1]}"
    return target if AWAY.match(target) else None


def renderer(course: Course, contents: Mapping[str, str] = MappingProxyType({})) -> Callable[[str], str]:
    """The function that renders the texts of a course.

    Where the content (SHA-256) of a file's name is given, its address keeps to this content: what was published goes
    on showing what it showed when the file is replaced.
    """
    return partial(_rendered, course.slug, frozenset(contents.items()))


@lru_cache(512)  # the pages of editions and previews show the same lessons again and again
def _rendered(slug: str, kept_contents: frozenset[tuple[str, str]], text: str) -> str:
    contents = dict(kept_contents)

    def picture(source: str) -> str | None:
        name = unquote(source.removeprefix(FILE))
        is_file = "//" not in name and ".." not in name and not name.startswith(("/", "data:"))
        kept = f"?v={contents[name][:MARK]}" if name in contents else ""
        return f"/courses/{slug}/files/{quote(name)}{kept}" if is_file else None

    def link(target: str) -> str | None:
        return picture(target) if target.startswith(FILE) else lead(target)

    return render_markdown(text, link=link, image=picture)
