"""Keeping repositories, and taking over one record at a time."""

from typing import Literal

from pydantic import ValidationError
from sqlalchemy import select

from library.collections.models import Collection
from library.collections.queries import collection_with_key
from library.description.identifiers import read_identifier
from library.gathering.forms import RepositoryForm
from library.gathering.models import PartnerRepository, TakenRecord
from library.gathering.oai import Delivered
from library.gathering.queries import repository_called, taken_record
from library.gathering.reading import form_of
from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import Resource, ResourceState
from library.resources.queries import record_identified
from library.resources.services import add_resource, edit_resource, publish_resource, withdraw_resource
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.said import say
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.jobs.services import enqueue

GATHER_JOB = "library.gather"
Became = Literal["added", "changed", "kept", "withdrawn", "known"]


def add_repository(session: WriteSession, form: RepositoryForm, *, by: Actor) -> PartnerRepository:
    """Note a partner's repository."""
    repository = PartnerRepository(created_at=now())
    _describe(session, repository, form)
    session.add(repository)
    session.flush()
    record(session, "repository.added", ("repository", repository.id), by=by.id, name=form.name, address=form.address)
    return repository


def edit_repository(session: WriteSession, repository: PartnerRepository, form: RepositoryForm, *, by: Actor) -> None:
    """Change what is known of a repository; from another address or part everything is asked for anew."""
    if (form.address, form.part) != (repository.address, repository.part):
        repository.since = None
    _describe(session, repository, form)
    record(session, "repository.edited", ("repository", repository.id), by=by.id, name=form.name, address=form.address)


def _describe(session: WriteSession, repository: PartnerRepository, form: RepositoryForm) -> None:
    namesake = repository_called(session, form.name)
    if namesake is not None and namesake is not repository:
        raise FieldRefusal("name", _("There is a repository with this name already."))
    shelf = collection_with_key(session, form.collection) if form.collection else None
    if form.collection and shelf is None:
        raise FieldRefusal("collection", _("There is no such collection."))
    repository.collection_id = shelf.id if shelf else None
    for name, value in form.model_dump(exclude={"collection"}).items():
        setattr(repository, name, value)


def ask_soon(session: WriteSession, repository: PartnerRepository) -> None:
    """Queue a visit."""
    enqueue(session, GATHER_JOB, key=f"{GATHER_JOB}:{repository.id}", repository_id=repository.id)


def shelf_of(session: ReadSession, repository: PartnerRepository) -> str:
    """The key of the collection that takes the records; empty when there is none."""
    wanted = select(Collection.key).where(Collection.id == repository.collection_id)
    return session.scalar(wanted) or ""


def take_over(session: WriteSession, repository: PartnerRepository, given: Delivered) -> Became:
    """Add, change or withdraw a record as its repository tells; Refusal says why one is left out.

    A record that was changed here since keeps what is said of it here, and one that the library has under the same
    identifier (DOI, ISBN, …) is not taken twice.
    """
    known = taken_record(session, repository.id, given.identifier)
    resource = session.get(Resource, known.resource_id) if known else None
    if given.is_deleted:
        return _withdraw(session, resource)
    form = _checked(session, repository, given)
    if known is None or resource is None:
        return _add(session, repository, given, form)
    if resource.changed_at > known.taken_at:
        return "kept"
    edit_resource(session, resource, form.model_copy(update={"access": resource.access}), by=None)
    known.taken_at = resource.changed_at
    return "changed"


def _checked(session: WriteSession, repository: PartnerRepository, given: Delivered) -> ResourceForm:
    try:
        return form_of(session, repository, given, shelf_of(session, repository))
    except ValidationError as problem:
        raise Refusal(say("It does not fit: %(why)s", why=problem.errors()[0]["msg"])) from None


def _add(session: WriteSession, repository: PartnerRepository, given: Delivered, form: ResourceForm) -> Became:
    if any(record_identified(session, one.scheme, one.value) for one in map(read_identifier, form.identifiers)):
        return "known"
    resource = add_resource(session, form, by=None)
    if repository.publishes:
        publish_resource(session, resource, by=None)
    moment = max(now(), resource.changed_at)
    session.add(
        TakenRecord(repository_id=repository.id, identifier=given.identifier, resource_id=resource.id, taken_at=moment)
    )
    return "added"


def _withdraw(session: WriteSession, resource: Resource | None) -> Became:
    if resource is None or resource.state is not ResourceState.PUBLISHED:
        return "kept"
    reason = WithdrawalForm(reason=mark("It was withdrawn where it came from."))
    withdraw_resource(session, resource, reason, by=None)
    return "withdrawn"
