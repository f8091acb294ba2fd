"""Background work at the desk: reading the text of files."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from library.intake import services
from library.intake.recognition import recognise_pages
from library.intake.subprocesses import extract_file
from library.resources.queries import file_with_record
from rmtc.files.services import look_at, place
from rmtc.files.store import open_store
from rmtc.site import Site


def extract(site: Site, args: dict[str, Any]) -> None:
    """Read the text of a file in a process of its own; whatever the file is, it ends in a state with a reason."""
    read_file(site, int(args["file_id"]))


def read_file(site: Site, file_id: int) -> None:
    """Read a file that waits; one that was read already, or is gone, is left alone."""
    store = open_store(site.settings)
    with site.database.writing() as session:
        found = file_with_record(session, file_id)
        if found is None or not services.begin_reading(found[0]):
            return
        sha256, name = found[0].sha256, found[0].name
    with TemporaryDirectory(prefix="rmtc-reading-") as folder, store.on_disk(sha256) as path:
        extraction = recognise_pages(path, extract_file(path, Path(folder), name=name))
        cover = place(store, look_at(extraction.cover, "cover.webp")) if extraction.cover else None
        with site.database.writing() as session:
            found = file_with_record(session, file_id)
            if found is not None:
                services.keep_text(session, found[1], found[0], extraction, cover, store)
