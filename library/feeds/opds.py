"""OPDS 2.0: a catalogue for reading applications (drafts.opds.io)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from library.exchange.described import Described

MEDIA_TYPE: Final = "application/opds+json"
OPEN: Final = "http://opds-spec.org/acquisition/open-access"


def catalogue(
    title: str, addresses: Mapping[str, str], search: str, total: int, records: Sequence[tuple[Described, bool]]
) -> dict[str, Any]:
    """A part of the catalogue: `addresses` by relation (self, next, previous), `search` a URI template."""
    links: list[dict[str, Any]] = [
        {"rel": rel, "href": address, "type": MEDIA_TYPE} for rel, address in addresses.items()
    ]
    links.append({"rel": "search", "href": search, "type": MEDIA_TYPE, "templated": True})
    feed: dict[str, Any] = {"metadata": {"title": title, "numberOfItems": total}, "links": links}
    if records:
        return feed | {"publications": [publication(one, has_cover=has_cover) for one, has_cover in records]}
    return feed | {"navigation": [{"href": addresses["self"], "title": title, "type": MEDIA_TYPE, "rel": "self"}]}


def publication(one: Described, *, has_cover: bool) -> dict[str, Any]:
    """A record with its files; of one without files its page is the preview."""
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/Book" if one.kind != "article" else "http://schema.org/Article",
        "identifier": one.address,
        "title": dict(one.titles),
        "author": [{"name": maker.name} for maker in one.makers],
        "publisher": one.publisher,
        "language": one.language,
        "modified": one.changed,
        "published": one.date if len(one.date) == len("2026-11-22") else "",
        "description": next(iter(one.abstracts.values()), ""),
        "subject": [{"name": text} for text in one.keywords(one.language)],
    }
    links: list[dict[str, Any]] = [
        {"rel": OPEN, "href": file.address, "type": file.media_type, "title": file.name} for file in one.files
    ]
    links = links or [{"rel": "preview", "href": one.address, "type": "text/html"}]
    links.append({"rel": "alternate", "href": one.address, "type": "text/html"})
    found: dict[str, Any] = {"metadata": {name: value for name, value in metadata.items() if value}, "links": links}
    if has_cover:
        found["images"] = [{"href": f"{one.address}/cover", "type": "image/webp"}]
    return found
