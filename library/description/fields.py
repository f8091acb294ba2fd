"""The fields that a kind of record has beside those that all have: data, from which form, check and page are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from library.description.goals import OBJECTIVES, TARGETS
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

Shape = Literal["line", "text", "date", "number", "choice", "choices", "codes", "names"]


@dataclass(frozen=True)
class Field:
    """A field of a kind: its name in forms and data, what people call it, and the shape of its value.

    `names` are persons or bodies, kept with the creators in a role of the field's name; `codes` are typed in one line.
    """

    name: str
    label: str
    shape: Shape = "line"
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


AUDIENCES: Final = {
    "local": mark("Local government"),
    "state": mark("State administration"),
    "police": mark("Police"),
    "social": mark("Social and health workers"),
    "education": mark("Teachers and researchers"),
    "civil": mark("Civil society"),
    "public": mark("Everyone"),
}
STATUSES: Final = {"planned": mark("Planned"), "running": mark("Running"), "ended": mark("Ended")}

JURISDICTION = Field(
    "jurisdiction", mark("Jurisdiction"), hint=mark("A country, the European Union, the United Nations.")
)
ADOPTED = Field("adopted", mark("Adopted on"), "date")
IN_FORCE = Field("in_force", mark("In force from"), "date")
GAZETTE = Field("gazette", mark("Official gazette"), hint=mark("Name, number and year."))
MUNICIPALITY = Field("municipality", mark("Municipality or city"))
BUDGET = Field("budget", mark("Budget"), hint=mark("Amount, currency and source."))
GEOGRAPHY = Field(
    "geography", mark("Countries and places"), hint=mark("Countries, regions or towns, separated by semicolons.")
)

FIELDS: Final[dict[str, tuple[Field, ...]]] = {
    "law": (JURISDICTION, ADOPTED, IN_FORCE, GAZETTE),
    "report": (Field("series", mark("Series")), Field("commissioned", mark("Commissioned by"), "names"), GEOGRAPHY),
    "plan": (JURISDICTION, ADOPTED, GAZETTE, BUDGET),
    "action_plan": (),  # library.plans knows its facts, with dates, sources and a registry of local governments
    "guide": (Field("edition", mark("Edition")), Field("audience", mark("Written for"), "choices", AUDIENCES)),
    "training": (
        Field("audience", mark("Written for"), "choices", AUDIENCES),
        Field("level", mark("Level (EQF)"), "choice", {str(level): str(level) for level in range(1, 9)}),
        Field("hours", mark("Hours of work"), "number"),
    ),
    "article": (
        Field("journal", mark("Journal or book")),
        Field("volume", mark("Volume")),
        Field("issue", mark("Issue")),
        Field("pages", mark("Pages")),
        Field("editor", mark("Editors"), "names"),
    ),
    "data": (
        MUNICIPALITY,
        GEOGRAPHY,
        Field("variables", mark("What is counted"), "text"),
        Field("method", mark("Source and method"), "text"),
        Field("frequency", mark("How often"), hint=mark("Once, yearly, monthly.")),
    ),
    "video": (
        Field("length", mark("Length"), hint=mark("Hours, minutes and seconds: 1:05:00.")),
        Field("place", mark("Place of recording")),
        Field("subtitles", mark("Subtitles"), hint=mark("Languages, separated by semicolons.")),
    ),
    "practice": (
        Field("lead", mark("Lead bodies"), "names"),
        Field("donor", mark("Donors"), "names"),
        Field("status", mark("State of the project"), "choice", STATUSES),
        GEOGRAPHY,
        BUDGET,
        Field("objectives", mark("Objectives of the Global Compact"), "choices", OBJECTIVES),
        Field(
            "targets", mark("Targets of the Sustainable Development Goals"), "codes", {code: code for code in TARGETS},
            mark("Numbers such as 10.7 or 8.8, separated by blanks."),
        ),
    ),
}  # fmt: skip
"""The fields of each kind, in the order of form and page."""

ROLES: Final = tuple(dict.fromkeys(one.name for some in FIELDS.values() for one in some if one.shape == "names"))
"""The roles that persons and bodies can have beside that of author."""


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind; none for a kind we do not know."""
    return FIELDS.get(kind, ())


def kept(kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """What belongs to a kind and says something; the rest is left out."""
    return {one.name: details[one.name] for one in fields_of(kind) if one.shape != "names" and details.get(one.name)}


def codes_in(typed: str, choices: Iterable[str]) -> list[str]:
    """The codes of a line; raises ValueError naming the first that there is not."""
    codes = list(dict.fromkeys(typed.replace(",", " ").replace(";", " ").lower().split()))
    if unknown := [code for code in codes if code not in set(choices)]:
        raise ValueError(_("There is no “%(code)s”.") % {"code": unknown[0]})
    return codes


def in_words(one: Field, value: Any) -> str:
    """A value of a field as people read it; dates are put into words where they are shown."""
    if one.shape in {"choice", "choices"}:
        values = value if isinstance(value, list) else [value]
        return "; ".join(_(one.choices.get(each, each)) for each in values)
    return ", ".join(value) if isinstance(value, list) else str(value)
