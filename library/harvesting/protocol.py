"""What a harvester asks, read strictly: OAI-PMH 2.0 §3 knows six verbs, their arguments and eight errors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

SECONDS: Final = "%Y-%m-%dT%H:%M:%SZ"
FORMATS: Final = ("oai_dc", "oai_openaire")
LISTS: Final = frozenset({"ListIdentifiers", "ListRecords", "ListSets"})
REQUIRED: Final[dict[str, frozenset[str]]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset(),
    "ListSets": frozenset(),
    "ListIdentifiers": frozenset({"metadataPrefix"}),
    "ListRecords": frozenset({"metadataPrefix"}),
    "GetRecord": frozenset({"metadataPrefix", "identifier"}),
}
OPTIONAL: Final[dict[str, frozenset[str]]] = {
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListIdentifiers": frozenset({"from", "until", "set"}),
    "ListRecords": frozenset({"from", "until", "set"}),
}
_FORMS: Final = {
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]{1,100}"),
    "set": re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"),
    "from": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?"),
    "until": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?"),
    "resumptionToken": re.compile(r"[A-Za-z0-9\-_.]{1,2000}"),
    "identifier": re.compile(r"[A-Za-z0-9\-_.!~*'();/?:@&=+$,]{1,300}"),
}
"""What the values of arguments look like; the forms of the schema, so that an answer may repeat them."""

_EARLY, _LATE = datetime(1000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Before and after these no record has a stamp; harvesters name such days to say that they want all."""


class OaiError(Exception):
    """An answer of the protocol that is an error; `repeats` says whether it names the arguments it was asked with."""

    def __init__(self, code: str, text: str, *, repeats: bool = True) -> None:
        super().__init__(text)
        self.code = code
        self.repeats = repeats


@dataclass(frozen=True)
class Window:
    """Stamps from the first to before the last moment; None where it is open."""

    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Asking:
    """A request as it was understood: a verb and its arguments."""

    verb: str
    arguments: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """An argument, empty when it was not given."""
        return self.arguments.get(name, "")

    def repeated(self) -> dict[str, str]:
        """The attributes of the request element: verb and arguments that have the form of the schema."""
        kept = {name: value for name, value in self.arguments.items() if _FORMS[name].fullmatch(value)}
        return {"verb": self.verb, **kept}


def read_asking(pairs: Sequence[tuple[str, str]]) -> Asking:
    """Read a request; raises OaiError with badVerb or badArgument."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in REQUIRED:
        raise OaiError("badVerb", "The verb is missing, repeated, or not one of OAI-PMH 2.0.", repeats=False)
    asking = Asking(verbs[0], {name: value for name, value in pairs if name != "verb"})
    if len(asking.arguments) != len(pairs) - 1:
        raise _bad("An argument is repeated.")
    _check_names(asking)
    _check_values(asking)
    return asking


def _bad(text: str) -> OaiError:
    return OaiError("badArgument", text, repeats=False)


def _check_names(asking: Asking) -> None:
    given, required = set(asking.arguments), REQUIRED[asking.verb]
    if "resumptionToken" in given and asking.verb in LISTS:
        if len(given) > 1:
            raise _bad("A resumptionToken stands alone.")
        return
    if given - required - OPTIONAL.get(asking.verb, frozenset()):
        raise _bad("The verb does not take one of these arguments.")
    if missing := required - given:
        raise _bad(f"The argument {min(missing)} is missing.")


def _check_values(asking: Asking) -> None:
    for name, value in asking.arguments.items():
        # A wrong identifier or token has an error of its own.
        if name not in {"identifier", "resumptionToken"} and not _FORMS[name].fullmatch(value):
            raise _bad(f"The argument {name} is not written as it should be.")
    window_of(asking)


def check_format(asking: Asking) -> None:
    """Refuse a format that there is not; raises OaiError with cannotDisseminateFormat."""
    if (prefix := asking.get("metadataPrefix")) and prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", "There is no such format here; ask ListMetadataFormats.")


def window_of(asking: Asking) -> Window:
    """The stamps asked for; a day as `until` lasts to its end. Raises OaiError with badArgument."""
    begins, ends = asking.get("from"), asking.get("until")
    if begins and ends and len(begins) != len(ends):
        raise _bad("from and until are written to the same granularity.")
    first = _moment(begins) if begins else None
    last = _moment(ends) if ends else None
    if first and last and first > last:
        raise _bad("from is later than until.")
    if first and first < _EARLY:
        first = None
    if last:
        last = last + (timedelta(seconds=1) if "T" in ends else timedelta(days=1)) if last < _LATE else None
    return Window(first, last)


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, SECONDS if "T" in text else "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as wrong:
        raise _bad("There is no such date.") from wrong
