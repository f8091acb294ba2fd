"""Files of a course: what may be one, and under which name it is kept."""

import re
from pathlib import PurePath

from sqlalchemy import select

from courses.catalogue.models import Course
from courses.content.models import CourseFile
from courses.content.services import add_course_file
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.files.incoming import clean_name
from rmtc.files.models import StoredFile
from rmtc.i18n.texts import gettext as _

PICTURES = {"image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"}
OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = PICTURES | {
    "application/pdf",
    "text/plain",
    "text/csv",
    f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}presentationml.presentation",
    f"{OFFICE}spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
}
ENDINGS = ".svg,.png,.jpg,.jpeg,.webp,.gif,.pdf,.docx,.pptx,.xlsx,.odt,.odp,.ods,.txt,.csv"
_ACTIVE = (b"<script", b"javascript:", b"<foreignobject", b"<!entity", b"<iframe", b"<embed", b"<object")
_HANDLER = re.compile(rb"[\s\"']on[a-z]+\s*=")


def refuse_hostile(media_type: str, head: bytes) -> None:
    """Refuse what is not a picture or a document, and pictures that could act; raises FieldRefusal."""
    if media_type not in TAKEN:
        said = _("This is not a picture or a document that a course can show (%(type)s).")
        raise FieldRefusal("file", said % {"type": media_type})
    if media_type == "image/svg+xml":
        lowered = head.lower()
        if any(sign in lowered for sign in _ACTIVE) or _HANDLER.search(lowered):
            raise FieldRefusal("file", _("This SVG holds a script or loads something from elsewhere. Save it without."))


def take_file(session: WriteSession, course: Course, stored: StoredFile, name: str, *, by: Actor) -> CourseFile:
    """Add a file that somebody has sent.

    The same content under the same name is there once; another content gets a name of its own, since published
    editions show what they showed.
    """
    name = clean_name(name).replace(" ", "-")
    taken = dict(
        session.execute(select(CourseFile.name, CourseFile.sha256).where(CourseFile.course_id == course.id)).all()
    )
    path, number = PurePath(name), 1
    while name in taken and taken[name] != stored.sha256:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    return add_course_file(session, course, name, stored, by=by)
