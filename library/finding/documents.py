"""What the search index learns about a record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from library.collections.labels import every_name
from library.collections.models import Collection, Subject
from library.collections.queries import all_collections, roles_in, subjects_with_ids, way_up
from library.collections.ways import keys_over
from library.description.fields import fields_of, in_words
from library.resources import queries
from library.resources.models import AccessLevel, FileState, Resource, ResourceFile
from library.resources.policies import KEEPERS, holder_key, text_is_open
from rmtc.db import ReadSession
from rmtc.i18n.formats import local
from rmtc.search.index import Document

READABLE = {FileState.READY, FileState.NEEDS_REVIEW}
KIND, LANGUAGE, COLLECTION, SUBJECT, YEAR = "kind", "language", "collection", "subject", "year"


def documents(session: ReadSession, ids: Sequence[int]) -> list[Document]:
    """The documents of some published records, each with the stamp it had in this transaction.

    A record counts in its collections and subjects and in all that stand over them.
    """
    stamps, grants = queries.published_stamps(session, ids), queries.grant_keys(session, ids)
    resources = queries.published_with_places(session, ids)
    files = queries.newest_files(session, [one.id for one in resources if text_is_open(one)])
    texts = _texts(session, files.values())
    collections = {one.id: one for one in all_collections(session)}
    keepers = _keepers(session, list(collections.values()))
    over = {one.id: one.parent_id for one in collections.values()}
    subjects = subjects_with_ids(session, [place.subject_id for one in resources for place in one.subjects])
    broader = keys_over(session, list(subjects))
    return [
        _document(
            resource,
            [collections[place.collection_id] for place in resource.collections],
            [subjects[place.subject_id] for place in resource.subjects],
            fields={
                COLLECTION: [
                    collections[up].key for at in resource.collections for up in way_up(over, at.collection_id)
                ],
                SUBJECT: [key for about in resource.subjects for key in broader[about.subject_id]],
            },
            pages=[page for file in files.get(resource.id, []) for page in texts.get(file.id, [])],
            keys=[*grants.get(resource.id, []), *_level_keys(resource, keepers)],
            stamp=stamps[resource.id],
        )
        for resource in resources
    ]


def _keepers(session: ReadSession, collections: list[Collection]) -> dict[int, list[str]]:
    """The keys of those who look over or keep each collection, there or on one that it stands under."""
    own: dict[int, list[str]] = {}
    for role in roles_in(session, [one.id for one in collections]):
        if role.role in KEEPERS:
            own.setdefault(role.collection_id, []).append(holder_key(role.holder_kind, role.holder_id))
    over = {one.id: one.parent_id for one in collections}
    return {one.id: [key for place in way_up(over, one.id) for key in own.get(place, [])] for one in collections}


def _level_keys(resource: Resource, keepers: Mapping[int, list[str]]) -> list[str]:
    """The keys of those whom the level of a record means there."""
    if resource.access is AccessLevel.NAMED:
        return [holder_key(one.holder_kind, one.holder_id) for one in resource.readers]
    if resource.access is AccessLevel.COLLECTION:
        return [key for place in resource.collections for key in keepers.get(place.collection_id, [])]
    return []


def _texts(session: ReadSession, files: Iterable[list[ResourceFile]]) -> dict[int, list[str]]:
    readable = [file.id for some in files for file in some if file.state in READABLE]
    texts: dict[int, list[str]] = {}
    for file_id, _, text in queries.pages_of(session, readable):
        texts.setdefault(file_id, []).append(text)
    return texts


def _document(
    resource: Resource,
    collections: list[Collection],
    subjects: list[Subject],
    *,
    fields: dict[str, list[str]],
    pages: list[str],
    keys: list[str],
    stamp: str,
) -> Document:
    return Document(
        id=str(resource.id),
        title=resource.title,
        pages=pages,
        about="\n".join(_about(resource, collections, subjects)),
        language=resource.language,
        published=_day(resource),
        fields={name: list(dict.fromkeys(keys)) for name, keys in fields.items()}
        | {
            KIND: [resource.kind],
            LANGUAGE: [resource.language],
            YEAR: [str(resource.year)] if resource.year else [],
        },
        access=frozenset([resource.access, *keys]),
        stamp=stamp,
        creators=[maker.creator.name for maker in resource.creators],
    )


def _day(resource: Resource) -> date | None:
    """The day a record sorts by: the first it is of, else when it was published here."""
    if resource.date_from or resource.date_to:
        return resource.date_from or resource.date_to
    if resource.year:
        return date(resource.year, 1, 1)
    return local(resource.published_at).date() if resource.published_at else None


def _about(resource: Resource, collections: list[Collection], subjects: list[Subject]) -> list[str]:
    lines = [*every_name(resource.titles), resource.abstract, *every_name(resource.abstracts)]
    lines += [resource.number, resource.publisher, *(maker.creator.name for maker in resource.creators)]
    lines += [identifier.value for identifier in resource.identifiers]
    lines += [
        in_words(one, resource.details[one.name]) for one in fields_of(resource.kind) if one.name in resource.details
    ]
    for collection in collections:
        lines += every_name(collection.titles)
    for subject in subjects:
        lines += every_name(subject.labels)
    return [line for line in lines if line]
