"""Whether the addresses that records name still lead somewhere: some are visited every night, politely."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row, func, select

from library.care.models import WatchedLink
from library.description.identifiers import Identifier
from library.plans.models import ActionPlan
from library.resources.models import Resource, ResourceIdentifier, ResourceState
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.i18n.said import Said, say, sentence_of
from rmtc.outbound import PUBLIC, Guard, reach
from rmtc.paging import Paged, read_page
from rmtc.site import Site

A_NIGHT = 200
"""So many addresses are visited a night."""
PAUSE = 1.0
"""Seconds between two visits to the same host."""
SURE = 3
"""After so many visits in a row that failed, on different nights, an address counts as broken."""
LONGEST = 500
NAMED = 5
"""So many records that name an address are kept with it."""
BAD = 400
CLOSED = frozenset({401, 402, 403, 405, 406, 429, 451, 999})
"""Answers of sites that do not let us in: there is something, people may well see it."""


def records_by_link(session: ReadSession) -> dict[str, list[int]]:
    """Every address that published records and plans name, with the records that do."""
    found: dict[str, list[int]] = defaultdict(list)
    published = Resource.state == ResourceState.PUBLISHED
    named = select(ResourceIdentifier.scheme, ResourceIdentifier.value, Resource.id).join(
        Resource, Resource.id == ResourceIdentifier.resource_id
    )
    for scheme, value, resource_id in session.execute(named.where(published).order_by(Resource.id)):
        found[Identifier(scheme, value).url].append(resource_id)
    planned = select(ActionPlan.source_url, Resource.id).join(Resource, Resource.id == ActionPlan.resource_id)
    for url, resource_id in session.execute(planned.where(published).order_by(Resource.id)):
        found[url].append(resource_id)
    return {url: ids for url, ids in found.items() if url.startswith(("http://", "https://")) and len(url) <= LONGEST}


def visit_links(site: Site, guard: Guard = PUBLIC, pause: Callable[[float], None] = time.sleep) -> int:
    """Visit the addresses whose turn it is; returns how many."""
    with site.database.writing() as session:
        _follow(session, records_by_link(session))
    with site.database.reading() as session:
        due = select(WatchedLink.url).order_by(WatchedLink.checked_at.asc().nulls_first(), WatchedLink.id)
        chosen = _in_turns(session.scalars(due.limit(A_NIGHT)).all())
    last = ""
    for url in chosen:
        host = urlsplit(url).hostname or ""
        if host == last:
            pause(PAUSE)
        last, why = host, problem_of(url, guard)
        with site.database.writing() as session:
            _note(session, url, why)
    return len(chosen)


def problem_of(url: str, guard: Guard = PUBLIC) -> Said | str:
    """Why an address leads nowhere; empty when it leads somewhere."""
    try:
        status = reach(url, guard).status
    except Refusal as refusal:
        return sentence_of(refusal)
    if status < BAD or status in CLOSED:
        return ""
    return say("The site answers with the status %(status)s.", status=status)


def broken(session: ReadSession, page: int) -> Paged[Row[Any]]:
    """A page of the addresses that lead nowhere for sure, those longest broken first."""
    wanted = select(WatchedLink).where(WatchedLink.failures >= SURE).order_by(WatchedLink.failed_since, WatchedLink.id)
    return read_page(session, wanted, page)


def records_named(session: ReadSession, links: Iterable[WatchedLink]) -> dict[int, tuple[str, str]]:
    """Title and language of the records that name some addresses, by id."""
    ids = {number for link in links for number in link.records}
    rows = session.execute(select(Resource.id, Resource.title, Resource.language).where(Resource.id.in_(ids)))
    return {number: (title, language) for number, title, language in rows}


def count_watched(session: ReadSession) -> int:
    """How many addresses are watched."""
    return session.scalar(select(func.count()).select_from(WatchedLink)) or 0


def _follow(session: WriteSession, named: Mapping[str, list[int]]) -> None:
    """Watch what is named, and nothing else."""
    known = {link.url: link for link in session.scalars(select(WatchedLink))}
    for url, link in known.items():
        if url in named:
            link.records = named[url][:NAMED]
        else:
            session.delete(link)
    fresh = sorted(set(named) - set(known))
    session.add_all(WatchedLink(url=url, records=named[url][:NAMED]) for url in fresh)


def _in_turns(urls: Sequence[str]) -> list[str]:
    """The addresses so that hosts take turns."""
    hosts: dict[str, int] = defaultdict(int)
    ranked = []
    for url in urls:
        host = urlsplit(url).hostname or ""
        ranked.append((hosts[host], url))
        hosts[host] += 1
    return [url for _rank, url in sorted(ranked, key=lambda one: one[0])]


def _note(session: WriteSession, url: str, why: Said | str) -> None:
    link = session.scalar(select(WatchedLink).where(WatchedLink.url == url))
    if link is None:
        return
    moment = now()
    link.checked_at, link.why = moment, why
    link.failures = link.failures + 1 if why else 0
    link.failed_since = (link.failed_since or moment) if why else None
