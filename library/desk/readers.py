"""Institutions and groups that a record can be opened to, by name: what a librarian types, and what is kept."""

from collections.abc import Callable, Iterable, Sequence

from library.resources.models import ResourceReader
from library.resources.policies import holder_key
from rmtc.accounts.queries import institution_choices
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.search.folding import fold

ReaderSource = Callable[[ReadSession], list[tuple[str, str]]]
"""Gives keys ("run:7") and names in the reader's language of groups that a record can be opened to."""
MOST = 8


def institution_readers(session: ReadSession) -> list[tuple[str, str]]:
    """Every institution."""
    return [(holder_key("institution", number), name) for number, name in institution_choices(session)]


def known_readers(session: ReadSession, sources: Iterable[ReaderSource]) -> dict[str, str]:
    """The names of all that a record can be opened to, by key."""
    return {key: name for source in sources for key, name in source(session)}


def reader_names(session: ReadSession, sources: Iterable[ReaderSource], readers: Sequence[ResourceReader]) -> list[str]:
    """What a record is open to, by name; a key where the group is no longer there."""
    known = known_readers(session, sources) if readers else {}
    return [known.get(key, key) for key in (holder_key(one.holder_kind, one.holder_id) for one in readers)]


def reader_keys(session: ReadSession, sources: Iterable[ReaderSource], names: Sequence[str]) -> list[str]:
    """The keys of what is named; refuses a name that is neither of an institution nor of a course run."""
    if not names:
        return []
    known = known_readers(session, sources)
    by_name = {fold(name): key for key, name in known.items()} | {fold(key): key for key in known}
    if unknown := [name for name in names if fold(name) not in by_name]:
        said = _("There is no institution and no course run “%(name)s”. Choose one that is suggested.")
        raise FieldRefusal("readers", said % {"name": unknown[0][:100]})
    return list(dict.fromkeys(by_name[fold(name)] for name in names))


def readers_like(session: ReadSession, sources: Iterable[ReaderSource], typed: str) -> list[str]:
    """Names that hold what is being typed."""
    key = fold(typed)
    names = known_readers(session, sources).values() if key else ()
    return sorted(
        (name for name in names if key in fold(name)), key=lambda name: (not fold(name).startswith(key), name)
    )[:MOST]
