"""Where records are used: other parts of the site say so through a list that the composition fills."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from library.resources.models import Resource
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, WriteSession


@dataclass(frozen=True)
class Use:
    """A place that uses a record: what it is called and where it is."""

    title: str
    url: str
    language: str = ""


ResourceUses = Callable[[ReadSession, int, Actor | None], list[Use]]
"""Says where a record (by id) is used, as far as somebody may know; one query each."""


def uses_of(session: ReadSession, asks: Iterable[ResourceUses], resource_id: int, actor: Actor | None) -> list[Use]:
    """Every place that uses a record, as far as somebody may know."""
    return [use for ask in asks for use in ask(session, resource_id, actor)]


WithdrawalNotice = Callable[[WriteSession, Resource, str], None]
"""Tells those who use a record that it was withdrawn; the last is the address of the site, without a slash."""
