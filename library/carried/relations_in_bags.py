"""How the record of a bag stands to others: said from both sides, so that it does not matter which one comes first."""

from contextlib import suppress
from typing import Any

from library.carried.references import NamedRecord, names_of, record_named
from library.relations.forms import SENSES, RelationForm
from library.relations.queries import relations_of
from library.relations.services import relate
from library.resources.models import Resource
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal


class BaggedRelation(NamedRecord):
    """How a record stands to the one that is named."""

    sense: str


def relations_in_bag(session: ReadSession, resource_id: int) -> list[dict[str, Any]]:
    """How a record stands to others, these by name."""
    found = relations_of(session, resource_id)
    names = names_of(session, [number for _sense, number in found])
    return [names[number].model_dump() | {"sense": sense} for sense, number in found]


def take_relations(session: WriteSession, resource: Resource, said: list[BaggedRelation], *, by: Actor | None) -> None:
    """Say how a record stands to those of the named ones that are here."""
    for one in said:
        other = record_named(session, one)
        if other is not None and one.sense in SENSES:
            with suppress(FieldRefusal):  # said already, when the other one came
                relate(session, resource, RelationForm(sense=one.sense, other=str(other.id)), by=by)
