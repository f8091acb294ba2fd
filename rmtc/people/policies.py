"""Who may manage whom: managers everybody but administrators, coordinators the people of their institution."""

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, RoleName

NOWHERE = "erased.invalid"
"""The domain of addresses that lead nowhere (RFC 2606)."""
COORDINATORS_GIVE = (RoleName.LEARNER, RoleName.COORDINATOR)


def is_people_manager(actor: Actor | None) -> bool:
    """Say whether somebody manages people at all."""
    return actor is not None and (manages_everybody(actor) or bool(own_institutions(actor)))


def manages_everybody(actor: Actor) -> bool:
    """Say whether somebody manages the people of all institutions."""
    return actor.has(RoleName.MANAGER) or actor.has(RoleName.ADMIN)


def own_institutions(actor: Actor) -> set[int]:
    """The institutions somebody coordinates."""
    return actor.scopes(RoleName.COORDINATOR, "institution")


def may_see(actor: Actor, person: Person) -> bool:
    """Say whether somebody may know of a person's account."""
    return manages_everybody(actor) or person.institution_id in own_institutions(actor)


def may_change(actor: Actor, roles: set[RoleName]) -> bool:
    """Say whether somebody may change the account of a person with these roles: never one above their own."""
    if actor.has(RoleName.ADMIN):
        return True
    if actor.has(RoleName.MANAGER):
        return RoleName.ADMIN not in roles
    return roles <= {RoleName.LEARNER, RoleName.COORDINATOR, RoleName.TRAINER, RoleName.AUTHOR, RoleName.EXPERT}


def roles_to_give(actor: Actor) -> list[RoleName]:
    """The roles somebody may give and take."""
    if actor.has(RoleName.ADMIN):
        return list(RoleName)
    if actor.has(RoleName.MANAGER):
        return [role for role in RoleName if role is not RoleName.ADMIN]
    return list(COORDINATORS_GIVE) if own_institutions(actor) else []


def may_erase(actor: Actor) -> bool:
    """Say whether somebody may erase people: administrators."""
    return actor.has(RoleName.ADMIN)


def is_erased(person: Person) -> bool:
    """Say whether nothing but the record is left of a person."""
    return person.email.endswith(f"@{NOWHERE}")
