"""A record as JSON-LD in the vocabulary of schema.org."""

from typing import Any, Final

from library.exchange.described import Described, Maker

TYPES: Final = {
    "law": "Legislation",
    "report": "Report",
    "plan": "Report",
    "action_plan": "Report",
    "guide": "DigitalDocument",
    "training": "LearningResource",
    "article": "ScholarlyArticle",
    "data": "Dataset",
    "video": "VideoObject",
}
"""Types by kind; anything else is a creative work."""


def schema_org(one: Described) -> dict[str, Any]:
    """What schema.org can say of a record; what is not known is left out."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(one.kind, "CreativeWork"),
        "@id": one.address,
        "url": one.address,
        "name": one.title,
        "alternateName": [text for code, text in one.titles.items() if code != one.language],
        "author": [_party(maker) for maker in one.makers],
        "contributor": [_party(maker) for _role, maker in one.others],
        "publisher": {"@type": "Organization", "name": one.publisher} if one.publisher else None,
        "datePublished": one.date,
        "dateModified": one.changed,
        "temporalCoverage": one.period,
        "inLanguage": one.language,
        "description": one.abstracts.get(one.language) or next(iter(one.abstracts.values()), ""),
        "keywords": one.keywords(one.language),
        "license": one.licence_address or one.licence,
        "identifier": [other.url or other.text for other in one.identifiers],
        "isAccessibleForFree": True,
        "encoding": [
            {"@type": "MediaObject", "contentUrl": file.address, "encodingFormat": file.media_type}
            for file in one.files
        ],
    }
    if one.kind == "report" and one.serial:
        said["reportNumber"] = one.serial
    return {name: value for name, value in said.items() if value}


def _party(maker: Maker) -> dict[str, str]:
    if maker.is_body:
        return {"@type": "Organization", "name": maker.name}
    name = f"{maker.given} {maker.family}".strip()
    return {"@type": "Person", "name": name, "familyName": maker.family, "givenName": maker.given}
