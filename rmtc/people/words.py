"""What roles and states of accounts are called."""

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
    "course": mark("course %(number)s"),
    "run": mark("course run %(number)s"),
    "curriculum": mark("curriculum %(number)s"),
    "collection": mark("collection %(number)s"),
}


def role_name(role: RoleName) -> str:
    """What a role is called."""
    return _(ROLES[role])


def state_name(state: PersonState) -> str:
    """What the state of an account is called."""
    return _(STATES[state][0])


def state_kind(state: PersonState) -> str:
    """The kind of tag that shows a state."""
    return STATES[state][1]


def scope_name(kind: str, number: int, institutions: dict[int, str]) -> str:
    """Where a role holds; empty when it holds everywhere."""
    if kind == "institution":
        return institutions.get(number, "")
    return _(SCOPES[kind]) % {"number": number} if kind in SCOPES else ""
