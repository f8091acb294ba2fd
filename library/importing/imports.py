"""Taking many files in from a folder or a ZIP, each in a transaction of its own; a bad one never stops the next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Literal

from library.collections.forms import CollectionForm, SubjectForm
from library.collections.queries import all_collections, all_subjects
from library.collections.services import add_collection, add_subject
from library.importing import metadata
from library.importing.metadata import Row
from library.importing.sources import BROKEN, Source, open_source
from library.intake.jobs import read_file
from library.intake.services import Taken, blank_form, take_in
from library.resources.forms import known_language
from library.resources.models import Resource
from library.resources.queries import file_with_record, records_with_content, resource_with_files
from library.resources.services import read_text_later
from library.review.commanding import Verdict, publish_by_command
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming, received
from rmtc.files.services import place
from rmtc.files.store import open_store
from rmtc.i18n.said import Said, say, sentence_of
from rmtc.site import Site

LONGEST_READING = timedelta(minutes=30)
"""After this a text that should have been read at once is read in the background."""

What = Literal["added", "known", "refused", "would add"]


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its record's id and title where there is one, and a sentence.

    `is_draft` says that the checks stopped it from being published; `found` is what they said.
    """

    name: str
    what: What
    sentence: Said | str
    resource_id: int = 0
    title: str = ""
    is_draft: bool = False
    found: tuple[str, ...] = ()


Tell = Callable[[Outcome], None]
Keep = Callable[[WriteSession, Resource, Actor | None], list[Said]]
"""Keeps with a new record what more its line says; returns a sentence for each thing that stayed outside."""
Further = Callable[[Row], Keep | None]
"""Reads what more a line says than of every record, before anything is written; raises Refusal."""


@dataclass(frozen=True)
class Manner:
    """How files are taken in: by whom, whether their records are published, and whether their texts are read at once.

    Texts that are not read at once are read in the background. Where `no_personal_data` was said, that answers the
    questions of the checks; these stop some records from being published, which stay drafts then.
    """

    by: Actor | None = None
    publish: bool = True
    read: bool = True
    no_personal_data: bool = False


AT_ONCE = Manner()
"""As a command does it: whoever runs the site answers for what is published."""


def import_files(
    site: Site, path: Path, *, dry_run: bool, tell: Tell, manner: Manner = AT_ONCE, further: Further = lambda _row: None
) -> None:
    """Take in what a folder or ZIP holds, telling of each file as it is done."""
    with open_source(path) as source:
        for row in metadata.rows_of(source):
            tell(_one(site, source, row, None if dry_run else manner, further))


def _one(site: Site, source: Source, row: Row, manner: Manner | None, further: Further) -> Outcome:
    """Take in a file, or foresee what would become of it (no manner)."""
    name = row["file"] or f"{metadata.NAME}:{row.number}"
    if not row["file"]:
        return Outcome(name, "refused", say("The column “file” is empty."))
    try:
        known = metadata.form_of(row)
        metadata.check(known)
        keep = further(row)
        language = metadata.language_of(row["language"], row["title"])
        if language:
            _check_language(language)
        with _taken_out(site, source, row["file"]) as incoming:
            if manner is None:
                return _foresee(site, incoming, name)
            shelves, topics = ([row["collection"]] if row["collection"] else []), metadata.several(row["subjects"])
            return add_one(site, incoming, language, known, shelves, topics, manner, keep)
    except Refusal as refusal:
        return Outcome(name, "refused", sentence_of(refusal))
    except BROKEN:
        return Outcome(name, "refused", say("The file cannot be taken out of its container."))


def _check_language(code: str) -> None:
    try:
        known_language(code)
    except ValueError as unknown:
        raise Refusal(sentence_of(unknown)) from unknown


@contextmanager
def _taken_out(site: Site, source: Source, name: str) -> Iterator[Incoming]:
    with source.open(name) as file, arrived(site, file, name) as incoming:
        yield incoming


@contextmanager
def arrived(site: Site, file: BinaryIO, name: str) -> Iterator[Incoming]:
    """Receive an opened file; raises Refusal for an empty or too large one."""
    limit = site.settings.upload_limit_mb * 1_000_000
    with received(file, site.settings.data / "incoming", name=name, limit=limit) as incoming:
        if not incoming.size:
            raise Refusal(say("The file is empty."))
        yield incoming


def _foresee(site: Site, incoming: Incoming, name: str) -> Outcome:
    with site.database.reading() as session:
        known = records_with_content(session, incoming.sha256)
    if known:
        return Outcome(name, "known", say("The library has this file already."), known[0].id, known[0].title)
    return Outcome(name, "would add", say("The file would be taken in."))


def add_one(
    site: Site,
    incoming: Incoming,
    language: str,
    known: dict[str, Any],
    shelves: list[str],
    topics: list[str],
    manner: Manner = AT_ONCE,
    keep: Keep | None = None,
) -> Outcome:
    """Take a file in; shelves and topics by key or name, made where new; `keep` is what more is known of it."""
    store = open_store(site.settings)
    place(store, incoming)
    form, guessed = blank_form(incoming.name, language, **known)
    with site.database.writing() as session:
        places = {"collections": _shelves(session, shelves), "subjects": _topics(session, topics)}
        form = form.model_copy(update=places)
        taken = take_in(session, store, incoming, form, by=manner.by, guessed=guessed)
        left = keep(session, taken.resource, manner.by) if keep and taken.file else []
        if taken.file is not None and manner.read:
            read_text_later(session, taken.file, now() + LONGEST_READING)
    if taken.file is None:
        said = say("The library has this file already.")
        return Outcome(incoming.name, "known", said, taken.resource.id, taken.resource.title)
    outcome = _drafted(taken, incoming.name) if not manner.read else _read(site, taken.file.id, incoming.name, manner)
    return replace(outcome, sentence=" ".join(map(str, (outcome.sentence, *left)))) if left else outcome


def _drafted(taken: Taken, name: str) -> Outcome:
    said = say("A draft was made; its text is read in the background.")
    return Outcome(name, "added", said, taken.resource.id, taken.resource.title)


def _read(site: Site, file_id: int, name: str, manner: Manner) -> Outcome:
    read_file(site, file_id)
    return _published(site, file_id, name, manner)


def _published(site: Site, file_id: int, name: str, manner: Manner) -> Outcome:
    """Publish the record of a file that was read, if that is wanted and nothing stops it, and tell."""
    with site.database.writing() as session:
        found = file_with_record(session, file_id)
        resource = resource_with_files(session, found[1].id) if found else None
        assert found is not None
        assert resource is not None
        read_text_later(session, found[0], now())  # read already; the job finds nothing to do and goes
        verdict = Verdict(is_published=False)
        if manner.publish:
            verdict = publish_by_command(session, resource, by=manner.by, no_personal_data=manner.no_personal_data)
        stopped = manner.publish and not verdict.is_published
        return Outcome(name, "added", found[0].reason, resource.id, resource.title, stopped, verdict.sentences)


def _shelves(session: WriteSession, names: list[str]) -> list[str]:
    known = {one.key: one for one in all_collections(session)}
    keys = []
    for name in names:
        key = metadata.match(name, known)
        if key not in known:
            known[key] = add_collection(session, CollectionForm(key=key, titles={"en": name}), by=None)
        keys.append(key)
    return list(dict.fromkeys(keys))


def _topics(session: WriteSession, names: list[str]) -> list[str]:
    known = {one.key: one for one in all_subjects(session)}
    keys = []
    for name in names:
        key = metadata.match(name, known)
        if key not in known:
            known[key] = add_subject(session, SubjectForm(key=key, labels={"en": name}), by=None)
        keys.append(key)
    return list(dict.fromkeys(keys))
