"""Making, changing, publishing and withdrawing records.

Each change queues the job that brings the search index up to date; each new file the one that reads its text.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import ColumnElement, delete, func, select, update

from library.collections.queries import collections_with_keys, subjects_with_keys
from library.description.dates import Span, read_date
from library.description.fields import kept
from library.description.identifiers import read_identifier
from library.resources import queries
from library.resources.announcing import announce, announce_all
from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import (
    AUTHOR,
    Creator,
    Resource,
    ResourceCollection,
    ResourceCreator,
    ResourceFile,
    ResourceIdentifier,
    ResourceReader,
    ResourceState,
    ResourceSubject,
    ResourceVersion,
    folded_name,
)
from rmtc.accounts.actors import Actor, the_site
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.files.models import StoredFile
from rmtc.i18n.said import say
from rmtc.i18n.texts import gettext as _
from rmtc.jobs.services import enqueue, put_off

INDEX_JOB, EXTRACT_JOB = "library.index", "library.extract"
LONGEST_NAME = 200
UNIQUE = {"doi", "isbn", "celex", "eli"}
"""Identifiers of one document each; an ISSN is of a series, an address may lead to several."""
APART = {"key", "creators", "contributors", "collections", "subjects", "identifiers", "details", "readers"}
"""What of a form is kept in rows of its own, or checked first."""


def add_resource(session: WriteSession, form: ResourceForm, *, by: Actor | None) -> Resource:
    """Make a draft; refuses a key that is taken, and collections or subjects that are not there."""
    if form.key and queries.resource_by_key(session, form.key):
        raise FieldRefusal("key", say("There is a record with this key already."))
    moment = now()
    resource = Resource(key=form.key, created_at=moment, created_by=_id(by), changed_at=moment)
    _describe(resource, form)
    session.add(resource)
    session.flush()
    _place(session, resource, form, by)
    record(session, "resource.added", ("resource", resource.id), by=_id(by), title=form.title)
    return resource


def edit_resource(session: WriteSession, resource: Resource, form: ResourceForm, *, by: Actor | None) -> Resource:
    """Change what is said about a record; its key stays. Creators, collections and subjects are replaced."""
    was = resource.access
    _describe(resource, form)
    for table in (ResourceCreator, ResourceSubject, ResourceIdentifier, ResourceReader):
        session.execute(delete(table).where(table.resource_id == resource.id))
    session.expire(resource, ["creators", "collections", "subjects", "identifiers", "readers"])
    _place(session, resource, form, by)
    touch(session, resource)
    said = {"access": resource.access, "access_before": was, "files": resource.files_access, "readers": form.readers}
    opens = resource.files_open_on
    record(session, "resource.edited", ("resource", resource.id), by=_id(by), opens=opens and str(opens), **said)
    return resource


def add_version(session: WriteSession, resource: Resource, note: str = "", *, by: Actor | None) -> ResourceVersion:
    """Begin a new version of a record; the earlier ones stay readable."""
    last = session.scalar(select(func.max(ResourceVersion.number)).where(ResourceVersion.resource_id == resource.id))
    version = ResourceVersion(resource_id=resource.id, number=(last or 0) + 1, note=note, created_at=now())
    session.add(version)
    session.flush()
    touch(session, resource)
    record(session, "resource.version_added", ("resource", resource.id), by=_id(by), number=version.number)
    return version


def add_file(
    session: WriteSession,
    resource: Resource,
    version: ResourceVersion,
    stored: StoredFile,
    name: str,
    *,
    by: Actor | None,
) -> ResourceFile:
    """Add a stored file to a version under a name of its own there, and queue the reading of its text."""
    taken = set(session.scalars(select(ResourceFile.name).where(ResourceFile.version_id == version.id)))
    file = ResourceFile(
        version_id=version.id, sha256=stored.sha256, name=free_name(name, taken), facts={}, changed_at=now()
    )
    session.add(file)
    session.flush()
    touch(session, resource)
    read_text(session, file)
    record(session, "resource.file_added", ("resource", resource.id), by=_id(by), name=file.name, sha256=stored.sha256)
    return file


def read_text(session: WriteSession, file: ResourceFile) -> None:
    """Queue the reading of a file's text."""
    enqueue(session, EXTRACT_JOB, key=f"{EXTRACT_JOB}:{file.id}", file_id=file.id)


def read_text_later(session: WriteSession, file: ResourceFile, until: datetime) -> None:
    """Put off the reading of a file's text, which whoever takes it in does at once; the job is there if they stop."""
    put_off(session, f"{EXTRACT_JOB}:{file.id}", until)


def publish_resource(session: WriteSession, resource: Resource, *, by: Actor | None) -> Resource:
    """Open a draft, or a withdrawn record again, to those its level names."""
    if resource.state is ResourceState.PUBLISHED:
        return resource
    resource.state = ResourceState.PUBLISHED
    resource.published_at = resource.published_at or now()
    resource.withdrawn_at, resource.withdrawn_reason = None, ""
    touch(session, resource)
    record(session, "resource.published", ("resource", resource.id), by=_id(by), access=resource.access)
    return resource


def withdraw_resource(session: WriteSession, resource: Resource, form: WithdrawalForm, *, by: Actor | None) -> Resource:
    """Take a published record away; its address answers 410 with the reason and the day."""
    if resource.state is not ResourceState.PUBLISHED:
        raise Refusal(_("Only a published record can be withdrawn."))
    resource.state = ResourceState.WITHDRAWN
    resource.withdrawn_at, resource.withdrawn_reason = now(), form.reason
    touch(session, resource)
    record(session, "resource.withdrawn", ("resource", resource.id), by=_id(by), reason=form.reason)
    return resource


def touch(session: WriteSession, resource: Resource, moment: datetime | None = None) -> None:
    """Note that a record changed; the search index learns of it after the commit, harvesters when they ask."""
    resource.changed_at = moment or now()
    session.flush()
    announce(session, resource)
    enqueue(session, INDEX_JOB, key=INDEX_JOB)


def touch_all(session: WriteSession, chosen: ColumnElement[bool]) -> None:
    """Note that some records changed, as `touch` does for one; what is loaded of them is read again."""
    moment = now()
    these = update(Resource).where(chosen).execution_options(synchronize_session=False)
    session.execute(these.values(changed_at=moment))
    announce_all(session, chosen, moment)
    session.expire_all()
    enqueue(session, INDEX_JOB, key=INDEX_JOB)


def free_name(name: str, taken: set[str]) -> str:
    """A name for a file that is free in its version and safe in an address: no folders, no control characters."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    clean = "".join(letter for letter in last if letter.isprintable()).strip().lstrip(".") or "file"
    path = PurePath(clean)
    stem, ending = path.stem[:LONGEST_NAME], path.suffix[:20]
    found, number = f"{stem}{ending}", 2
    while found in taken:
        found, number = f"{stem}-{number}{ending}", number + 1
    return found


def _id(by: Actor | None) -> int | None:
    return by.id if by else None


def _describe(resource: Resource, form: ResourceForm) -> None:
    values = form.model_dump(exclude=APART)
    for name, value in values.items():
        setattr(resource, name, value)
    resource.details = kept(form.kind, form.details)
    issued, covered = _span(form.date), _span(form.period)
    resource.date_from, resource.date_to = issued.first, issued.last
    resource.period_from, resource.period_to = covered.first, covered.last


def _span(text: str) -> Span:
    return read_date(text) if text else Span("", None, None)


def _place(session: WriteSession, resource: Resource, form: ResourceForm, by: Actor | None) -> None:
    """Write people in their order, identifiers, collections and subjects."""
    _credit(session, resource, {AUTHOR: form.creators, **form.contributors})
    _identify(session, resource, form.identifiers, by)
    held = (key.split(":") for key in dict.fromkeys(form.readers))
    readers = (ResourceReader(resource_id=resource.id, holder_kind=kind, holder_id=int(one)) for kind, one in held)
    session.add_all(readers)
    collections = collections_with_keys(session, form.collections)
    if missing := [key for key in form.collections if key not in collections]:
        raise FieldRefusal("collections", say("There is no collection “%(key)s”.", key=missing[0]))
    subjects = subjects_with_keys(session, form.subjects)
    if missing := [key for key in form.subjects if key not in subjects]:
        raise FieldRefusal("subjects", say("There is no subject “%(key)s”.", key=missing[0]))
    _shelve(session, resource, {one.id for one in collections.values()})
    session.add_all(ResourceSubject(resource_id=resource.id, subject_id=one.id) for one in subjects.values())
    session.flush()


def _shelve(session: WriteSession, resource: Resource, wanted: set[int]) -> None:
    """Put a record into these collections and no other; where it stays, it keeps its place."""
    mine = ResourceCollection.resource_id == resource.id
    session.execute(delete(ResourceCollection).where(mine, ResourceCollection.collection_id.not_in(wanted)))
    there = set(session.scalars(select(ResourceCollection.collection_id).where(mine)))
    session.add_all(ResourceCollection(resource_id=resource.id, collection_id=one) for one in sorted(wanted - there))


def _credit(session: WriteSession, resource: Resource, names: Mapping[str, list[str]]) -> None:
    """Write persons and bodies by role; the same one twice in a role counts once."""
    known = creators_named(session, [name for some in names.values() for name in some])
    for role, some in names.items():
        for position, creator_id in enumerate(dict.fromkeys(known[name].id for name in some)):
            row = ResourceCreator(resource_id=resource.id, creator_id=creator_id, role=role, position=position)
            session.add(row)


def _identify(session: WriteSession, resource: Resource, texts: list[str], by: Actor | None) -> None:
    """Write identifiers; refuses one of a document that another record describes."""
    wanted = list(dict.fromkeys(read_identifier(text) for text in texts))
    for position, one in enumerate(wanted):
        if one.scheme in UNIQUE and (other := queries.record_identified(session, one.scheme, one.value, resource.id)):
            known = queries.titles_of(session, [other.id], by or the_site())[other.id]
            if known is None:
                raise FieldRefusal("identifiers", say("%(text)s belongs to another record.", text=one.text))
            told: dict[str, str | int] = {"text": one.text, "title": known[0], "number": other.id}
            raise FieldRefusal("identifiers", say("%(text)s belongs to record %(number)s, “%(title)s”.", **told))
        session.add(ResourceIdentifier(resource_id=resource.id, scheme=one.scheme, value=one.value, position=position))


def creators_named(session: WriteSession, names: list[str]) -> dict[str, Creator]:
    """The creators with these names, made where they are new; a name written "Last, First" is a person's."""
    known = queries.creators_known_as(session, names)
    fresh: dict[str, Creator] = {}
    for name in names:
        if name not in known:
            one = fresh.setdefault(folded_name(name), Creator(name=name, is_body="," not in name))
            known[name] = one
    session.add_all(fresh.values())
    session.flush()
    return known
