"""A record as CSL-JSON, the form that citation processors read."""

from typing import Any, Final

from library.exchange.described import Described, Maker

TYPES: Final = {"law": "legislation", "article": "article-journal", "data": "dataset", "video": "motion_picture"}
"""Types by kind; anything else is a report."""
DETAILS: Final = {"journal": "container-title", "volume": "volume", "issue": "issue", "pages": "page"}
"""Fields of an article by our names."""


def csl(one: Described) -> dict[str, Any]:
    """What CSL-JSON can say of a record; what is not known is left out."""
    bodies = [maker.name for maker in one.makers if maker.is_body]
    said: dict[str, Any] = {
        "id": f"rmtc-{one.number}",
        "type": TYPES.get(one.kind, "report"),
        "title": one.title,
        "author": [name(maker) for maker in one.makers],
        "editor": [name(maker) for role, maker in one.others if role == "editor"],
        # A body that is both is named once.
        "publisher": one.publisher if one.publisher not in bodies else "",
        "issued": {"date-parts": [[int(part) for part in one.date.split("-")]]} if one.date else None,
        "number": one.serial,
        "language": one.language,
        "abstract": one.abstracts.get(one.language, ""),
        "keyword": "; ".join(one.keywords(one.language)),
        "DOI": one.identified("doi"),
        "ISBN": one.identified("isbn"),
        "ISSN": one.identified("issn"),
        "URL": one.address,
    }
    if one.kind == "article":
        said |= {field: str(one.details.get(ours) or "") for ours, field in DETAILS.items()}
    return {field: value for field, value in said.items() if value}


def name(maker: Maker) -> dict[str, str]:
    """A body as one literal name, a person in parts."""
    if maker.is_body:
        return {"literal": maker.name}
    return {"family": maker.family, "given": maker.given} if maker.given else {"family": maker.family}
