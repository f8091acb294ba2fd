"""Who may see and write curricula."""

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName

READERS = (RoleName.AUTHOR, RoleName.EXPERT, RoleName.REVIEWER, RoleName.TRAINER, RoleName.MANAGER, RoleName.ADMIN)


def may_read(actor: Actor | None) -> bool:
    """Say whether somebody may read curricula: authors, experts, reviewers, trainers, managers."""
    return actor is not None and actor.has_any(*READERS)


def may_approve(actor: Actor) -> bool:
    """Say whether somebody approves curricula for the Centre."""
    return actor.has(RoleName.MANAGER) or actor.has(RoleName.ADMIN)


def may_begin(actor: Actor) -> bool:
    """Say whether somebody may begin a new curriculum."""
    return may_approve(actor) or actor.has(RoleName.AUTHOR)


def may_remark(actor: Actor, curriculum_id: int) -> bool:
    """Say whether somebody comments on this curriculum: its working group, experts, managers."""
    return actor.has(RoleName.EXPERT) or may_write(actor, curriculum_id)


def may_write(actor: Actor, curriculum_id: int) -> bool:
    """Say whether somebody writes this curriculum: its working group, authors of all, managers."""
    return may_begin(actor) or actor.has(RoleName.AUTHOR, "curriculum", curriculum_id)
