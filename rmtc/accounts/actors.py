"""Who acts: a plain picture of a person and what they may do, the same for pages, commands and jobs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rmtc.accounts.models import Person, Role, RoleName

Grant = tuple[str, str, int]
"""A role, the kind of its scope ("" is everywhere) and the scope's id."""


@dataclass(frozen=True)
class Actor:
    """A person who does something; `id` is 0 for the site itself (commands, demonstration data)."""

    id: int
    name: str
    email: str
    language: str = "en"
    time_zone: str = "Europe/Belgrade"
    institution_id: int | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    session_id: int | None = None

    @property
    def initials(self) -> str:
        """Two letters for the account button."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    def has(self, role: RoleName, scope_kind: str = "", scope_id: int = 0) -> bool:
        """Say whether the person has a role everywhere, or within this scope."""
        return (role, "", 0) in self.grants or (bool(scope_kind) and (role, scope_kind, scope_id) in self.grants)

    def has_any(self, *roles: RoleName) -> bool:
        """Say whether the person has one of these roles in any scope."""
        return any(name in roles for name, _, _ in self.grants)

    def scopes(self, role: RoleName, scope_kind: str) -> set[int]:
        """The ids of the scopes of a kind in which the person has a role."""
        return {scope for name, kind, scope in self.grants if name == role and kind == scope_kind}


def actor_of(person: Person, roles: Iterable[Role], session_id: int | None = None) -> Actor:
    """Picture a person with their roles."""
    return Actor(
        id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        time_zone=person.time_zone,
        institution_id=person.institution_id,
        grants=frozenset((role.name, role.scope_kind, role.scope_id) for role in roles),
        session_id=session_id,
    )


def the_site() -> Actor:
    """The site itself, for commands and demonstration data: it may do everything."""
    return Actor(id=0, name="RMTC", email="", grants=frozenset({(RoleName.ADMIN, "", 0)}))
