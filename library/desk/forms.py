"""What a librarian types at the desk."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from library.resources.forms import Kind, LanguageCode, ResourceForm, known_language
from library.resources.models import AccessLevel, Resource

SERBIAN = "sr-Cyrl"


class RecordForm(BaseModel):
    """A record as typed: creators one on a line; a Serbian title and abstract beside the main ones."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=500)
    title_sr: str = Field("", max_length=500)
    kind: Kind
    language: LanguageCode
    creators: str = Field("", max_length=5000)
    year: str = Field("", pattern=r"^([12][0-9]{3})?$")
    number: str = Field("", max_length=120)
    publisher: str = Field("", max_length=200)
    abstract: str = Field("", max_length=10_000)
    abstract_en: str = Field("", max_length=10_000)
    licence: str = Field("", max_length=120)
    access: AccessLevel
    collections: list[str] = Field(default_factory=list)
    subjects: list[str] = Field(default_factory=list)
    unproofread: bool = False

    def resource_form(self, before: Resource | None = None) -> ResourceForm:
        """The same for the service; translations this form does not show are kept."""
        titles = dict(before.titles) if before else {}
        abstracts = dict(before.abstracts) if before else {}
        _put(titles, SERBIAN, self.title_sr)
        _put(abstracts, "en", self.abstract_en if self.language != "en" else "")
        names = {"title", "kind", "language", "number", "publisher", "abstract", "licence", "access"}
        return ResourceForm(
            **self.model_dump(include=names | {"collections", "subjects"}),
            titles=titles,
            abstracts=abstracts,
            creators=[line.strip() for line in self.creators.splitlines() if line.strip()],
            year=int(self.year) if self.year else None,
            proofread=not self.unproofread,
        )


def _known_or_empty(code: str) -> str:
    return known_language(code) if code else ""


class UploadForm(BaseModel):
    """What is said once about all files of an upload; an empty language is taken from the text."""

    kind: Kind = "report"
    language: Annotated[str, AfterValidator(_known_or_empty)] = ""
    access: AccessLevel = AccessLevel.PUBLIC
    collection: str = Field("", max_length=60)


def _put(texts: dict[str, str], code: str, text: str) -> None:
    if text:
        texts[code] = text
    else:
        texts.pop(code, None)
