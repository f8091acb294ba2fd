"""Filling the demonstration library through the services; what is there already is left alone."""

import json
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from library.collections.forms import CollectionForm, SubjectForm
from library.collections.queries import all_collections, all_subjects
from library.collections.services import add_collection, add_subject
from library.finding.indexing import bring_up_to_date, index_of
from library.intake.jobs import read_file
from library.resources.forms import ResourceForm
from library.resources.models import AccessLevel
from library.resources.queries import resources_by_keys
from library.resources.services import add_file, add_resource, add_version, publish_resource
from library.samples.plans import load_plans
from library.samples.typesetting import Manuscript, read_manuscript, set_pdf
from library.subjects.matching import note_match
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.files.incoming import Incoming
from rmtc.files.services import keep_file, look_at, place
from rmtc.files.store import Store, open_store
from rmtc.site import Site

HERE: Final = Path(__file__).parent
SERBIAN: Final = "sr-Cyrl"
TERMS: Final = {"sq": "sq", "mk": "mk", "bs": "bs"}


def load_library(site: Site, *, by: Actor | None) -> int:
    """Make topics, collections, records and documents; returns how many records are new."""
    book = tomllib.loads((HERE / "records.toml").read_text(encoding="utf-8"))
    store = open_store(site.settings)
    with site.database.writing() as session:
        _load_subjects(session, by)
        _load_collections(session, book["collections"], by)
        known = resources_by_keys(session, [record["key"] for record in book["records"]])
    new = [record for record in book["records"] if record["key"] not in known]
    with TemporaryDirectory(prefix="rmtc-setting-") as folder:
        documents = {record["key"]: _set(Path(folder), record, store) for record in new if record["file"]}
        with site.database.writing() as session:
            files = [_load_record(session, store, record, documents.get(record["key"]), by) for record in new]
    for file_id in filter(None, files):
        read_file(site, file_id)
    examples = load_plans(site, store, by=by)
    bring_up_to_date(site.database, index_of(site.settings))
    return len(new) + examples


def _load_subjects(session: WriteSession, by: Actor | None) -> None:
    labels = tomllib.loads((HERE / "subjects.toml").read_text(encoding="utf-8"))
    terms: dict[str, dict[str, list[str]]] = json.loads((HERE / "topics.json").read_text(encoding="utf-8"))
    said = tomllib.loads((HERE / "matches.toml").read_text(encoding="utf-8"))
    source, matches = said["source"], said["matches"]
    known = {subject.key: subject for subject in all_subjects(session)}
    for key, names in terms.items():
        others = {code: names[each][0] for code, each in TERMS.items() if names.get(each)}
        mine = {"en": labels[key]["en"], SERBIAN: labels[key]["sr"], **others}
        subject = known.get(key) or add_subject(session, SubjectForm(key=key, labels=mine, others=names), by=by)
        if subject.labels == mine:  # a topic that somebody changed is left alone
            for match in matches.get(key, ()):
                note_match(session, subject, match["kind"], match["uri"], source.format(**match))


def _load_collections(session: WriteSession, entries: list[dict[str, Any]], by: Actor | None) -> None:
    known = {collection.key for collection in all_collections(session)}
    for position, entry in enumerate(entries):
        if entry["key"] not in known:
            form = CollectionForm(
                key=entry["key"],
                titles={"en": entry["title"], SERBIAN: entry["title_sr"]},
                descriptions={"en": entry["description"], SERBIAN: entry["description_sr"]},
                position=position,
            )
            add_collection(session, form, by=by)


def _set(folder: Path, record: dict[str, Any], store: Store) -> tuple[Manuscript, Incoming]:
    """Set a record's document and put it into the store, before any transaction."""
    manuscript = read_manuscript(HERE / record["file"])
    path = folder / f"{record['key']}.pdf"
    path.write_bytes(set_pdf(manuscript))
    return manuscript, place(store, look_at(path, path.name))


def _load_record(
    session: WriteSession,
    store: Store,
    record: dict[str, Any],
    document: tuple[Manuscript, Incoming] | None,
    by: Actor | None,
) -> int | None:
    """Make and publish a record; returns the id of its file, whose text is still to be read."""
    is_english = record["language"] == "en"
    form = ResourceForm(
        key=record["key"],
        kind=record["kind"],
        title=record["title"],
        titles={SERBIAN: record["title_sr"]} if record.get("title_sr") else {},
        abstract=record["abstract"] if is_english else "",
        abstracts={} if is_english else {"en": record["abstract"]},
        language=record["language"],
        year=record["year"] or None,
        number=record["number"],
        licence=record["licence"],
        access=AccessLevel(record["access"]),
        proofread=document[0].proofread if document else True,
        creators=record["creators"],
        collections=[record["collection"]],
        subjects=record["subjects"],
    )
    resource = add_resource(session, form, by=by)
    file_id = None
    if document:
        version = add_version(session, resource, by=by)
        file_id = add_file(
            session, resource, version, keep_file(session, store, document[1]), document[1].name, by=by
        ).id
    publish_resource(session, resource, by=by)
    return file_id
