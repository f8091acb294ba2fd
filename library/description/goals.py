"""Frames that projects are filed under: objectives of the Global Compact, targets of the 2030 Agenda."""

from typing import Final

from rmtc.i18n.texts import mark

OBJECTIVES: Final[dict[str, str]] = {
    "1": mark("Data for evidence-based policies"),
    "2": mark("Drivers that compel people to leave"),
    "3": mark("Information at all stages of migration"),
    "4": mark("Proof of legal identity and documents"),
    "5": mark("Pathways for regular migration"),
    "6": mark("Fair recruitment and decent work"),
    "7": mark("Vulnerabilities in migration"),
    "8": mark("Saving lives, missing migrants"),
    "9": mark("Response to smuggling of migrants"),
    "10": mark("Trafficking in persons"),
    "11": mark("Integrated, secure, coordinated borders"),
    "12": mark("Screening, assessment and referral"),
    "13": mark("Detention as a last resort, alternatives"),
    "14": mark("Consular protection and assistance"),
    "15": mark("Access to basic services"),
    "16": mark("Inclusion and social cohesion"),
    "17": mark("Against discrimination, for facts in public debate"),
    "18": mark("Skills and their recognition"),
    "19": mark("Migrants and diasporas for development"),
    "20": mark("Remittances and financial inclusion"),
    "21": mark("Return, readmission, reintegration"),
    "22": mark("Portability of social security"),
    "23": mark("International cooperation and partnerships"),
}
"""The 23 objectives of the Global Compact for Migration (A/RES/73/195) in short words of our own."""

_NUMBERED: Final = (5, 5, 9, 7, 6, 6, 3, 10, 5, 7, 7, 8, 3, 7, 9, 10, 19)
_LETTERED: Final = (2, 3, 4, 3, 3, 2, 2, 2, 3, 3, 3, 3, 2, 3, 3, 2, 0)
TARGETS: Final = tuple(
    f"{goal}.{part}"
    for goal, (numbers, letters) in enumerate(zip(_NUMBERED, _LETTERED, strict=True), 1)
    for part in [*map(str, range(1, numbers + 1)), *"abcd"[:letters]]
)
"""The 169 targets of the Sustainable Development Goals (A/RES/70/1)."""
