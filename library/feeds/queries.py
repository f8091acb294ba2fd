"""The public records that a feed shows."""

from collections.abc import Sequence

from sqlalchemy import select

from library.collections.queries import subjects_with_ids
from library.exchange.described import Described, describe
from library.reading.queries import cover_of, newest_version, open_files
from library.resources.models import Resource
from library.resources.policies import visible
from library.resources.queries import WITH_ALL, with_open_files
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession

MOST = 50
"""So many entries in a feed."""


def newest_public(session: ReadSession, most: int = MOST, skip: int = 0) -> list[Resource]:
    """The public records with everything, those published last first."""
    newest = select(Resource).where(visible(None)).order_by(Resource.published_at.desc(), Resource.id.desc())
    return list(session.scalars(newest.options(*WITH_ALL, with_open_files(None)).limit(most).offset(skip)))


def seen_in_order(session: ReadSession, ids: Sequence[int], actor: Actor | None) -> list[Resource]:
    """Those of some records that somebody may see (None: the public), with everything, in the order given."""
    found = select(Resource).where(Resource.id.in_(ids), visible(actor)).options(*WITH_ALL, with_open_files(actor))
    by_id = {one.id: one for one in session.scalars(found)}
    return [by_id[number] for number in ids if number in by_id]


def described_all(session: ReadSession, resources: Sequence[Resource], site: str) -> list[tuple[Described, bool]]:
    """The records as machines are told of them, each with whether it has a cover."""
    used = {place.subject_id for one in resources for place in one.subjects}
    about = subjects_with_ids(session, sorted(used))
    labels = {number: {code: str(text) for code, text in one.labels.items()} for number, one in about.items()}
    return [
        (describe(one, open_files(one, newest_version(one), for_staff=False), labels, site), bool(cover_of(one)))
        for one in resources
    ]
