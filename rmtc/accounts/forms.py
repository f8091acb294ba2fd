"""What people type about themselves and others."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from rmtc.accounts.passwords import LONGEST
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _


def _address(typed: str) -> str:
    try:
        found = validate_email(typed, check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise ValueError(_("Please write an e-mail address, for example name@ministry.example.")) from problem
    return found.normalized.lower()


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(_("Please choose one of the options."))
    return code


Address = Annotated[str, StringConstraints(min_length=1, max_length=254), AfterValidator(_address)]
"""An e-mail address, in small letters."""
Name = Annotated[str, StringConstraints(min_length=2, max_length=120)]
LanguageCode = Annotated[str, AfterValidator(_language)]
TypedPassword = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)]
"""A password as it was typed, spaces and all; rmtc.accounts.passwords.weakness says whether a new one will do."""


class Typed(BaseModel):
    """A form whose texts lose the spaces around them."""

    model_config = ConfigDict(str_strip_whitespace=True)


class SignInForm(Typed):
    """An address and a password; `next` is where the person wanted to go."""

    email: str = Field(min_length=3, max_length=254)
    password: TypedPassword
    next: str = Field("", max_length=1000)


class CodeForm(Typed):
    """The second step: the ticket of the first, and a code from the app or from paper."""

    step: str = Field(max_length=100)
    code: str = Field(min_length=1, max_length=40)
    next: str = Field("", max_length=1000)
