"""What institutions are in the project."""

from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

ROLES = {
    "lead": (mark("Lead"), mark("Leads")),
    "partner": (mark("Partner"), mark("Partners")),
    "associated": (mark("Associated partner"), mark("Associated partners")),
    "beneficiary": (mark("Beneficiary institution"), mark("Beneficiary institutions")),
    "contractor": (mark("Contracting body"), mark("Contracting bodies")),
    "expert": (mark("Expert body"), mark("Expert bodies")),
}


def role_name(role: str, *, many: bool = False) -> str:
    """What an institution is in the project."""
    return _(ROLES[role][many]) if role in ROLES else role


def role_choices() -> list[tuple[str, str]]:
    """Every role with its name."""
    return [(role, _(words[0])) for role, words in ROLES.items()]
