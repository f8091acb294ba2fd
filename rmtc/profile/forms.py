"""What people type about their own account."""

from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, Field

from rmtc.accounts.forms import Address, LanguageCode, Name, Typed, TypedPassword
from rmtc.i18n.texts import gettext as _

AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache
def time_zones() -> tuple[str, ...]:
    """The time zones of places (IANA names), without the many aliases of old."""
    return tuple(sorted(name for name in available_timezones() if name.split("/", maxsplit=1)[0] in AREAS))


def _zone(name: str) -> str:
    if name not in time_zones():
        raise ValueError(_("Please choose one of the options."))
    return name


class ProfileForm(Typed):
    """How a person is called, and how pages and letters read for them."""

    name: Name
    language: LanguageCode
    time_zone: Annotated[str, AfterValidator(_zone)]


class AddressForm(BaseModel):
    """Another address for an account; the password shows that it is its owner who asks."""

    email: Address
    current: TypedPassword


class PasswordChangeForm(BaseModel):
    """The password until now, and the new one."""

    current: TypedPassword
    password: TypedPassword


class OwnPasswordForm(BaseModel):
    """The password, to show that it is the account's owner who asks."""

    current: TypedPassword


class ConfirmationForm(Typed):
    """The first code of a new authenticator app."""

    code: str = Field(min_length=1, max_length=40)


class SignOutForm(Typed):
    """Which browser to sign out: the number of a session, or "others" for all but this one."""

    session: str = Field(pattern=r"^(others|\d{1,12})$")


class TokenForm(Typed):
    """A token for the JSON API: what it is for, and after how many days it ends."""

    name: str = Field(min_length=2, max_length=80)
    days: Literal["30", "90", "365"]
