"""Asking for an account, asking for a new password, and what the links in the letters do."""

from rmtc.accounts import queries, throttle
from rmtc.accounts.membership import NewPerson, add_person
from rmtc.accounts.models import Institution, Person, PersonState, TicketPurpose
from rmtc.accounts.passwords import hash_password, weakness
from rmtc.accounts.sessions import end_other_sessions
from rmtc.accounts.tickets import end_tickets, find_ticket, issue_ticket, use_ticket
from rmtc.audit.services import record
from rmtc.db import Database, WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.joining import letters
from rmtc.joining.forms import PasswordForm, RegistrationForm, ResetForm
from rmtc.joining.letters import send

PASSWORD_TICKETS = (TicketPurpose.INVITATION, TicketPurpose.CONFIRMATION, TicketPurpose.PASSWORD)


def register(session: WriteSession, form: RegistrationForm, *, caller: str, site_url: str) -> None:
    """Take a request for an account; whoever asks learns nothing about other accounts, the letter tells its owner.

    Raises FieldRefusal for an institution that is not there, TooOften as throttle.may_send_letter says.
    """
    institution = session.get(Institution, form.institution_id) if form.institution_id else None
    if form.institution_id and institution is None:
        raise FieldRefusal("institution_id", _("Please choose one of the options."))
    if not throttle.may_send_letter(session, form.email, caller):
        return
    person = queries.person_by_email(session, form.email)
    if person is not None and person.state is not PersonState.UNCONFIRMED:
        send(session, letters.KNOWN_ADDRESS, person, link=f"{site_url}/password-reset")
        return
    institution_id = institution.id if institution else None
    if person is None:
        new = NewPerson(form.email, form.name, institution_id, form.language, PersonState.UNCONFIRMED)
        person = add_person(session, new, by=None)
    else:  # nobody has confirmed the earlier request: the newest one counts
        person.name, person.institution_id, person.language = form.name, institution_id, form.language
    token = issue_ticket(session, person, TicketPurpose.CONFIRMATION)
    send(session, letters.CONFIRMATION, person, link=f"{site_url}/tickets/{token}")


def ask_for_password(session: WriteSession, form: ResetForm, *, caller: str, site_url: str) -> None:
    """Send a link for a new password, if the address has an account that is open."""
    if not throttle.may_send_letter(session, form.email, caller):
        return
    person = queries.person_by_email(session, form.email)
    if person is None or person.state is not PersonState.ACTIVE:
        return
    token = issue_ticket(session, person, TicketPurpose.PASSWORD)
    record(session, "password.asked_for", ("person", person.id), by=None)
    send(session, letters.PASSWORD, person, link=f"{site_url}/tickets/{token}")


def choose_password(database: Database, token: str, form: PasswordForm, *, site_url: str) -> PersonState:
    """Set the password that a ticket allows, outside any transaction while hashing; says the state the account is in.

    Raises NotFound for a ticket that is no longer good, FieldRefusal for a weak password.
    """
    with database.reading() as session:
        _ticket, person = find_ticket(session, token, *PASSWORD_TICKETS)
    if wrong := weakness(form.password, person.name, person.email):
        raise FieldRefusal("password", wrong)
    hashed = hash_password(form.password)
    with database.writing() as session:
        ticket, person = find_ticket(session, token, *PASSWORD_TICKETS)
        use_ticket(session, ticket)
        person.password_hash = hashed
        _go_on(session, person, ticket.purpose, site_url)
        end_other_sessions(session, person.id)
        record(session, "password.chosen", ("person", person.id), by=person.id, after=str(ticket.purpose))
        return person.state


def _go_on(session: WriteSession, person: Person, purpose: TicketPurpose, site_url: str) -> None:
    if purpose is TicketPurpose.INVITATION:
        person.state = PersonState.ACTIVE
    elif purpose is TicketPurpose.CONFIRMATION:
        person.state = PersonState.WAITING
        for approver in queries.approvers(session, person.institution_id):
            link = f"{site_url}/manage/people/{person.id}"
            send(session, letters.REQUEST, approver, applicant=person.name, address=person.email, link=link)
    else:
        send(session, letters.CHANGED, person, change=letters.NEW_PASSWORD, link=f"{site_url}/password-reset")


def confirm_new_address(session: WriteSession, token: str, *, site_url: str) -> Person:
    """Move an account to the address that this ticket was sent to; the old address is told."""
    ticket, person = find_ticket(session, token, TicketPurpose.ADDRESS)
    use_ticket(session, ticket)
    if queries.person_by_email(session, ticket.address) is not None:
        raise FieldRefusal("address", _("There is an account with this address already."))
    old, person.email = person.email, ticket.address
    end_tickets(session, person.id, TicketPurpose.PASSWORD)
    record(session, "person.moved", ("person", person.id), by=person.id, old=old, new=person.email)
    send(session, letters.CHANGED, person, to=old, change=letters.MOVED, link=f"{site_url}/")
    return person
