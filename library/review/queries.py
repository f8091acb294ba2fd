"""Reviews: steps, answers, drafts that wait, and records that are like another."""

from collections.abc import Collection as Some
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from library.collections.policies import REVIEWER, collections_held
from library.resources.models import (
    Resource,
    ResourceCollection,
    ResourceFile,
    ResourceIdentifier,
    ResourceState,
    ResourceVersion,
)
from library.resources.policies import is_staff, told
from library.review.models import PersonalDataCheck, ReviewStep, StepKind
from library.review.titles import folded_title, is_nearly
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person
from rmtc.db import ReadSession

PER_PAGE = 25
COMPARED = 5000
"""Records of the same kind, the newest first, whose titles are compared."""

Other = tuple[int, str, str] | None


@dataclass(frozen=True)
class Said:
    """A step with the name of whoever took it."""

    step: ReviewStep
    name: str


@dataclass(frozen=True)
class Waiting:
    """A draft that waits for review, since when, and who asked."""

    resource: Resource
    since: datetime
    name: str


def steps_of(session: ReadSession, resource_id: int) -> list[Said]:
    """Everything said and decided about a record, the oldest first; at most the last hundred."""
    rows = (
        select(ReviewStep, Person.name)
        .outerjoin(Person, Person.id == ReviewStep.by)
        .where(ReviewStep.resource_id == resource_id)
        .order_by(ReviewStep.id.desc())
        .limit(100)
    )
    return [Said(step, name or "") for step, name in session.execute(rows)][::-1]


def last_decision(session: ReadSession, resource_id: int) -> ReviewStep | None:
    """The last step that is not a comment."""
    mine = (ReviewStep.resource_id == resource_id, ReviewStep.kind != StepKind.COMMENTED)
    return session.scalar(select(ReviewStep).where(*mine).order_by(ReviewStep.id.desc()).limit(1))


def latest_check(session: ReadSession, resource_id: int) -> PersonalDataCheck | None:
    """The answers about personal data that count."""
    mine = PersonalDataCheck.resource_id == resource_id
    return session.scalar(select(PersonalDataCheck).where(mine).order_by(PersonalDataCheck.id.desc()).limit(1))


def latest_checks(session: ReadSession, ids: Some[int]) -> dict[int, PersonalDataCheck]:
    """The same for several records, in one query."""
    chosen = select(PersonalDataCheck).where(PersonalDataCheck.resource_id.in_(ids)).order_by(PersonalDataCheck.id)
    return {check.resource_id: check for check in session.scalars(chosen)}


def drafts_in_review(actor: Actor) -> Select[int, int]:
    """Ids of the drafts that wait for somebody's review, with the ids of the steps that asked for it."""
    later = aliased(ReviewStep)
    decided = exists().where(
        later.resource_id == ReviewStep.resource_id, later.id > ReviewStep.id, later.kind != StepKind.COMMENTED
    )
    return (
        select(Resource.id, ReviewStep.id)
        .join(ReviewStep, ReviewStep.resource_id == Resource.id)
        .where(Resource.state == ResourceState.DRAFT, ReviewStep.kind == StepKind.ASKED, ~decided, _reviewed_by(actor))
    )


def _reviewed_by(actor: Actor) -> ColumnElement[bool]:
    if is_staff(actor):
        return true()
    held = collections_held(actor, REVIEWER)
    return exists().where(ResourceCollection.resource_id == Resource.id, ResourceCollection.collection_id.in_(held))


def waiting(session: ReadSession, actor: Actor, page: int) -> list[Waiting]:
    """A page of the drafts that wait for somebody's review, those that waited longest first."""
    chosen = drafts_in_review(actor).with_only_columns(Resource, ReviewStep.at, Person.name)
    chosen = chosen.outerjoin(Person, Person.id == ReviewStep.by).order_by(ReviewStep.id)
    rows = session.execute(chosen.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return [Waiting(resource, at, name or "") for resource, at, name in rows]


def count_waiting(session: ReadSession, actor: Actor) -> int:
    """How many drafts wait for somebody's review."""
    return session.scalar(select(func.count()).select_from(drafts_in_review(actor).subquery())) or 0


def own_drafts(session: ReadSession, actor: Actor, most: int) -> list[Resource]:
    """The drafts that somebody made, those that changed last first."""
    mine = (Resource.created_by == actor.id, Resource.state == ResourceState.DRAFT)
    return list(session.scalars(select(Resource).where(*mine).order_by(Resource.changed_at.desc()).limit(most)))


def others_like(session: ReadSession, resource: Resource, actor: Actor | None) -> dict[str, Other]:
    """By check: another record that is like this one, None where who asks may not know which."""
    files = [file.sha256 for version in resource.versions for file in version.files]
    same_file = exists().where(
        ResourceVersion.resource_id == Resource.id,
        ResourceFile.version_id == ResourceVersion.id,
        ResourceFile.sha256.in_(files),
    )
    pairs = [
        and_(ResourceIdentifier.scheme == one.scheme, ResourceIdentifier.value == one.value)
        for one in resource.identifiers
    ]
    same_identifier = exists().where(ResourceIdentifier.resource_id == Resource.id, or_(*pairs)) if pairs else None
    likes = {"same_file": same_file if files else None, "same_identifier": same_identifier}
    found = {code: _first(session, resource, condition) for code, condition in likes.items() if condition is not None}
    found["same_title"] = _titled_like(session, resource)
    ids = {code: number for code, number in found.items() if number}
    named = _named(session, ids.values(), actor)
    return {code: named.get(number) for code, number in ids.items()}


def _first(session: ReadSession, resource: Resource, condition: ColumnElement[bool]) -> int:
    others = (Resource.id != resource.id, Resource.state != ResourceState.WITHDRAWN, condition)
    return session.scalar(select(Resource.id).where(*others).order_by(Resource.id).limit(1)) or 0


def _titled_like(session: ReadSession, resource: Resource) -> int:
    title = folded_title(resource.title)
    rows = (
        select(Resource.id, Resource.title)
        .where(Resource.kind == resource.kind, Resource.id != resource.id, Resource.state != ResourceState.WITHDRAWN)
        .order_by(Resource.id.desc())
        .limit(COMPARED)
    )
    return next((number for number, other in session.execute(rows) if is_nearly(title, folded_title(other))), 0)


def _named(session: ReadSession, ids: Some[int], actor: Actor | None) -> dict[int, tuple[int, str, str]]:
    if not ids:
        return {}
    rows = select(Resource.id, Resource.title, Resource.language).where(Resource.id.in_(ids), told(actor))
    return {number: (number, title, language) for number, title, language in session.execute(rows)}


def people_to_tell(session: ReadSession, ids: Sequence[int]) -> list[Person]:
    """The people with these ids."""
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))
