"""A visit to a repository: everything that changed since the last one, each record in a transaction of its own."""

from collections import Counter
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from library.gathering.models import PartnerRepository, Visit, VisitState
from library.gathering.oai import Delivered, delivered
from library.gathering.services import take_over
from rmtc.clock import now
from rmtc.errors import Refusal
from rmtc.i18n.said import Said, kept, say, sentence_of
from rmtc.outbound import PUBLIC, Guard
from rmtc.site import Site

REASONS = 50
"""So many of the records left out are named."""
OVERLAP = timedelta(days=1)
"""Repositories stamp in their own time, and only to the day."""


def visit(site: Site, repository_id: int, guard: Guard = PUBLIC) -> Visit:
    """Ask a repository and take over what it tells; how that went is kept, also when it fails."""
    with site.database.writing() as session:
        repository = session.get_one(PartnerRepository, repository_id)
        begun = Visit(repository_id=repository_id, started_at=now())
        session.add(begun)
    counts: Counter[str] = Counter()
    reasons: list[dict[str, str]] = []
    why: Said | str = ""
    try:
        for given in delivered(repository.address, repository.part, repository.since, guard):
            became, reason = _one(site, repository_id, given)
            counts[became] += 1
            if reason and len(reasons) < REASONS:
                reasons.append({"identifier": given.identifier[:300], "why": kept(reason)})
    except Refusal as refusal:
        why = sentence_of(refusal)
    with site.database.writing() as session:
        ended = session.get_one(Visit, begun.id)
        ended.ended_at, ended.counts, ended.reasons, ended.why = now(), dict(counts), reasons, why
        ended.state = VisitState.FAILED if why else VisitState.DONE
        if not why:
            session.get_one(PartnerRepository, repository_id).since = (begun.started_at - OVERLAP).date()
    return ended


def _one(site: Site, repository_id: int, given: Delivered) -> tuple[str, Said | str]:
    """What became of a record, and why where it was left out."""
    if not given.identifier or len(given.identifier) > 300:  # noqa: PLR2004 - what the column holds
        return "left_out", say("It has no identifier.")
    try:
        with site.database.writing() as session:
            return take_over(session, session.get_one(PartnerRepository, repository_id), given), ""
    except Refusal as refusal:
        return "left_out", sentence_of(refusal)
    except IntegrityError:
        return "left_out", say("Something else was changed at the same time.")
