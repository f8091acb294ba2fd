"""Who somebody is to the library: its staff, and everything that a right may name."""

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName

STAFF = (RoleName.LIBRARIAN, RoleName.MANAGER, RoleName.ADMIN)


def is_staff(actor: Actor | None) -> bool:
    """Say whether somebody keeps the library."""
    return actor is not None and any(actor.has(role) for role in STAFF)


def holders(actor: Actor | None) -> list[tuple[str, int]]:
    """Everything a right may name that means this person: themselves, their institution, the scopes of their roles."""
    if actor is None:
        return []
    groups = {(kind, scope) for _, kind, scope in actor.grants if kind}
    if actor.institution_id:
        groups.add(("institution", actor.institution_id))
    return [("person", actor.id), *sorted(groups)]


def holder_key(kind: str, holder_id: int) -> str:
    """The key of a holder, in the search index."""
    return f"{kind}:{holder_id}"
