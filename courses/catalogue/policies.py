"""Who may begin, write and see courses."""

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName

INSIDERS = (RoleName.TRAINER, RoleName.AUTHOR, RoleName.EXPERT, RoleName.REVIEWER)


def is_manager(actor: Actor) -> bool:
    """Say whether somebody looks after all courses."""
    return actor.has(RoleName.MANAGER) or actor.has(RoleName.ADMIN)


def may_begin(actor: Actor) -> bool:
    """Say whether somebody may begin a course: authors (of a working group, too) and managers."""
    return is_manager(actor) or actor.has_any(RoleName.AUTHOR)


def may_write(actor: Actor, course_id: int) -> bool:
    """Say whether somebody writes the material of a course: its trainers and authors, managers."""
    own = {(RoleName.TRAINER, "course", course_id), (RoleName.AUTHOR, "course", course_id)}
    return is_manager(actor) or bool(own & actor.grants)


def may_teach(actor: Actor | None) -> bool:
    """Say whether the desk of trainers is for somebody."""
    return actor is not None and (is_manager(actor) or actor.has_any(RoleName.TRAINER, RoleName.AUTHOR))


def may_open_runs(actor: Actor, course_id: int) -> bool:
    """Say whether somebody opens runs of a course: its trainers and managers."""
    return is_manager(actor) or (RoleName.TRAINER, "course", course_id) in actor.grants


def sees_runs(actor: Actor | None) -> bool:
    """Say whether the list of runs is for somebody: trainers, of one run too, and managers."""
    return actor is not None and (is_manager(actor) or actor.has_any(RoleName.TRAINER))


def written_by(actor: Actor) -> set[int]:
    """The ids of the courses in whose scope somebody is trainer or author."""
    return actor.scopes(RoleName.TRAINER, "course") | actor.scopes(RoleName.AUTHOR, "course")
