"""What the scopes of roles are called: an institution here, courses and runs by the parts that have them."""

from collections.abc import Callable, Iterable, Mapping

from rmtc.accounts.models import Role
from rmtc.db import ReadSession

ScopeNames = Callable[[ReadSession, Iterable[int]], dict[int, str]]
"""Answers with the names of some scopes of one kind, by their ids."""


def scope_names(
    session: ReadSession, roles: Iterable[Role], known: Mapping[str, ScopeNames]
) -> dict[tuple[str, int], str]:
    """The names of what roles hold for, by kind and id, one query for each kind; nothing where nobody knows one."""
    asked: dict[str, set[int]] = {}
    for role in roles:
        if role.scope_kind in known:
            asked.setdefault(role.scope_kind, set()).add(role.scope_id)
    return {(kind, number): name for kind, ids in asked.items() for number, name in known[kind](session, ids).items()}
