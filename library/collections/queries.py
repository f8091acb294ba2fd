"""Reading shelves and subjects."""

from collections.abc import Iterable

from sqlalchemy import select

from library.collections.models import Collection, Subject
from rmtc.db import ReadSession


def all_collections(session: ReadSession) -> list[Collection]:
    """Every shelf in its order."""
    return list(session.scalars(select(Collection).order_by(Collection.position, Collection.id)))


def all_subjects(session: ReadSession) -> list[Subject]:
    """Every subject in the order of their keys."""
    return list(session.scalars(select(Subject).order_by(Subject.key)))


def collections_with_keys(session: ReadSession, keys: Iterable[str]) -> dict[str, Collection]:
    """The shelves that have these keys."""
    found = session.scalars(select(Collection).where(Collection.key.in_(list(keys))))
    return {collection.key: collection for collection in found}


def subjects_with_keys(session: ReadSession, keys: Iterable[str]) -> dict[str, Subject]:
    """The subjects that have these keys."""
    found = session.scalars(select(Subject).where(Subject.key.in_(list(keys))))
    return {subject.key: subject for subject in found}
