"""Taking a bag of this library in: every byte checked first, then a record as it was."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bagit
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from library.carried.plans_in_bags import BaggedPlan, ReviewedYear, take_plan, take_reviewed_years
from library.carried.plans_in_tables import plan_told
from library.carried.references import NamedRecord, records_named
from library.carried.relations_in_bags import BaggedRelation, take_relations
from library.collections.forms import CollectionForm, SubjectForm
from library.collections.queries import collections_with_keys, subjects_with_keys
from library.collections.services import add_collection, add_subject
from library.importing.imports import AT_ONCE, Manner, Outcome, Tell, import_files
from library.importing.metadata import NAME as TABLE
from library.importing.sources import BROKEN, measure
from library.packages.bags import FORMAT, METADATA
from library.resources.forms import ResourceForm
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.queries import resource_with_files
from library.resources.services import add_file, add_resource, add_version
from library.review.commanding import Verdict, publish_by_command
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.files.incoming import Incoming
from rmtc.files.services import keep_file, look_at, place
from rmtc.files.store import Store, open_store
from rmtc.i18n.said import Said, say, sentence_of
from rmtc.site import Site

DECLARATION = "bagit.txt"
MOST_SAID = 10_000
"""So many relations, or years reported about, a bag may name."""


class BaggedFile(BaseModel):
    """A file of a version, and where it lies among the payload."""

    name: str = Field(min_length=1, max_length=255)
    path: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class BaggedVersion(BaseModel):
    """A version with its files."""

    note: str = Field("", max_length=300)
    files: list[BaggedFile]


class Bagged(BaseModel):
    """What metadata.json of a bag says."""

    model_config = ConfigDict(extra="ignore")

    format: int = Field(ge=FORMAT, le=FORMAT)
    state: ResourceState
    record: ResourceForm
    collections: dict[str, dict[str, str]]
    subjects: dict[str, dict[str, str]]
    versions: list[BaggedVersion]
    relations: list[BaggedRelation] = Field(default_factory=list, max_length=MOST_SAID)
    plan: BaggedPlan | None = None
    report_of: list[ReviewedYear] = Field(default_factory=list, max_length=MOST_SAID)


def bags_in(path: Path) -> list[Path]:
    """The bag that a path is, or the bags (folders and ZIPs) in a folder; none where it is something else."""
    if _is_bag(path):
        return [path]
    if (path / TABLE).is_file():
        return []  # the table says what is taken in
    return sorted(each for each in path.iterdir() if _is_bag(each)) if path.is_dir() else []


def read_bag(site: Site, path: Path, *, dry_run: bool, manner: Manner = AT_ONCE) -> Outcome:
    """Take in the record of a bag, or say what would become of it; an altered bag is refused with a sentence."""
    try:
        with _unpacked(path) as folder:
            bagged, places = _checked(folder)
            return _take(site, path.name, bagged, places, None if dry_run else manner)
    except Refusal as refusal:
        return Outcome(path.name, "refused", sentence_of(refusal))


def take_bag(site: Site, path: Path, tell: Tell, *, dry_run: bool, manner: Manner = AT_ONCE) -> None:
    """Take in a bag of this library as its record, and one of another program as a folder of files, checked first."""
    if _is_ours(path):
        tell(read_bag(site, path, dry_run=dry_run, manner=manner))
        return
    try:
        with _unpacked(path) as folder:
            _check_sums(folder)
            import_files(site, folder / "data", dry_run=dry_run, tell=tell, manner=manner, further=plan_told)
    except Refusal as refusal:
        tell(Outcome(path.name, "refused", sentence_of(refusal)))


def _is_ours(path: Path) -> bool:
    if path.is_dir():
        return (path / "data" / METADATA).is_file()
    with zipfile.ZipFile(path) as archive:
        return f"{_root(archive)}data/{METADATA}" in archive.namelist()


def _is_bag(path: Path) -> bool:
    if path.is_dir():
        return (path / DECLARATION).is_file()
    if path.is_file() and zipfile.is_zipfile(path):
        with suppress(*BROKEN), zipfile.ZipFile(path) as archive:
            return _root(archive) is not None
    return False


def _root(archive: zipfile.ZipFile) -> str | None:
    """The folder of a ZIP in which the bag lies."""
    found = [name for name in archive.namelist() if name.rsplit("/", 1)[-1] == DECLARATION and name.count("/") <= 1]
    return found[0][: -len(DECLARATION)] if found else None


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory(prefix="rmtc-bag-") as room:
        try:
            with zipfile.ZipFile(path) as archive:
                measure(archive, path.stat().st_size)
                archive.extractall(room)  # leaves out "..", drives and absolute names
                root = _root(archive) or ""
        except BROKEN as broken:
            raise Refusal(say("This file cannot be taken out of the ZIP.")) from broken
        yield Path(room) / root


def _check_sums(folder: Path) -> bagit.Bag:
    """A bag whose files are what its lists say; raises Refusal."""
    try:
        bag = bagit.Bag(str(folder))
        bag.validate()
    except bagit.BagValidationError as changed:
        raise Refusal(_altered(changed)) from changed
    except (bagit.BagError, OSError, UnicodeError, ValueError) as broken:
        raise Refusal(say("This is not a bag, or not a whole one.")) from broken
    return bag


def _checked(folder: Path) -> tuple[Bagged, dict[str, Path]]:
    """What a whole bag says, and where its files lie."""
    bag = _check_sums(folder)
    payload = (folder / "data").resolve()
    try:
        bagged = Bagged.model_validate(json.loads((payload / METADATA).read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as foreign:
        raise Refusal(_foreign(foreign)) from foreign
    listed = set(bag.payload_entries())
    places = {one.path: payload / one.path for version in bagged.versions for one in version.files}
    if any(f"data/{name}" not in listed or payload not in path.resolve().parents for name, path in places.items()):
        raise Refusal(say("This bag names a file that it does not hold."))
    return bagged, places


def _foreign(why: Exception) -> Said:
    if isinstance(why, ValidationError) and (first := why.errors()[0]["loc"])[:1] == ("plan",):
        field = ".".join(map(str, first[1:]))
        return say("What this bag says of the local action plan cannot be taken over: %(field)s.", field=field)
    return say("This bag holds no record of this library: its metadata.json cannot be read.")


def _altered(changed: bagit.BagValidationError) -> Said:
    paths = sorted({str(detail.path) for detail in changed.details if hasattr(detail, "path")})
    if not paths:
        return say("This bag is not whole: what it holds is not what its lists say.")
    return say("This bag was altered: %(files)s is not what its lists say.", files=", ".join(paths[:3]))


def _take(site: Site, name: str, bagged: Bagged, places: dict[str, Path], manner: Manner | None) -> Outcome:
    with site.database.reading() as session:
        held = _held(session, bagged)
    if held is not None:
        return Outcome(name, "known", say("The library has this record already."), held.id, held.title)
    if manner is None:
        return Outcome(name, "would add", say("The record would be taken in."), title=bagged.record.title)
    store = open_store(site.settings)
    incoming = {path: place(store, look_at(where, path)) for path, where in places.items()}
    if any(incoming[one.path].sha256 != one.sha256 for version in bagged.versions for one in version.files):
        raise Refusal(say("This bag was altered: %(files)s is not what its lists say.", files=METADATA))
    with site.database.writing() as session:
        resource = _write(session, store, bagged, incoming, manner)
        left = _say_more(session, resource, bagged, manner)
        verdict = _publish(session, resource, bagged, manner)
    taken = say("The record was taken in; its text is read in the background.")
    said = " ".join([str(taken), *left]) if left else taken
    stopped = verdict is not None and not verdict.is_published
    found = verdict.sentences if verdict else ()
    return Outcome(name, "added", said, resource.id, resource.title, stopped, found)


def _publish(session: WriteSession, resource: Resource, bagged: Bagged, manner: Manner) -> Verdict | None:
    """Publish what was published where it comes from, and considered there, unless something else stops it."""
    if not (manner.publish and bagged.state is ResourceState.PUBLISHED):
        return None
    session.expire_all()  # its files and identifiers were written one by one
    whole = resource_with_files(session, resource.id)
    assert whole is not None
    return publish_by_command(session, whole, by=manner.by, was_considered=True)


def _held(session: ReadSession, bagged: Bagged) -> Resource | None:
    """A record that is this one: of the same key or files, or, where it has no files, of the same title."""
    said, newest = bagged.record, bagged.versions[-1].files if bagged.versions else []
    sha256 = newest[0].sha256 if newest else ""
    name = NamedRecord(key=said.key or "", sha256=sha256, kind=said.kind, title=said.title)
    return next(iter(records_named(session, name)), None)


def _write(
    session: WriteSession, store: Store, bagged: Bagged, incoming: dict[str, Incoming], manner: Manner
) -> Resource:
    _make_places(session, bagged)
    resource = add_resource(session, _form(bagged.record), by=manner.by)
    for one in bagged.versions:
        version = add_version(session, resource, one.note, by=manner.by)
        for file in one.files:
            add_file(
                session, resource, version, keep_file(session, store, incoming[file.path]), file.name, by=manner.by
            )
    return resource


def _say_more(session: WriteSession, resource: Resource, bagged: Bagged, manner: Manner) -> list[str]:
    """Say how the record stands to others, and what is known of it as a plan; returns what had to be left out."""
    left = take_plan(session, resource, bagged.plan, by=manner.by) if bagged.plan else []
    take_reviewed_years(session, resource, bagged.report_of, by=manner.by)
    take_relations(session, resource, bagged.relations, by=manner.by)
    return left


def _form(form: ResourceForm) -> ResourceForm:
    """The form without the readers it names, who are numbers of the site it came from: it stays closed instead."""
    changes: dict[str, Any] = {"readers": []}
    for name in ("access", "files_access"):
        if getattr(form, name) == AccessLevel.NAMED:
            changes[name] = AccessLevel.STAFF
    return form.model_copy(update=changes)


def _make_places(session: WriteSession, bagged: Bagged) -> None:
    """Make the collections and subjects that are not there yet."""
    try:
        shelves = collections_with_keys(session, bagged.record.collections)
        for key in (key for key in bagged.record.collections if key not in shelves):
            titles = bagged.collections.get(key) or {"en": key}
            add_collection(session, CollectionForm(key=key, titles=titles), by=None)
        topics = subjects_with_keys(session, bagged.record.subjects)
        for key in (key for key in bagged.record.subjects if key not in topics):
            add_subject(session, SubjectForm(key=key, labels=bagged.subjects.get(key) or {"en": key}), by=None)
    except ValidationError as wrong:
        raise Refusal(say("This bag holds no record of this library: its metadata.json cannot be read.")) from wrong
