"""The columns of metadata.csv that say of a file which local action plan it is; what they say is kept as its facts."""

from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Any, Final

from pydantic import ValidationError

from library.importing.imports import Keep
from library.importing.metadata import Row, several
from library.municipalities.registry import Kind, registry
from library.plans.forms import NewPlanForm, PlanForm
from library.plans.models import ActionPlan
from library.plans.services import add_plan
from library.plans.words import BODIES, COUNCILS, GROUPS, THEMES
from library.relations.queries import record_meant
from library.resources.models import Resource
from rmtc.accounts.actors import Actor
from rmtc.accounts.queries import institutions_by_name
from rmtc.clock import today
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import Refusal
from rmtc.i18n.languages import speaking
from rmtc.i18n.said import Said, say
from rmtc.i18n.texts import gettext
from rmtc.search.folding import fold

PLACE: Final = "municipality"
COLUMNS: Final = (
    PLACE, "starts", "ends", "extended_to", "adopted_on", "adopted_by", "decision", "council", "council_formed_on",
    "groups", "themes", "budget", "currency", "budget_note", "office", "institution", "replaces", "source",
    "source_url", "checked_on", "period_note",
)  # fmt: skip
"""The facts of a plan (PlanForm); the institution by its name, the plan before it by number or title of its record."""
AUTHORED: Final = ("en", "sr-Cyrl")
"""The languages in which words are known; the other script of Serbian is folded to the same."""
TITLES: Final = ("општина", "град", "municipality of", "city of", "komuna e", "qyteti i")


def plan_told(row: Row) -> Keep | None:
    """What keeps the plan that a line speaks of, None where it speaks of none; raises a Refusal in one sentence."""
    form = _form(row)
    return partial(_describe, form, row) if form else None


def _form(row: Row) -> PlanForm | None:
    said = {name: row[name] for name in COLUMNS if row[name]}
    if PLACE not in said:
        if {"starts", "ends"} & said.keys():
            raise Refusal(say("The column “%(column)s” is empty.", column=PLACE))
        return None
    values: dict[str, Any] = said | {PLACE: _government(said[PLACE]), "checked_on": said.get("checked_on", today())}
    for name, words in (("groups", GROUPS), ("themes", THEMES)):
        values[name] = [_key(words, word) for word in several(row[name])]
    for name, choices in (("adopted_by", BODIES), ("council", COUNCILS)):
        if name in said:
            values[name] = _key({str(key): word for key, word in choices.items()}, said[name])
    try:
        return PlanForm.model_validate({"source": ""} | values)
    except ValidationError as problem:
        first = problem.errors()[0]
        column, value = str(first["loc"][0]), row[str(first["loc"][0])][:60]
        raise Refusal(say("Column “%(column)s” cannot be “%(value)s”.", column=column, value=value)) from problem


def _describe(form: PlanForm, row: Row, session: WriteSession, resource: Resource, by: Actor | None) -> list[Said]:
    office = institutions_by_name(session).get(row["institution"].casefold()) if row["institution"] else None
    before = _before(session, row["replaces"], form.municipality)
    facts = {name: getattr(form, name) for name in PlanForm.model_fields}
    facts |= {"institution_id": office, "replaces_id": before}
    add_plan(session, NewPlanForm(**facts, record=resource.id), by=by)
    left = []
    if row["institution"] and office is None:
        left.append(say("The institution “%(name)s” is not known here.", name=row["institution"]))
    if row["replaces"] and before is None:
        left.append(say("There is no older plan “%(name)s” of this local government.", name=row["replaces"]))
    return left


def _before(session: ReadSession, text: str, municipality: str) -> int | None:
    record = record_meant(session, text) if text else None
    older = session.get(ActionPlan, record.id) if record else None
    return older.resource_id if older is not None and older.municipality == municipality else None


def _government(text: str) -> str:
    """The key of the local government that is meant by key, code, or name in either script; else what was typed."""
    wanted = fold(text.rstrip("*")).strip()
    for title in map(fold, TITLES):
        wanted = wanted.removeprefix(f"{title} ")
    return _governments().get(wanted, text)


@cache
def _governments() -> dict[str, str]:
    own = [one for one in registry().values() if one.kind is not Kind.CITY_MUNICIPALITY]
    known = {fold(name): one.key for one in own for name in (one.code, one.cyrillic) if name}
    return known | {fold(one.key): one.key for one in own}


def _key(words: Mapping[str, str], text: str) -> str:
    """The key of a word that is typed as the key, or as it is called in any language; else what was typed."""
    wanted = fold(text)
    return next((key for key in words if wanted in _names(key, words[key])), text)


def _names(key: str, message: str) -> Iterable[str]:
    yield fold(key)
    for code in AUTHORED:
        with speaking(code):
            yield fold(gettext(message))
