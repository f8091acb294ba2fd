"""The plans somebody may see, each with the few facts that lists, maps and reports are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, select, true

from library.collections.labels import Label, label
from library.municipalities.registry import LocalGovernment, registry
from library.plans.models import ActionPlan
from library.plans.status import Dates, Status
from library.resources.models import AccessLevel, FileState, Resource, ResourceFile, ResourceVersion
from library.resources.policies import visible
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession
from rmtc.i18n.languages import current

WITHOUT_FILE, WITHOUT_TEXT, WITH_TEXT = 0, 1, 2


@dataclass(frozen=True)
class KnownPlan:
    """A plan: number, title and its language, whose it is, its dates, and whether its text is here."""

    id: int
    title: str
    language: str
    titles: Mapping[str, str]
    access: AccessLevel
    government: LocalGovernment
    dates: Dates
    replaces_id: int | None
    is_example: bool
    source: str
    checked_on: date
    text: int = WITHOUT_FILE

    @property
    def has_file(self) -> bool:
        """Say whether a file of it is in the library."""
        return self.text > WITHOUT_FILE

    @property
    def shown(self) -> Label:
        """The title for the reader's language where there is one, else in English or as it is."""
        return label({self.language: self.title, **self.titles}, current())

    def status(self, day: date) -> Status:
        """Where it stands on a day."""
        return self.dates.status(day)


def known_plans(session: ReadSession, actor: Actor | None, municipality: str = "") -> list[KnownPlan]:
    """Every plan somebody may see (or those of one local government), in two queries.

    What is hidden from them leaves no trace: a plan counts as replaced only by one that they may see too.
    """
    allowed = and_(visible(actor), ActionPlan.municipality == municipality if municipality else true())
    rows = session.execute(
        select(ActionPlan, Resource)
        .join(Resource, Resource.id == ActionPlan.resource_id)
        .where(allowed)
        .order_by(ActionPlan.resource_id)
    ).all()
    texts = _texts(session, allowed) if rows else {}
    successors = _successors([plan for plan, _resource in rows])
    return [
        _known(plan, resource, successors.get(plan.resource_id), texts.get(plan.resource_id, WITHOUT_FILE))
        for plan, resource in rows
        if plan.municipality in registry()
    ]


def _known(plan: ActionPlan, resource: Resource, superseded_on: date | None, text: int) -> KnownPlan:
    return KnownPlan(
        id=plan.resource_id,
        title=resource.title,
        language=resource.language,
        titles=resource.titles,
        access=resource.access,
        government=registry()[plan.municipality],
        dates=Dates(plan.adopted_on, plan.starts, plan.ends, plan.extended_to, superseded_on),
        replaces_id=plan.replaces_id,
        is_example=plan.is_example,
        source=plan.source,
        checked_on=plan.checked_on,
        text=text,
    )


def _successors(plans: list[ActionPlan]) -> dict[int, date]:
    """From which day each plan is replaced: the first on which what replaces it is adopted and begins."""
    found: dict[int, date] = {}
    for plan in plans:
        if plan.replaces_id is not None and plan.adopted_on is not None:
            begins = max(plan.adopted_on, plan.starts)
            found[plan.replaces_id] = min(begins, found.get(plan.replaces_id, begins))
    return found


def superseded_days(session: ReadSession, ids: Sequence[int]) -> dict[int, date]:
    """From which day each of some plans is replaced, whoever asks: for the desk."""
    return _successors(list(session.scalars(select(ActionPlan).where(ActionPlan.replaces_id.in_(ids)))))


def _texts(session: ReadSession, allowed: ColumnElement[bool]) -> dict[int, int]:
    """Whether each plan has a file that may be fetched, and whether its text could be read."""
    worth = case(
        (ResourceFile.state == FileState.READY, WITH_TEXT),
        (ResourceFile.state == FileState.QUARANTINED, WITHOUT_FILE),
        else_=WITHOUT_TEXT,
    )
    rows = (
        select(Resource.id, func.max(worth))
        .join(ActionPlan, ActionPlan.resource_id == Resource.id)
        .join(ResourceVersion, ResourceVersion.resource_id == Resource.id)
        .join(ResourceFile, ResourceFile.version_id == ResourceVersion.id)
        .where(allowed)
        .group_by(Resource.id)
    )
    return {number: worth for number, worth in session.execute(rows)}  # noqa: C416 - a Row is not a tuple to mypy


def newest_first(plans: list[KnownPlan]) -> list[KnownPlan]:
    """Plans, those that begin last first."""
    return sorted(plans, key=lambda plan: (plan.dates.starts, plan.id), reverse=True)
