"""The text of a lesson as safe HTML: pictures lead to the course's files, references to the library."""

import re
from collections.abc import Callable
from urllib.parse import quote

from courses.catalogue.models import Course
from rmtc.texts.markdown import render_markdown

REFERENCE = re.compile(r"lib:(\d+)(?:#p=(\d+))?")
AWAY = re.compile(r"(https?://|mailto:|#|/(?!/))")


def address_of_reference(target: str) -> str | None:
    """The address of `lib:12` (the record) or `lib:12#p=34` (the reader at that page); None for anything else."""
    found = REFERENCE.fullmatch(target)
    if not found:
        return None
    return f"/library/{found[1]}/read#page={found[2]}" if found[2] else f"/library/{found[1]}"


def lead(target: str) -> str | None:
    """Where a link of a lesson leads: the library, elsewhere, or nowhere."""
    if target.startswith("lib:"):
        return address_of_reference(target)
    return target if AWAY.match(target) else None


def renderer(course: Course) -> Callable[[str], str]:
    """The function that renders the texts of a course."""

    def picture(source: str) -> str | None:
        is_file = "//" not in source and ".." not in source and not source.startswith(("/", "data:"))
        return f"/courses/{course.slug}/files/{quote(source)}" if is_file else None

    def render(text: str) -> str:
        return render_markdown(text, link=lead, image=picture)

    return render
