"""Reading the reviews of a plan: with the report where somebody may see it, and the years that lack one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from library.plan_reviews.models import PlanReview
from library.plans.status import Dates
from library.resources.models import Resource
from library.resources.policies import visible
from rmtc.accounts.actors import Actor
from rmtc.audit.models import AuditEntry
from rmtc.db import ReadSession


@dataclass(frozen=True)
class Report:
    """The record of a report that somebody may see."""

    id: int
    title: str
    language: str


def reviews_of(session: ReadSession, plan_id: int, actor: Actor | None) -> list[tuple[PlanReview, Report | None]]:
    """The reviews of a plan, the newest year first; each with its report only where somebody may see that record.

    Where the record was merged into another, that one counts.
    """
    named = aliased(Resource)
    seen = and_(Resource.id == func.coalesce(named.merged_into_id, named.id), visible(actor))
    told = select(PlanReview, Resource.id, Resource.title, Resource.language)
    joined = told.outerjoin(named, named.id == PlanReview.report_id).outerjoin(Resource, seen)
    found = session.execute(joined.where(PlanReview.plan_id == plan_id).order_by(PlanReview.year.desc()))
    return [(review, Report(one, title, language) if one else None) for review, one, title, language in found]


def all_reviews(session: ReadSession, plan_id: int) -> list[PlanReview]:
    """The reviews of a plan by year, whoever asks."""
    return list(session.scalars(select(PlanReview).where(PlanReview.plan_id == plan_id).order_by(PlanReview.year)))


def were_ever_reviewed(session: ReadSession, plan_id: int) -> bool:
    """Say whether a year of a plan has a review, or had one that was removed."""
    mine = (AuditEntry.subject_kind == "plan", AuditEntry.subject_id == plan_id, AuditEntry.what.like("plan_review.%"))
    entered = select(AuditEntry.id).where(*mine).limit(1)
    return bool(all_reviews(session, plan_id)) or session.scalar(entered) is not None


def reviews_by_report(session: ReadSession, report_id: int) -> list[PlanReview]:
    """The reviews whose report a record is, whoever asks."""
    mine = select(PlanReview).where(PlanReview.report_id == report_id)
    return list(session.scalars(mine.order_by(PlanReview.plan_id, PlanReview.year)))


def review_of(session: ReadSession, plan_id: int, year: int) -> PlanReview | None:
    """The review of a plan for a year."""
    return session.scalar(select(PlanReview).where(PlanReview.plan_id == plan_id, PlanReview.year == year))


def years_of(dates: Dates) -> range:
    """The years a plan was or is to be carried out: until it is replaced, or ends with its extension."""
    last = min(dates.last_day, dates.superseded_on) if dates.superseded_on else dates.last_day
    # a plan that is replaced on 1 January was not carried out in that year
    is_new_year = last == dates.superseded_on and (last.month, last.day) == (1, 1)
    return range(dates.starts.year, last.year + (0 if is_new_year else 1))


@dataclass(frozen=True)
class LastReview:
    """The newest year of a plan that was reviewed, and the day of the report."""

    year: int
    reported_on: date


def last_reviews(session: ReadSession, ids: Collection[int], day: date) -> dict[int, LastReview]:
    """The newest reviewed year of some plans by what was reported until a day, by the plan's number; in one query."""
    known = select(PlanReview.plan_id, PlanReview.year, PlanReview.reported_on).where(
        PlanReview.plan_id.in_(ids), PlanReview.reported_on <= day
    )
    rows = session.execute(known.order_by(PlanReview.year)) if ids else ()
    return {plan_id: LastReview(year, reported_on) for plan_id, year, reported_on in rows}


def missing_years(dates: Dates, reviewed: set[int], day: date) -> list[int]:
    """The years that were over on a day and have no review; none for a plan that was not adopted."""
    if dates.adopted_on is None:
        return []
    return [year for year in years_of(dates) if year < day.year and year not in reviewed]
