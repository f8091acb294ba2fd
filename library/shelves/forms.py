"""A collection as a librarian types it, its place, and who works in it."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from library.collections.forms import KEY, CollectionForm
from library.collections.models import Collection, CollectionRoleName

LANGUAGES = ("en", "sr-Cyrl", "sq", "mk", "bs", "cnr")
"""Languages a collection has names in; Serbian Latin is derived."""


class ShelfForm(BaseModel):
    """The names and descriptions of a collection by language; what it stands under, by key."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(min_length=2, max_length=60, pattern=KEY)
    parent: str = Field("", max_length=60)
    title_en: str = Field(min_length=1, max_length=200)

    def collection_form(self, before: Collection | None = None) -> CollectionForm:
        """The same for the service; languages this form does not show are kept."""
        titles = dict(before.titles) if before else {}
        descriptions = dict(before.descriptions) if before else {}
        for code in LANGUAGES:
            _put(titles, code, getattr(self, input_name("title", code)))
            _put(descriptions, code, getattr(self, input_name("description", code)))
        return CollectionForm(key=self.key, titles=titles, descriptions=descriptions, parent=self.parent)


def input_name(part: str, code: str) -> str:
    """The name of the input of a collection's name or description in a language."""
    return f"{part}_{code.replace('-', '_')}"


def shown(collection: Collection, parent: Collection | None) -> dict[str, Any]:
    """What is there, as the form shows it."""
    return {
        "key": collection.key,
        "parent": parent.key if parent else "",
        **{input_name("title", code): collection.titles.get(code, "") for code in LANGUAGES},
        **{input_name("description", code): collection.descriptions.get(code, "") for code in LANGUAGES},
    }


def _put(texts: dict[str, str], code: str, text: str) -> None:
    if text:
        texts[code] = text
    else:
        texts.pop(code, None)


_TITLES: dict[str, Any] = {
    input_name("title", code): (Annotated[str, Field(max_length=200)], "") for code in LANGUAGES if code != "en"
}
_DESCRIPTIONS: dict[str, Any] = {
    input_name("description", code): (Annotated[str, Field(max_length=2000)], "") for code in LANGUAGES
}
SHELF_FORM: type[ShelfForm] = create_model("SHELF_FORM", __base__=ShelfForm, **_TITLES, **_DESCRIPTIONS)


class PlaceForm(BaseModel):
    """One place up or down among those beside it."""

    step: str = Field(pattern="^(up|down)$")

    @property
    def places(self) -> int:
        """The step as a number."""
        return -1 if self.step == "up" else 1


class RecordPlaceForm(BaseModel):
    """A place up or down, or the first."""

    step: str = Field(pattern="^(up|down|first)$")


class MemberForm(BaseModel):
    """Who is to work in a collection, and as what: a person by address, or an institution whose people deposit."""

    model_config = ConfigDict(str_strip_whitespace=True)

    role: CollectionRoleName
    email: str = Field("", max_length=254)
    institution: Annotated[str, Field(pattern=r"^\d{0,9}$")] = ""
