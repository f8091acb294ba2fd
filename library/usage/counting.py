"""Counting in memory what people open, so that a page writes nothing; a minute of counts is lost if the site is killed.

What counts follows the COUNTER Code of Practice (release 5.1, sections 3.3.10 and 7.2): no robots, and the same thing
opened again by the same reader within 30 seconds counts once. The reader is known only for these seconds, by a hash
with a key that no one keeps.
"""

import hashlib
import re
import secrets
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Literal

from sqlalchemy import insert, update

from library.usage.models import SearchDay, UsageDay, VainSearch
from rmtc.clock import today
from rmtc.db import Database, WriteSession
from rmtc.search.folding import fold

ONCE = 30.0
"""Seconds within which the same thing opened again by the same reader counts once."""
MOST_WORDS = 100
ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|fetch|scrap|archiv|monitor|preview|validator|curl|wget|httpx|aiohttp|requests|"
    r"python|java/|okhttp|go-http|libwww|perl|ruby|scythe|sickle|zotero|feed|headless",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"@|\d{5}")
"""What looks like an address or a number of somebody is not kept."""
Measure = Literal["views", "downloads"]


@dataclass(frozen=True)
class Reader:
    """Who opens something, as far as counting needs to know: network address and browser, kept for seconds."""

    address: str
    browser: str
    ahead: bool = False
    """Whether the browser loads ahead what nobody has asked for yet."""

    @property
    def counts(self) -> bool:
        """Say whether this is a person who asked."""
        return bool(self.browser) and not self.ahead and not ROBOTS.search(self.browser)


class Usage:
    """The counts since they were last written down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = secrets.token_bytes(16)
        self._seen: dict[bytes, float] = {}
        self._opened: Counter[tuple[int, date, Measure]] = Counter()
        self._asked: Counter[tuple[date, bool]] = Counter()
        self._vain: Counter[tuple[date, str]] = Counter()

    def opened(self, reader: Reader, resource_id: int, measure: Measure) -> None:
        """Count that a record's page or file was opened."""
        with self._lock:
            if reader.counts and self._is_new(reader, f"{measure} {resource_id}"):
                self._opened[resource_id, today(), measure] += 1

    def searched(self, reader: Reader, words: str, *, found: bool) -> None:
        """Count a search; words that found nothing are kept, unless they look like somebody's address or number."""
        folded = " ".join(fold(words).split())[:MOST_WORDS]
        with self._lock:
            if not folded or not reader.counts or not self._is_new(reader, f"search {folded}"):
                return
            self._asked[today(), found] += 1
            if not found and not PERSONAL.search(words):
                self._vain[today(), folded] += 1

    def _is_new(self, reader: Reader, what: str) -> bool:
        moment = time.monotonic()
        if len(self._seen) > 10_000:  # noqa: PLR2004 - some megabytes at most
            self._seen = {key: at for key, at in self._seen.items() if moment - at < ONCE}
        told = f"{reader.address}\n{reader.browser}\n{what}".encode()
        key = hashlib.blake2b(told, key=self._key, digest_size=16).digest()
        before, self._seen[key] = self._seen.get(key, -ONCE), moment
        return moment - before >= ONCE

    def write_down(self, database: Database) -> int:
        """Add the counts to those of the days, in one short transaction; returns how many rows changed."""
        with self._lock:
            opened, asked, vain = self._opened, self._asked, self._vain
            self._opened, self._asked, self._vain = Counter(), Counter(), Counter()
        if not opened and not asked:
            return 0
        with database.writing() as session:
            for (resource_id, day, measure), many in sorted(opened.items()):
                _add(session, UsageDay, {"resource_id": resource_id, "day": day}, {measure: many})
            for (day, found), many in sorted(asked.items()):
                _add(session, SearchDay, {"day": day}, {"asked": many, "in_vain": 0 if found else many})
            for (day, words), many in sorted(vain.items()):
                _add(session, VainSearch, {"day": day, "words": words}, {"many": many})
        return len(opened) + len(asked) + len(vain)


def _add(
    session: WriteSession,
    table: type[UsageDay | SearchDay | VainSearch],
    key: dict[str, object],
    counts: dict[str, int],
) -> None:
    here = [getattr(table, name) == value for name, value in key.items()]
    more = {name: getattr(table, name) + many for name, many in counts.items()}
    changed = session.execute(update(table).where(*here).values(more).execution_options(synchronize_session=False))
    if not changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE always has it
        session.execute(insert(table).values({**key, **counts}))
