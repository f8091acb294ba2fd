"""Taking files in: one record for each new content, a draft until a librarian publishes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert

from library.intake import guessing
from library.intake.guessing import GUESSED
from library.intake.outcomes import Extraction
from library.resources.forms import ResourceForm
from library.resources.models import FileState, Resource, ResourceFile, ResourcePage, ResourceState
from library.resources.queries import records_with_content
from library.resources.services import add_file, add_resource, add_version, edit_resource, read_text, touch
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming
from rmtc.files.services import keep_file
from rmtc.files.store import Store
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

ACCEPTED = "accepted"
ACCEPTED_SENTENCE = mark("A librarian accepted the file as it is; its text is not searched.")
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True)
class Taken:
    """A file that was taken in, or the record that holds its content already."""

    resource: Resource
    file: ResourceFile | None

    @property
    def is_new(self) -> bool:
        """Say whether a record was made."""
        return self.file is not None


def take_in(
    session: WriteSession,
    store: Store,
    incoming: Incoming,
    form: ResourceForm,
    *,
    by: Actor | None,
    guessed: Iterable[str] = (),
) -> Taken:
    """Make a draft with one file, unless some record holds this content already.

    `guessed` names what nobody has said yet (title, language, year): the text may say it better.
    """
    stored = keep_file(session, store, incoming)
    known = [one for one in records_with_content(session, stored.sha256) if one.state is not ResourceState.WITHDRAWN]
    if known:
        return Taken(known[0], None)
    resource = add_resource(session, form, by=by)
    version = add_version(session, resource, by=by)
    file = add_file(session, resource, version, stored, incoming.name, by=by)
    file.facts = {GUESSED: sorted(guessed)}
    return Taken(resource, file)


def blank_form(name: str, language: str = "", **known: object) -> tuple[ResourceForm, list[str]]:
    """The form of a record of which only the file is known, and what of it is guessed."""
    guessed = [field for field in (guessing.TITLE, guessing.YEAR) if not known.get(field)]
    if not language:
        guessed.append(guessing.LANGUAGE)
    values = {"title": guessing.title_from_name(name), "language": language or DEFAULT_LANGUAGE}
    return ResourceForm.model_validate(values | {key: value for key, value in known.items() if value}), guessed


def describe_resource(session: WriteSession, resource: Resource, form: ResourceForm, *, by: Actor | None) -> Resource:
    """Write what a librarian says about a record; from now on nothing is guessed. Needs its versions and files."""
    for version in resource.versions:
        for file in version.files:
            if file.facts.get(GUESSED):
                file.facts = {**file.facts, GUESSED: []}
    return edit_resource(session, resource, form, by=by)


def begin_reading(file: ResourceFile) -> bool:
    """Note that a file's text is being read; False when it has been read already."""
    if file.state not in {FileState.RECEIVED, FileState.EXTRACTING}:
        return False
    file.state, file.changed_at = FileState.EXTRACTING, now()
    return True


def keep_text(
    session: WriteSession,
    resource: Resource,
    file: ResourceFile,
    extraction: Extraction,
    cover: Incoming | None,
    store: Store,
) -> None:
    """Write down what was read: pages, facts, cover and the state with its reason."""
    session.execute(delete(ResourcePage).where(ResourcePage.file_id == file.id))
    rows = [
        {"file_id": file.id, "number": page.number, "text": page.text, "quality": page.quality}
        for page in extraction.pages
    ]
    if rows:
        session.execute(insert(ResourcePage), rows)
    facts = extraction.facts
    file.state = FileState(extraction.state)
    file.reason_code, file.reason = extraction.reason, extraction.sentence
    file.engine, file.page_count = extraction.engine, max(facts.pages if facts else 0, len(rows))
    file.has_cover, file.changed_at = cover is not None, now()
    _offer(resource, file, extraction)
    file.facts = {
        **file.facts,
        "script": extraction.script,
        "language": extraction.language,
        "cover": keep_file(session, store, cover).sha256 if cover else "",
        "tagged": facts.tagged if facts else None,
        "title": facts.title if facts else "",
        "creator": facts.creator if facts else "",
        "created": facts.created if facts else "",
    }
    touch(session, resource)


def _offer(resource: Resource, file: ResourceFile, extraction: Extraction) -> None:
    """Put what the file says where the record holds only a guess."""
    said = {
        guessing.TITLE: guessing.title_from(extraction),
        guessing.LANGUAGE: guessing.language_from(extraction),
        guessing.YEAR: guessing.year_from(extraction),
    }
    for name in file.facts.get(GUESSED, []):
        if said.get(name):
            setattr(resource, name, said[name])


def read_again(session: WriteSession, file: ResourceFile, *, by: Actor | None) -> None:
    """Read a file's text once more."""
    file.state, file.reason_code, file.reason, file.changed_at = FileState.RECEIVED, "", "", now()
    read_text(session, file)
    record(session, "file.read_again", ("file", file.id), by=by.id if by else None)


def accept_without_text(session: WriteSession, resource: Resource, file: ResourceFile, *, by: Actor | None) -> None:
    """Keep a file whose text could not be read, or is poor, as it is."""
    if file.state not in {FileState.NEEDS_REVIEW, FileState.QUARANTINED}:
        raise Refusal(_("This file needs no decision."))
    before = file.reason_code
    file.state, file.changed_at = FileState.READY, now()
    file.reason_code, file.reason = ACCEPTED, ACCEPTED_SENTENCE
    touch(session, resource)
    record(session, "file.accepted", ("file", file.id), by=by.id if by else None, reason_before=before)
