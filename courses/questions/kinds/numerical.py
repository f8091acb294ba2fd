"""A number with a tolerance, written with a decimal point or comma, with or without its unit."""

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from courses.questions.kinds.kind import Data, QuestionData, Response, Typed, first_of, within
from rmtc.i18n.texts import gettext as _

ANY = "*"
LONGEST = 60
_NUMBER = re.compile(
    r"(?P<sign>[+\-−–]?)\s*(?P<digits>\d[\d\s.,'’]*|[.,]\d+)"
    r"(?:(?:\s*[x×·*]\s*10\s*\^|[eE])(?P<power>[+\-−]?\d{1,3}))?\s*(?P<unit>\D.*)?"
)
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")


class NumericalAnswer(BaseModel):
    """A number (or * for any other), how far off it may be, and what it earns."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    value: str = Field(max_length=LONGEST)
    tolerance: str = Field("0", max_length=LONGEST)
    fraction: float = Field(1.0, ge=-1, le=1)
    feedback: str = Field("", max_length=4000)

    @field_validator("value", "tolerance")
    @classmethod
    def _is_number(cls, value: str) -> str:
        return value if value == ANY else str(_decimal(value or "0"))


class NumericalData(QuestionData):
    """The accepted numbers in order; other units with the factor that turns each into the first one."""

    answers: list[NumericalAnswer] = Field(min_length=1, max_length=20)
    tolerance_kind: Literal["nominal", "relative", "geometric"] = "nominal"
    unit: str = Field("", max_length=20)
    units: dict[str, str] = Field(default_factory=dict)

    @field_validator("units")
    @classmethod
    def _are_factors(cls, units: dict[str, str]) -> dict[str, str]:
        return {name.strip(): str(_decimal(factor)) for name, factor in units.items()}


def validate(data: Data) -> Data:
    """The data in its usual form; ValueError when no number earns anything."""
    checked = NumericalData.model_validate(data)
    if max(answer.fraction for answer in checked.answers) <= 0:
        raise ValueError(_("Write at least one answer that is right."))
    return checked.model_dump(mode="json")


def prepare(_data: Data, _seed: str) -> list[int]:
    """There is nothing to put in an order."""
    return []


def parse(data: Data, typed: Typed) -> Response:
    """The text of the number; ValueError when it is none, or in another unit."""
    text = first_of(typed)
    if not text:
        return {}
    if not readings(data, text):
        if unit := data.get("unit"):
            raise ValueError(_("Please write a number, alone or with its unit (%(unit)s).") % {"unit": unit})
        raise ValueError(_("Please write a number alone, for example 12.5."))
    return {"text": text}


def grade(data: Data, response: Response) -> float:
    """What the first number that fits earns; of two readings of a comma the better one."""
    found = [answer["fraction"] for answer in _fitting(data, response)]
    return within(max(found, default=0.0))


def right_answer(data: Data) -> list[str]:
    """The first of the numbers that earn most, with its unit."""
    best = max(answer["fraction"] for answer in data["answers"])
    value = next(answer["value"] for answer in data["answers"] if answer["fraction"] == best)
    return [f"{_plain(value)} {data.get('unit', '')}".strip()]


def summary(_data: Data, response: Response) -> list[str]:
    """What was written."""
    return [response["text"]] if response.get("text") else []


def remarks(data: Data, response: Response) -> list[str]:
    """What the author says about the number that fitted."""
    found = sorted(_fitting(data, response), key=lambda answer: -float(answer["fraction"]))
    return [found[0]["feedback"]] if found and found[0]["feedback"] else []


def readings(data: Data, text: str) -> list[Decimal]:
    """Every number that a text can mean, in the first unit: 5,360 is five thousand or five and a bit."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) <= LONGEST else None
    factor = _factor(data, (match["unit"] or "").strip()) if match else None
    if match is None or factor is None:
        return []
    digits = re.sub(r"[\s'’]", "", match["digits"]).rstrip(".,") or "0"
    sign = "-" if match["sign"] in {"-", "−", "–"} else ""
    power = (match["power"] or "0").replace("−", "-")
    found = []
    for plain in _spellings(digits):
        try:
            found.append(Decimal(f"{sign}{plain}e{power}") * factor)
        except InvalidOperation:
            continue
    return found


def _spellings(digits: str) -> list[str]:
    last = max(digits.rfind("."), digits.rfind(","))
    marks = {letter for letter in digits if letter in ".,"}
    whole = re.sub(r"[.,]", "", digits)
    if not marks:
        return [digits]
    if len(marks) == 1 and digits.count(digits[last]) > 1:  # 1.234.567
        return [whole] if _GROUPED.fullmatch(digits) else []
    decimal = f"{re.sub(r'[.,]', '', digits[:last])}.{digits[last + 1 :]}"
    return [decimal, whole] if len(marks) == 1 and _GROUPED.fullmatch(digits) else [decimal]


def _factor(data: Data, unit: str) -> Decimal | None:
    known = {name.casefold(): Decimal(factor) for name, factor in data.get("units", {}).items()}
    known |= {"": Decimal(1), data.get("unit", "").casefold(): Decimal(1)}
    return known.get(unit.casefold())


def _fitting(data: Data, response: Response) -> list[Data]:
    kind = data.get("tolerance_kind", "nominal")
    found = []
    for value in readings(data, response.get("text", "")):
        fits = (answer for answer in data["answers"] if _fits(value, answer, kind))
        found.append(next(fits, None))
    return [answer for answer in found if answer]


def _fits(value: Decimal, answer: Data, kind: str) -> bool:
    if answer["value"] == ANY:
        return True
    right, tolerance = Decimal(answer["value"]), Decimal(answer.get("tolerance") or "0")
    if kind == "geometric":
        ends = sorted((right / (1 + tolerance), right * (1 + tolerance)))
        return ends[0] <= value <= ends[1]
    if kind == "relative":
        tolerance *= abs(right)
    return abs(value - right) <= tolerance


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        raise ValueError(_("Please write a number.")) from None
    if not value.is_finite() or abs(value.adjusted()) > LONGEST:
        raise ValueError(_("Please write a number."))
    return value


def _plain(value: str) -> str:
    return value if value == ANY else f"{Decimal(value).normalize():f}"
