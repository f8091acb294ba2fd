"""What a librarian types at the desk."""

from collections.abc import Sequence
from datetime import date as date_type
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    field_validator,
    model_validator,
)

from library.description import fields
from library.description.fields import FIELDS, codes_in
from library.description.identifiers import read_identifier
from library.resources.forms import LONGEST_NAME, MOST_NAMES, DateText, Kind, LanguageCode, ResourceForm
from library.resources.models import AccessLevel, Resource
from rmtc.i18n.texts import gettext as _

TRANSLATIONS = ("en", "sr-Cyrl", "sq", "mk", "bs", "cnr")
"""Languages a title and an abstract can be given in beside the document's own; Serbian Latin is derived."""


Perhaps = BeforeValidator(lambda typed: typed or None)
"""An empty text counts as nothing."""


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _at_most(lines: int, longest: int) -> AfterValidator:
    """So many lines, each of so many characters."""

    def checked(typed: str) -> str:
        if len(_lines(typed)) > lines:
            raise ValueError(_("Please write at most %(number)s lines.") % {"number": lines})
        if any(len(line) > longest for line in _lines(typed)):
            raise ValueError(_("Please write at most %(number)s characters in a line.") % {"number": longest})
        return typed

    return AfterValidator(checked)


Names = Annotated[str, Field(max_length=5000), _at_most(MOST_NAMES, LONGEST_NAME)]


class RecordForm(BaseModel):
    """A record as typed: lists one on a line; `RECORD_FORM` has the translations and the fields of all kinds too."""

    model_config = ConfigDict(str_strip_whitespace=True)

    title: str = Field(min_length=1, max_length=500)
    kind: Kind
    language: LanguageCode
    creators: Names = ""
    date: DateText = Field("", max_length=40)
    period: DateText = Field("", max_length=40)
    number: str = Field("", max_length=120)
    publisher: str = Field("", max_length=200)
    identifiers: Annotated[str, Field(max_length=5000), _at_most(20, 1000)] = ""
    abstract: str = Field("", max_length=10_000)
    licence: str = Field("", max_length=120)
    rights: str = Field("", max_length=500)
    access: AccessLevel
    readers: Annotated[str, Field(max_length=10_000), _at_most(100, 300)] = ""
    files_access: Annotated[AccessLevel | None, Perhaps] = None
    files_open_on: Annotated[date_type | None, Perhaps] = None
    collections: list[str] = Field(default_factory=list, max_length=20)
    subjects: Annotated[str, Field(max_length=5000), _at_most(40, 1000)] = ""
    unproofread: bool = False

    @model_validator(mode="before")
    @classmethod
    def _only_its_kind(cls, typed: Any) -> Any:
        """What was typed into the fields of another kind does not count, and cannot be wrong."""
        kind = typed.get("kind")
        return {name: value for name, value in typed.items() if _kind_of(name) in {"", kind}}

    @field_validator("identifiers")
    @classmethod
    def _known(cls, typed: str) -> str:
        return "\n".join(read_identifier(line).text for line in _lines(typed))

    @property
    def subject_names(self) -> list[str]:
        """The subjects as typed."""
        return _lines(self.subjects)

    @property
    def names_readers(self) -> bool:
        """Say whether a level is chosen that means the readers named."""
        return AccessLevel.NAMED in {self.access, self.files_access}

    @property
    def reader_names(self) -> list[str]:
        """The institutions and course runs as typed."""
        return _lines(self.readers)

    def resource_form(
        self, subjects: list[str], before: Resource | None = None, readers: Sequence[str] = ()
    ) -> ResourceForm:
        """The same for the service, with the keys of the subjects; translations this form does not show are kept."""
        names = {"title", "kind", "language", "date", "period", "number", "publisher", "abstract", "licence", "rights"}
        return ResourceForm(
            **self.model_dump(include=names | {"access", "collections", "files_access", "files_open_on"}),
            readers=list(readers),
            subjects=subjects,
            titles=self._translated("title", dict(before.titles) if before else {}),
            abstracts=self._translated("abstract", dict(before.abstracts) if before else {}),
            creators=_lines(self.creators),
            identifiers=_lines(self.identifiers),
            details={one.name: _value(one, self._typed(one)) for one in fields.fields_of(self.kind)},
            contributors={
                one.name: _lines(self._typed(one)) for one in fields.fields_of(self.kind) if one.shape == "names"
            },
            proofread=not self.unproofread,
        )

    def _typed(self, one: fields.Field) -> Any:
        return getattr(self, input_name(self.kind, one), "")

    def _translated(self, part: str, texts: dict[str, str]) -> dict[str, str]:
        for code in TRANSLATIONS:
            text = getattr(self, translation_name(part, code), "")
            if text and code != self.language:
                texts[code] = text
            else:
                texts.pop(code, None)
        return texts


def input_name(kind: str, one: fields.Field) -> str:
    """The name of the input of a kind's field."""
    return f"of_{kind}_{one.name}"


def translation_name(part: str, code: str) -> str:
    """The name of the input of a title or abstract in a language."""
    return f"{part}_{code.replace('-', '_')}"


def _kind_of(name: str) -> str:
    return next((kind for kind in FIELDS if name.startswith(f"of_{kind}_")), "")


def _value(one: fields.Field, typed: Any) -> Any:
    """The value that is kept for what was typed."""
    if one.shape == "codes":
        return codes_in(typed, one.choices)
    return int(typed) if one.shape == "number" and typed else typed


def shown(one: fields.Field, value: Any) -> Any:
    """What the form shows of a value that is kept."""
    return " ".join(value) if one.shape == "codes" and isinstance(value, list) else value


def _type_of(one: fields.Field) -> Any:
    def chosen(value: str) -> str:
        if value and value not in one.choices:
            raise ValueError(_("Please choose one of the options."))
        return value

    def coded(value: str) -> str:
        return " ".join(codes_in(value, one.choices))

    choice = Annotated[str, AfterValidator(chosen)]
    types: dict[str, Any] = {
        "line": (Annotated[str, Field(max_length=300)], ""),
        "date": (DateText, ""),
        "number": (Annotated[str, Field(pattern=r"^\d{0,6}$")], ""),
        "choice": (choice, ""),
        "choices": (list[choice], Field(default_factory=list)),
        "codes": (Annotated[str, AfterValidator(coded)], ""),
        "names": (Names, ""),
    }
    return types.get(one.shape, (Annotated[str, Field(max_length=5000)], ""))


_TRANSLATED: dict[str, Any] = {
    translation_name(part, code): (Annotated[str, Field(max_length=longest)], "")
    for part, longest in (("title", 500), ("abstract", 10_000))
    for code in TRANSLATIONS
}
_OF_KINDS: dict[str, Any] = {input_name(kind, one): _type_of(one) for kind, some in FIELDS.items() for one in some}
RECORD_FORM: type[RecordForm] = create_model("RECORD_FORM", __base__=RecordForm, **_TRANSLATED, **_OF_KINDS)
