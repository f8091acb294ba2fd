"""Files of a source on their way into a course: put into the store, then named once within the course."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from courses.catalogue.models import Course
from courses.content.services import add_course_file
from courses.interchange.material import StoredFile
from courses.interchange.report import Journal
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.files.incoming import Incoming
from rmtc.files.services import keep_file, look_at, place
from rmtc.files.store import Store
from rmtc.i18n.texts import gettext as _

LONGEST_STEM, LONGEST_ENDING = 150, 30


def place_files(store: Store, files: Iterable[StoredFile]) -> dict[str, Incoming]:
    """Put the files of a source into the store, by their keys: slow, to be done before the transaction."""
    with TemporaryDirectory(prefix="rmtc-import-") as folder:
        return {file.key: place(store, look_at(_path(file, Path(folder)), file.name)) for file in files}


def add_files(
    session: WriteSession, store: Store, course: Course, placed: Mapping[str, Incoming], journal: Journal, *, by: Actor
) -> dict[str, str]:
    """Give a course the files that were placed; returns their names by their keys."""
    names: dict[str, str] = {}
    taken: dict[str, str] = {}
    for key, incoming in placed.items():
        name = names[key] = _free_name(incoming, taken)
        if name != incoming.name:
            said = _("it is called “%(name)s” here, since another file has its name")
            journal.changed("file", key, said % {"name": name})
        if name not in taken:
            taken[name] = incoming.sha256
            add_course_file(session, course, name, keep_file(session, store, incoming), by=by)
    return names


def _free_name(incoming: Incoming, taken: Mapping[str, str]) -> str:
    path, name, number = PurePath(incoming.name), incoming.name, 1
    while taken.get(name, incoming.sha256) != incoming.sha256:
        number += 1
        name = f"{path.stem[:LONGEST_STEM]}-{number}{path.suffix[:LONGEST_ENDING]}"
    return name


def _path(file: StoredFile, folder: Path) -> Path:
    if file.path is not None:
        return file.path
    path = folder / "bytes"
    path.write_bytes(file.data)
    return path
