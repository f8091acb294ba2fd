"""What managers and coordinators type about people and institutions."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from rmtc.accounts.forms import Address, LanguageCode, Name, Typed
from rmtc.accounts.models import RoleName
from rmtc.i18n.countries import country_choices
from rmtc.i18n.texts import gettext as _

LARGEST_IMPORT = 500_000
"""Characters of a CSV file; some five thousand people."""


def _country(code: str) -> str:
    if code not in dict(country_choices()):
        raise ValueError(_("Please choose one of the options."))
    return code


class InvitationForm(Typed):
    """Who is to get an account; institution 0 is none."""

    email: Address
    name: Name
    institution_id: int = Field(ge=0)
    role: RoleName
    language: LanguageCode


class PersonForm(Typed):
    """What an administrator may correct about a person."""

    name: Name
    institution_id: int = Field(ge=0)


class RoleForm(Typed):
    """A role to give; coordinators get it for their own institution, all others everywhere."""

    role: RoleName


class InstitutionForm(Typed):
    """An institution people come from; country by ISO 3166-1 alpha-2."""

    name: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    name_sr: str = Field("", max_length=200)
    country: Annotated[str, AfterValidator(_country)]
    url: str = Field("", max_length=300, pattern=r"^(https?://\S+)?$")


class ImportForm(Typed):
    """People as CSV; with `check` nothing is changed."""

    text: str = Field("", max_length=LARGEST_IMPORT)
    check: bool = False
