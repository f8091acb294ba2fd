"""What people type before they have an account, or without its password."""

from pydantic import BaseModel, Field

from rmtc.accounts.forms import Address, LanguageCode, Name, Typed, TypedPassword


class RegistrationForm(Typed):
    """Who asks for an account; institution 0 is one that is not listed."""

    name: Name
    email: Address
    institution_id: int = Field(ge=0)
    language: LanguageCode


class ResetForm(Typed):
    """The address of somebody who has forgotten their password."""

    email: Address


class PasswordForm(BaseModel):
    """A new password."""

    password: TypedPassword
