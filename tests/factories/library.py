"""Records for tests, made by the services as in real life."""

from pathlib import Path
from typing import Any

from library.intake.outcomes import Extraction, Facts, Page
from library.intake.services import Taken, blank_form, keep_text, take_in
from library.resources.forms import ResourceForm
from library.resources.models import Resource
from library.resources.services import add_resource, publish_resource
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.files.services import look_at
from rmtc.files.store import open_store
from rmtc.site import Site


def make_record(
    session: WriteSession, title: str = "A report", *, publish: bool = True, by: Actor | None = None, **fields: Any
) -> Resource:
    """A record without a file, published unless told otherwise."""
    values = {"language": "en", "year": 2024, "creators": ["Office for Migration"]} | fields
    resource = add_resource(session, ResourceForm(title=title, **values), by=by)
    if publish:
        publish_resource(session, resource, by=by)
    session.commit()
    return resource


def take_file(
    session: WriteSession, site: Site, path: Path, *, publish: bool = True, name: str = "", **known: Any
) -> Taken:
    """A record of a file; its text waits to be read."""
    incoming = look_at(path, name or path.name)
    form, guessed = blank_form(incoming.name, **known)
    taken = take_in(session, open_store(site.settings), incoming, form, by=None, guessed=guessed)
    if publish:
        publish_resource(session, taken.resource, by=None)
    session.commit()
    return taken


def take_text(session: WriteSession, site: Site, text: str, *, name: str = "note.txt", **known: Any) -> Taken:
    """A record of a text file."""
    path = site.settings.data / "texts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return take_file(session, site, path, **known)


def take_read_text(session: WriteSession, site: Site, text: str, *, name: str = "note.txt", **known: Any) -> Taken:
    """A record of a text file that has been read: quicker than reading it, where reading is not what is tested."""
    taken = take_text(session, site, text, name=name, **known)
    give_text(session, site, taken, [text])
    return taken


def give_text(session: WriteSession, site: Site, taken: Taken, pages: list[str], cover: Path | None = None) -> None:
    """Write down a text as if it had been read, with or without a cover: quicker than reading it."""
    assert taken.file is not None
    read = tuple(Page(number, text, 1.0) for number, text in enumerate(pages, 1))
    extraction = Extraction("ready", "ready", Facts("pdf", len(pages)), read, "Latn", "en", cover)
    drawn = look_at(cover, "cover.webp") if cover else None
    keep_text(session, taken.resource, taken.file, extraction, drawn, open_store(site.settings))
    session.commit()


def make_pdf(path: Path, pages: list[str], *, language: str = "en", title: str = "A small PDF") -> Path:
    """A real PDF with these pages of text."""
    import typst  # noqa: PLC0415 - only where a PDF is wanted

    body = "\n#pagebreak()\n".join(pages)
    source = f'#set document(title: "{title}")\n#set text(lang: "{language}")\n{body}\n'
    path.write_bytes(typst.compile(source.encode()))
    return path
