"""What the facts of a plan are called."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from library.municipalities.registry import local_governments
from library.plans.models import AdoptingBody, MigrationCouncil
from library.plans.status import Status
from rmtc.i18n.texts import gettext, mark

EXAMPLE_SOURCE: Final = mark("Made up by the Centre for the demonstration.")
"""Where the facts of the plans of the demonstration come from."""

GROUPS: Final[dict[str, str]] = {
    "refugees": mark("Refugees"),
    "displaced": mark("Internally displaced persons"),
    "returnees": mark("Returnees under readmission"),
    "asylum": mark("Asylum seekers"),
    "undetermined": mark("Migrants in need without a determined status"),
    "foreigners": mark("Foreigners and labour migrants"),
    "diaspora": mark("Diaspora and emigrants"),
    "roma": mark("Roma"),
    "hosts": mark("Host community"),
}
"""Target groups by key, with the (marked) name people see."""

THEMES: Final[dict[str, str]] = {
    "reintegration": mark("Returnees and reintegration"),
    "housing": mark("Housing"),
    "livelihoods": mark("Income and self-employment"),
    "health": mark("Health and social protection"),
    "education": mark("Education and language"),
    "stigma": mark("Stigma and discrimination"),
    "youth": mark("Youth unemployment"),
    "labour": mark("Labour shortages"),
    "diaspora-ties": mark("Ties with the diaspora"),
    "gender": mark("Gender equality and protection from violence"),
    "data": mark("Data and monitoring"),
}
"""Themes by key, with the (marked) name people see."""

BODIES: Final[dict[AdoptingBody, str]] = {
    AdoptingBody.UNKNOWN: mark("Not known"),
    AdoptingBody.ASSEMBLY: mark("Local assembly"),
    AdoptingBody.COUNCIL: mark("Municipal or city council"),
    AdoptingBody.OTHER: mark("Another body"),
}
COUNCILS: Final[dict[MigrationCouncil, str]] = {
    MigrationCouncil.UNKNOWN: mark("Not known"),
    MigrationCouncil.FORMED: mark("Formed"),
    MigrationCouncil.NONE: mark("Not formed"),
}
STATUSES: Final[dict[Status, str]] = {
    Status.DRAFT: mark("Not adopted"),
    Status.ADOPTED: mark("Adopted, not begun"),
    Status.IN_FORCE: mark("In force"),
    Status.EXTENDED: mark("Extended"),
    Status.EXPIRED: mark("Expired"),
    Status.SUPERSEDED: mark("Replaced"),
}
TONES: Final[dict[Status, str]] = {
    Status.DRAFT: "due",
    Status.IN_FORCE: "pass",
    Status.EXTENDED: "pass",
    Status.EXPIRED: "stop",
}
"""The kind of tag that a status is shown as; the others are plain."""

CURRENCIES: Final = ("RSD", "EUR", "USD", "CHF")


def named(words: Mapping[str, str], keys: Iterable[str]) -> list[str]:
    """The names of some keys, in the order of the list."""
    wanted = set(keys)
    return [gettext(name) for key, name in words.items() if key in wanted]


def choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Key and name, for a form."""
    return [(str(key), gettext(name)) for key, name in words.items()]


def status_name(status: Status) -> str:
    """A status in words."""
    return gettext(STATUSES[status])


def government_choices() -> list[tuple[str, str]]:
    """Key and name of every local government that may adopt a plan, with its district where the name alone is short."""
    return [(one.key, f"{one.name} ({one.district.name})") for one in local_governments(with_noted=True)]


def source_in_words(source: str) -> str:
    """Where the facts of a plan come from; the sentence of the demonstration in the reader's language."""
    return gettext(EXAMPLE_SOURCE) if source == EXAMPLE_SOURCE else source
