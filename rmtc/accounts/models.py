"""People, the institutions they work for, what they may do, and how they sign in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rmtc.db import Model


class RoleName(StrEnum):
    """What a person may be; roles combine, each within its scope."""

    LEARNER = "learner"
    TRAINER = "trainer"
    AUTHOR = "author"
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    LIBRARIAN = "librarian"
    REVIEWER = "reviewer"
    MANAGER = "manager"
    ADMIN = "admin"


class PersonState(StrEnum):
    """The way of an account: invited or registered, waiting for its coordinator, active, closed."""

    INVITED = "invited"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    ACTIVE = "active"
    CLOSED = "closed"


class Institution(Model):
    """A ministry, office, municipality, university or organisation; country by ISO 3166-1 alpha-2."""

    __tablename__ = "institutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2))
    url: Mapped[str] = mapped_column(String(300), default="")
    partner_role: Mapped[str] = mapped_column(String(20), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    about_sr: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)


class Person(Model):
    """Someone with an account."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    state: Mapped[PersonState] = mapped_column(default=PersonState.ACTIVE)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Belgrade")
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    institution: Mapped[Institution | None] = relationship(lazy="raise")
    roles: Mapped[list["Role"]] = relationship(lazy="raise", back_populates="person")


class Role(Model):
    """A role of a person; without a scope it holds everywhere, else for one institution, course, run and so on."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "name", "scope_kind", "scope_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[RoleName]
    scope_kind: Mapped[str] = mapped_column(String(12), default="")
    scope_id: Mapped[int] = mapped_column(default=0)
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None]
    person: Mapped[Person] = relationship(lazy="raise", back_populates="roles")


class SignInSession(Model):
    """A browser that somebody is signed in with; only a hash of its token is kept."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    ended_at: Mapped[datetime | None]


class ApiToken(Model):
    """A token for the JSON API; only its hash is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SignInTry(Model):
    """A failed try to sign in, for the throttle; kept a day."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (
        Index("ix_sign_in_tries_email_at", "email", "at"),
        Index("ix_sign_in_tries_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime]


class Ticket(Model):
    """A single-use link sent by mail: an invitation, a confirmation of an address, a new password."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
