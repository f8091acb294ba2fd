"""What is changed in many records at once, and into which a double is merged."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from library.resources.forms import ResourceForm
from library.resources.kinds import KINDS
from library.resources.models import AccessLevel
from rmtc.i18n.languages import LANGUAGES
from rmtc.i18n.texts import gettext as _

MOST = 100
"""So many records are changed at once."""


FILES = ("same", AccessLevel.SIGNED_IN, AccessLevel.COLLECTION, AccessLevel.STAFF)
"""Who may read the files, where many records are changed at once: who may see the record, or only some of them."""


def _one_of(known: Any) -> AfterValidator:
    def check(value: str) -> str:
        if value and value not in set(known):
            raise ValueError(_("Please choose one of the options."))
        return value

    return AfterValidator(check)


class ChangeForm(BaseModel):
    """The same change for some records; what is empty stays as it is in each."""

    model_config = ConfigDict(str_strip_whitespace=True)

    ids: list[Annotated[int, Field(ge=1, lt=2**31)]] = Field(min_length=1, max_length=MOST)
    step: str = Field("preview", pattern="^(preview|apply)$")
    kind: Annotated[str, _one_of(KINDS)] = ""
    language: Annotated[str, _one_of(LANGUAGES)] = ""
    access: Annotated[str, _one_of([one for one in AccessLevel if one is not AccessLevel.NAMED])] = ""
    files_access: Annotated[str, _one_of(FILES)] = ""
    licence: str = Field("", max_length=120)
    publisher: str = Field("", max_length=200)
    add_subjects: str = Field("", max_length=2000)
    drop_subjects: str = Field("", max_length=2000)
    add_collection: str = Field("", max_length=60)
    drop_collection: str = Field("", max_length=60)
    publish: bool = False

    def changed(self, form: ResourceForm, add: list[str], drop: list[str]) -> ResourceForm:
        """The form of a record with the change in it; `add` and `drop` are keys of subjects."""
        values: dict[str, Any] = {
            name: value for name in ("kind", "language", "licence", "publisher") if (value := getattr(self, name))
        }
        if self.access:
            values["access"] = AccessLevel(self.access)
        if self.files_access:
            values["files_access"] = AccessLevel(self.files_access) if self.files_access != "same" else None
        shelves = [each for each in form.collections if each != self.drop_collection]
        values["collections"] = list(dict.fromkeys([*shelves, *filter(None, [self.add_collection])]))
        values["subjects"] = list(dict.fromkeys([*(each for each in form.subjects if each not in drop), *add]))
        return form.model_copy(update=values)


class MergerForm(BaseModel):
    """The record that stays: its number, its address or its title."""

    model_config = ConfigDict(str_strip_whitespace=True)

    into: str = Field(min_length=1, max_length=600)
    step: str = Field("preview", pattern="^(preview|apply)$")
