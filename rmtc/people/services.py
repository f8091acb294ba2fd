"""Managing people: invitations, approval, roles, closing accounts, institutions."""

from rmtc.accounts.actors import Actor
from rmtc.accounts.membership import NewPerson, add_person, end_role, grant_role, refuse_doubled_name, refuse_last_admin
from rmtc.accounts.models import Institution, Person, PersonState, Role, RoleName, TicketPurpose
from rmtc.accounts.second_factor import forget_second_step, has_second_factor
from rmtc.accounts.sessions import end_other_sessions
from rmtc.accounts.tickets import end_tickets, issue_ticket
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, NotAllowed, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.joining import letters
from rmtc.joining.letters import Letter, send
from rmtc.people.forms import InstitutionForm, InvitationForm, PersonForm
from rmtc.people.policies import is_erased, manages_everybody, may_change, own_institutions, roles_to_give
from rmtc.people.queries import role_names


def invite_person(session: WriteSession, form: InvitationForm, *, by: Actor, site_url: str) -> Person:
    """Make an account with one role and send its owner a link to choose a password."""
    institution_id = institution_to_use(session, form.institution_id, by)
    if form.role not in roles_to_give(by):
        raise FieldRefusal("role", _("You may not give this role."))
    new = NewPerson(form.email, form.name, institution_id, form.language)
    person = add_person(session, new, by=by)
    _grant(session, person, form.role, by)
    send_invitation(session, person, by=by, site_url=site_url)
    return person


def institution_to_use(session: WriteSession, institution_id: int, by: Actor) -> int | None:
    """The institution chosen, if `by` may put people there; FieldRefusal otherwise."""
    if not manages_everybody(by) and institution_id not in own_institutions(by):
        raise FieldRefusal("institution_id", _("Please choose your own institution."))
    if institution_id and session.get(Institution, institution_id) is None:
        raise FieldRefusal("institution_id", _("Please choose one of the options."))
    return institution_id or None


def send_invitation(session: WriteSession, person: Person, *, by: Actor, site_url: str) -> None:
    """Send (or send again) the link with which an invited person chooses a password."""
    if person.state is not PersonState.INVITED:
        raise Refusal(_("Only somebody who has not chosen a password yet can be invited."))
    token = issue_ticket(session, person, TicketPurpose.INVITATION)
    record(session, "person.invited", ("person", person.id), by=by.id)
    send(session, letters.INVITATION, person, link=f"{site_url}/tickets/{token}")


def approve_request(session: WriteSession, person: Person, *, by: Actor, site_url: str) -> None:
    """Open the account of somebody who asked for one: they become a learner and are welcomed."""
    _decide(session, person, PersonState.ACTIVE, letters.WELCOME, by, f"{site_url}/sign-in")
    grant_role(session, person, RoleName.LEARNER, by=by)


def decline_request(session: WriteSession, person: Person, *, by: Actor) -> None:
    """Close the account of somebody who asked for one, and tell them."""
    _decide(session, person, PersonState.CLOSED, letters.DECLINED, by, "")


def _decide(session: WriteSession, person: Person, state: PersonState, letter: Letter, by: Actor, link: str) -> None:
    if person.state is not PersonState.WAITING:
        raise Refusal(_("This request has been decided already."))
    person.state = state
    verb = "approved" if state is PersonState.ACTIVE else "declined"
    record(session, f"person.{verb}", ("person", person.id), by=by.id)
    send(session, letter, person, link=link)


def change_person(session: WriteSession, person: Person, form: PersonForm, *, by: Actor) -> Person:
    """Correct a person's name or institution."""
    _refuse_above(session, person, by)
    institution_id = institution_to_use(session, form.institution_id, by)
    old = {"name": person.name, "institution": person.institution_id}
    person.name, person.institution_id = form.name, institution_id
    new = {"name": form.name, "institution": institution_id}
    if old != new:
        record(session, "person.changed", ("person", person.id), by=by.id, old=old, new=new)
    return person


def close_account(session: WriteSession, person: Person, *, by: Actor) -> None:
    """Close an account: its owner is signed out everywhere; records stay, and it can be opened again."""
    _refuse_above(session, person, by)
    if person.id == by.id:
        raise Refusal(_("You cannot close your own account. Ask another manager."))
    refuse_last_admin(session, person)
    person.state = PersonState.CLOSED
    end_other_sessions(session, person.id)
    end_tickets(session, person.id, *TicketPurpose)
    record(session, "person.closed", ("person", person.id), by=by.id)


def end_second_step(session: WriteSession, person: Person, *, by: Actor, site_url: str) -> None:
    """Switch off the second step of somebody who has lost their app and codes; they are told."""
    if not manages_everybody(by):
        raise NotAllowed(_("Only managers of the Centre can do this."))
    _refuse_above(session, person, by)
    if not has_second_factor(session, person.id):
        raise Refusal(_("This account signs in without a second step."))
    forget_second_step(session, person.id)
    end_tickets(session, person.id, TicketPurpose.SECOND_STEP)
    record(session, "second_factor.reset", ("person", person.id), by=by.id)
    send(session, letters.CHANGED, person, change=letters.RESET_FACTOR, link=f"{site_url}/password-reset")


def open_account(session: WriteSession, person: Person, *, by: Actor) -> None:
    """Open a closed account again; without a password it waits for an invitation."""
    _refuse_above(session, person, by)
    if person.state is not PersonState.CLOSED or is_erased(person):
        raise Refusal(_("This account is not closed."))
    person.state = PersonState.ACTIVE if person.password_hash else PersonState.INVITED
    record(session, "person.opened", ("person", person.id), by=by.id)


def give_role(session: WriteSession, person: Person, name: RoleName, *, by: Actor) -> Role:
    """Give a role that `by` may give."""
    if name not in roles_to_give(by):
        raise FieldRefusal("role", _("You may not give this role."))
    return _grant(session, person, name, by)


def take_role(session: WriteSession, person: Person, role: Role, *, by: Actor) -> None:
    """Take a role away that `by` could have given."""
    if role.name not in roles_to_give(by):
        raise NotAllowed(_("You may not take this role away."))
    if role.name is RoleName.COORDINATOR and not manages_everybody(by) and role.scope_id not in own_institutions(by):
        raise NotAllowed(_("You may not take this role away."))
    _refuse_above(session, person, by)
    end_role(session, role, by=by)


def _grant(session: WriteSession, person: Person, name: RoleName, by: Actor) -> Role:
    if name is not RoleName.COORDINATOR:
        return grant_role(session, person, name, by=by)
    if not person.institution_id:
        raise FieldRefusal("role", _("A coordinator needs an institution."))
    return grant_role(session, person, name, "institution", person.institution_id, by=by)


def _refuse_above(session: WriteSession, person: Person, by: Actor) -> None:
    if not may_change(by, role_names(session, person.id)):
        raise NotAllowed(_("This account has a role above yours."))


def change_institution(
    session: WriteSession, institution: Institution, form: InstitutionForm, *, by: Actor
) -> Institution:
    """Change an institution's names, country and address."""
    refuse_doubled_name(session, form.name, except_id=institution.id)
    for name, value in form.model_dump().items():
        setattr(institution, name, value)
    record(session, "institution.changed", ("institution", institution.id), by=by.id, **form.model_dump())
    return institution
