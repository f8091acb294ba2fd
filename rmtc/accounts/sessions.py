"""Sessions of signed-in browsers: 32 random bytes in a cookie, a hash of them in the database."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from rmtc.accounts.actors import Actor, actor_of
from rmtc.accounts.models import ApiToken, Person, PersonState, Role, SignInSession
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession, rows

LIFETIME = timedelta(days=14)
IDLE = timedelta(days=3)
SEEN_EVERY = timedelta(minutes=10)

_ASKER = Person.id, Person.name, Person.email, Person.language, Person.time_zone, Person.institution_id
SIGNED_IN: Select[*tuple[Any, ...]] = (
    select(SignInSession.id, SignInSession.seen_at, *_ASKER, Role.name, Role.scope_kind, Role.scope_id)
    .join(Person, Person.id == SignInSession.person_id)
    .outerjoin(Role, Role.person_id == Person.id)
    .where(SignInSession.token_hash == bindparam("token_hash"), SignInSession.ended_at.is_(None))
    .where(SignInSession.expires_at > bindparam("moment"), SignInSession.seen_at > bindparam("idle_since"))
    .where(Person.state == PersonState.ACTIVE)
)
"""Whose session it is, with a row for each role; built once, since every page asks."""


def hash_of(token: str) -> str:
    """The SHA-256 (hex) under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: WriteSession, person: Person, *, agent: str = "", address: str = "") -> str:
    """Sign a person in on a browser; returns the token for its cookie."""
    token, moment = secrets.token_urlsafe(32), now()
    session.add(
        SignInSession(
            token_hash=hash_of(token),
            person_id=person.id,
            created_at=moment,
            seen_at=moment,
            expires_at=moment + LIFETIME,
            agent=agent[:200],
            address=address[:45],
        )
    )
    return token


def end_session(session: WriteSession, session_id: int, person_id: int) -> None:
    """Sign a browser out; one's own only."""
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now())
    )


def end_other_sessions(session: WriteSession, person_id: int, keep: int | None = None) -> None:
    """Sign every browser of a person out but one."""
    mine = SignInSession.person_id == person_id
    session.execute(
        update(SignInSession)
        .where(mine, SignInSession.ended_at.is_(None), SignInSession.id != (keep or 0))
        .values(ended_at=now())
    )


def actor_with(session: ReadSession, token: str) -> tuple[Actor, bool] | None:
    """Who is signed in with this token, and whether the session has not been seen for a while."""
    moment = now()
    asked = {"token_hash": hash_of(token), "moment": moment, "idle_since": moment - IDLE}
    found = rows(session, SIGNED_IN, asked).all()
    if not found:
        return None
    session_id, seen_at, number, name, email, language, time_zone, institution_id, *_ = found[0]
    grants = frozenset((role, kind, scope) for *_, role, kind, scope in found if role is not None)
    actor = Actor(number, name, email, language, time_zone, institution_id, grants, session_id)
    return actor, seen_at < moment - SEEN_EVERY


def touch_session(session: WriteSession, session_id: int) -> None:
    """Note that a browser has been seen."""
    session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now()))


def actor_with_api_token(session: ReadSession, token: str) -> Actor | None:
    """Who an API token speaks for."""
    rows = session.execute(
        select(Person, Role)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .outerjoin(Role, Role.person_id == Person.id)
        .where(ApiToken.token_hash == hash_of(token), ApiToken.ended_at.is_(None))
        .where(ApiToken.expires_at.is_(None) | (ApiToken.expires_at > now()))
        .where(Person.state == PersonState.ACTIVE)
    ).all()
    return actor_of(rows[0][0], [role for _, role in rows if role is not None]) if rows else None
