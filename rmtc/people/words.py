"""What roles and states of accounts are called."""

from collections.abc import Mapping

from rmtc.accounts.models import PersonState, RoleName
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

ROLES = {
    RoleName.LEARNER: mark("Learner"),
    RoleName.TRAINER: mark("Trainer"),
    RoleName.AUTHOR: mark("Curriculum author"),
    RoleName.EXPERT: mark("Expert reviewer"),
    RoleName.COORDINATOR: mark("Training coordinator"),
    RoleName.LIBRARIAN: mark("Librarian"),
    RoleName.REVIEWER: mark("Accreditation reviewer"),
    RoleName.MANAGER: mark("Centre manager"),
    RoleName.ADMIN: mark("Administrator"),
}
STATES = {
    PersonState.WAITING: (mark("Waits for approval"), "due"),
    PersonState.ACTIVE: (mark("Active"), "pass"),
    PersonState.INVITED: (mark("Invited"), ""),
    PersonState.UNCONFIRMED: (mark("Address not confirmed"), ""),
    PersonState.CLOSED: (mark("Closed"), "stop"),
}
SCOPES = {
    "course": mark("course %(name)s"),
    "run": mark("course run %(name)s"),
    "runs": mark("every run of %(name)s"),
    "curriculum": mark("curriculum %(name)s"),
}
HAPPENINGS = {
    "person.added": mark("Account made"),
    "person.approved": mark("Request approved"),
    "person.declined": mark("Request declined"),
    "person.invited": mark("Invitation sent"),
    "person.changed": mark("Details changed"),
    "person.closed": mark("Account closed"),
    "person.opened": mark("Account opened again"),
    "person.seen": mark("This page looked at"),
    "person.signed_in": mark("Signed in"),
    "person.move_asked_for": mark("Asked for a new address"),
    "person.moved": mark("Address changed"),
    "person.data_taken": mark("Own data downloaded"),
    "password.asked_for": mark("Asked for a new password"),
    "password.chosen": mark("Password chosen"),
    "password.changed": mark("Password changed"),
    "role.granted": mark("Role given"),
    "role.ended": mark("Role ended"),
    "sessions.ended": mark("Signed out elsewhere"),
    "second_factor.added": mark("Second step of signing in added"),
    "second_factor.ended": mark("Second step of signing in ended"),
    "recovery_codes.renewed": mark("Recovery codes renewed"),
}
"""What the log can say about a person."""


def role_name(role: RoleName) -> str:
    """What a role is called."""
    return _(ROLES[role])


def state_name(state: PersonState) -> str:
    """What the state of an account is called."""
    return _(STATES[state][0])


def state_kind(state: PersonState) -> str:
    """The kind of tag that shows a state."""
    return STATES[state][1]


def scope_name(kind: str, number: int, names: Mapping[tuple[str, int], str]) -> str:
    """Where a role holds; empty when it holds everywhere."""
    name = names.get((kind, number), str(number) if kind else "")
    return _(SCOPES[kind]) % {"name": name} if kind in SCOPES else name


def happening(what: str) -> str:
    """What an entry of the log says; the code itself where there are no words for it."""
    return _(HAPPENINGS[what]) if what in HAPPENINGS else what
