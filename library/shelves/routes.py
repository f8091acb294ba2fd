"""The pages of collections for readers."""

from fastapi import Response

from library.collections.labels import Label, label
from library.collections.models import Collection
from library.collections.policies import CURATOR, may
from library.collections.queries import all_collections
from library.resources.kinds import kind_name
from library.resources.policies import is_staff
from library.shelves import queries
from library.shelves.access import CollectionToSee
from library.wording import creators_of
from rmtc.accounts.signin import Visitor
from rmtc.i18n import languages
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/library/collections")


@router.get("", name="shelves.tree")
def show_tree(page: Answer, session: Reads, visitor: Visitor) -> Response:
    """Every collection in its place, with the number of records in it and under it that the reader may see."""
    branches = queries.tree(session, queries.counts_under(session, visitor))
    return page.render(
        "library/shelves/tree.html", branches=branches, named=named, told=told, is_staff=is_staff(visitor)
    )


@router.get("/{key}", name="shelves.collection")
def show_collection(
    page: Answer, session: Reads, visitor: Visitor, collection: CollectionToSee, number: int = 1
) -> Response:
    """A collection: what it is, the collections under it, its records in their order."""
    return page.render(
        "library/shelves/collection.html",
        collection=collection,
        way=queries.way_to(all_collections(session), collection),
        branches=queries.tree(session, queries.counts_under(session, visitor), collection.id),
        found=queries.records_on(session, collection, visitor, number),
        named=named,
        told=told,
        kind_name=kind_name,
        creators_of=creators_of,
        is_staff=is_staff(visitor),
        is_kept=may(session, visitor, CURATOR, collection.id),
    )


def named(collection: Collection) -> str:
    """The name of a collection in the reader's language."""
    return label(collection.titles, languages.current(), collection.key).text


def told(collection: Collection) -> Label:
    """What is said about a collection, in the reader's language if it is there."""
    return label(collection.descriptions, languages.current())
