"""What managers write for the public, and what the public writes to the Centre."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rmtc.front.kinds import PostKind, PostState
from rmtc.i18n.texts import gettext as _

LANGUAGES = ("en", "sr-Cyrl", "sq", "mk", "bs", "cnr")
"""The languages posts are written in; Serbian in Latin letters is derived."""

Perhaps = BeforeValidator(lambda value: value or None)


class _Form(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)


class NewPostForm(_Form):
    """The beginning of a post; without an address one is made from the title."""

    kind: PostKind
    title: str = Field(min_length=3, max_length=200)
    language: Literal["en", "sr-Cyrl", "sq", "mk", "bs", "cnr"] = "en"
    slug: str = Field("", max_length=80, pattern=r"^[a-z0-9]*(-[a-z0-9]+)*$")


class PostForm(_Form):
    """What holds for a post in every language."""

    slug: str = Field(min_length=2, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    starts: Annotated[date | None, Perhaps] = None
    ends: Annotated[date | None, Perhaps] = None
    online: bool = False
    study_visit: bool = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError(_("The last day lies before the first."))
        return self


class VersionForm(_Form):
    """A post in one language; `wish` is "preview" when it is only to be looked at."""

    title: str = Field(min_length=3, max_length=200)
    summary: str = Field("", max_length=300)
    place: str = Field("", max_length=120)
    body: str = Field("", max_length=60_000)
    proofread: bool = False
    wish: Literal["save", "preview"] = "save"


class PublicationForm(_Form):
    """Whether the public sees a post, and from which day (today when none is given)."""

    state: PostState
    published_on: Annotated[date | None, Perhaps] = None


class CentreForm(_Form):
    """The Centre’s texts in the two languages they are authored in."""

    name_en: str = Field(min_length=3, max_length=120)
    funding_en: str = Field("", max_length=500)
    disclaimer_en: str = Field("", max_length=500)
    name_sr: str = Field("", max_length=120)
    funding_sr: str = Field("", max_length=500)
    disclaimer_sr: str = Field("", max_length=500)


class ContactForm(_Form):
    """A message to the Centre."""

    name: str = Field(min_length=2, max_length=120, pattern=r"^[^\r\n]*$")
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    subject: str = Field(min_length=3, max_length=120, pattern=r"^[^\r\n]*$")
    message: str = Field(min_length=10, max_length=5000)
