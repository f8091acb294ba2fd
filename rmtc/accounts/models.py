"""People, the institutions they work for, what they may do, and how they sign in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from rmtc.db import Model
from rmtc.i18n.languages import current
from rmtc.i18n.serbian import to_latin
from rmtc.search.folding import fold


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


class TicketPurpose(StrEnum):
    """What a link sent by mail is good for."""

    INVITATION = "invitation"
    CONFIRMATION = "confirmation"
    PASSWORD = "password"  # noqa: S105 - the name of a purpose
    ADDRESS = "address"
    SECOND_STEP = "second step"


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

    @property
    def shown_name(self) -> str:
        """The name in the reader's language."""
        language = current()
        if not self.name_sr or not language.startswith("sr"):
            return self.name
        return to_latin(self.name_sr) if language == "sr-Latn" else self.name_sr


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
    created_at: Mapped[datetime]
    folded_name: Mapped[str] = mapped_column(String(250), default="")
    institution: Mapped[Institution | None] = relationship(lazy="raise")
    roles: Mapped[list["Role"]] = relationship(lazy="raise", back_populates="person")

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        """Keep the name as it is searched for: one script, no diacritics."""
        self.folded_name = fold(name)[:250]
        return name


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
    """A failed try to sign in, or a letter asked for (kind "letter"), for the throttle; kept a day."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (
        Index("ix_sign_in_tries_email_at", "email", "at"),
        Index("ix_sign_in_tries_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), default="sign-in")
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime]


class Ticket(Model):
    """A single-use link sent by mail; `address` is the new one where a person changes theirs."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[TicketPurpose]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(254), default="")


class SecondFactor(Model):
    """The secret a person's authenticator app shares with the site (RFC 6238); counts once confirmed by a code.

    `last_step` is the newest 30-second step whose code was used: no code is taken twice.
    """

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Model):
    """A code on paper for whoever has lost their authenticator; single use, only its hash is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]
