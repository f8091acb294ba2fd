"""A person's own certificates, as a part of their record."""

from typing import Any

from courses.awards.queries import certificates_of
from rmtc.db import ReadSession


def certificates_part(session: ReadSession, person_id: int) -> tuple[str, dict[str, Any]]:
    """The template and the certificates of a person, for the page of their record."""
    return "courses/awards/_mine.html", {"certificates": certificates_of(session, person_id)}
