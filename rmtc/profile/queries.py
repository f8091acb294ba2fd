"""Reading one's own account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from rmtc.accounts.models import ApiToken, Person, RecoveryCode, SecondFactor, SignInSession, Ticket
from rmtc.accounts.sessions import IDLE
from rmtc.audit.models import AuditEntry
from rmtc.clock import now
from rmtc.db import ReadSession

AGENTS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def own_person(session: ReadSession, person_id: int) -> Person:
    """A person with their institution and roles."""
    loaded = (joinedload(Person.institution), selectinload(Person.roles))
    return session.scalars(select(Person).where(Person.id == person_id).options(*loaded)).one()


def open_sessions(session: ReadSession, person_id: int) -> Sequence[SignInSession]:
    """The browsers a person is signed in with, the one seen last first."""
    moment = now()
    mine = (SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    alive = (SignInSession.expires_at > moment, SignInSession.seen_at > moment - IDLE)
    return session.scalars(select(SignInSession).where(*mine, *alive).order_by(SignInSession.seen_at.desc())).all()


def own_tokens(session: ReadSession, person_id: int) -> Sequence[ApiToken]:
    """The tokens of a person that have not been revoked, the newest first."""
    mine = (ApiToken.person_id == person_id, ApiToken.ended_at.is_(None))
    return session.scalars(select(ApiToken).where(*mine).order_by(ApiToken.id.desc())).all()


def second_factor(session: ReadSession, person_id: int) -> SecondFactor | None:
    """The authenticator app of a person, confirmed or about to be."""
    return session.get(SecondFactor, person_id)


def codes_left(session: ReadSession, person_id: int) -> int:
    """How many recovery codes have not been used."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def browser_name(agent: str) -> str:
    """A browser and its system in words, from its User-Agent header; empty when it says neither."""
    browser = next((name for sign, name in AGENTS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(filter(None, (browser, system)))


ACCOUNT_TABLES = (
    "people",
    "roles",
    "sign_in_sessions",
    "api_tokens",
    "second_factors",
    "recovery_codes",
    "tickets",
)
"""The tables that `own_data` reads."""


def own_data(session: ReadSession, person_id: int) -> dict[str, Any]:
    """What the site keeps about a person's account, as JSON values (Regulation (EU) 2016/679, Article 20)."""
    person = own_person(session, person_id)
    factor = second_factor(session, person_id)
    entries = session.execute(
        select(AuditEntry.at, AuditEntry.what)
        .where(AuditEntry.subject_kind == "person", AuditEntry.subject_id == person_id)
        .order_by(AuditEntry.id)
    )
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "time_zone": person.time_zone,
        "state": str(person.state),
        "institution": person.institution.name if person.institution else None,
        "account_since": _moment(person.created_at),
        "roles": [
            {"role": str(role.name), "scope": role.scope_kind or None, "since": _moment(role.granted_at)}
            for role in person.roles
        ],
        "sessions": [
            {"since": _moment(each.created_at), "seen": _moment(each.seen_at), "browser": each.agent}
            for each in open_sessions(session, person_id)
        ],
        "tokens": [
            {"name": each.name, "made": _moment(each.created_at), "ends": _moment(each.expires_at)}
            for each in own_tokens(session, person_id)
        ],
        "second_step_since": _moment(factor.confirmed_at) if factor else None,
        "recovery_codes_left": codes_left(session, person_id),
        "links_sent": [
            {"for": str(each.purpose), "sent": _moment(each.created_at), "used": _moment(each.used_at)}
            for each in session.scalars(select(Ticket).where(Ticket.person_id == person_id).order_by(Ticket.id))
        ],
        "log": [{"at": _moment(at), "what": what} for at, what in entries],
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
