"""What a record says of itself, in the reader's language where it can."""

from dataclasses import dataclass

from library.collections.labels import Label, label
from library.description.dates_in_words import date_in_words
from library.description.fields import fields_of, in_words
from library.description.identifiers import SCHEMES, Identifier
from library.resources.models import AccessLevel, FileState, Resource, ResourceFile
from rmtc.i18n.formats import file_format
from rmtc.i18n.texts import gettext
from rmtc.i18n.texts import gettext as _


def abstract_of(resource: Resource, language: str) -> Label:
    """The abstract for a reader's language, else in another that there is."""
    return label({resource.language: resource.abstract, **resource.abstracts}, language)


def other_title(resource: Resource, language: str) -> Label | None:
    """The title in the reader's language, where that is another than the record's own."""
    found = label(resource.titles, language)
    return found if found.language == language != resource.language and found.text != resource.title else None


def details_of(resource: Resource) -> list[tuple[str, str]]:
    """The fields of its kind that say something: what each is called, and what it says."""
    found = []
    for one in fields_of(resource.kind):
        if one.shape == "names":
            text = "; ".join(each.name for each in resource.people_as(one.name))
        else:
            value = resource.details.get(one.name)
            text = date_in_words(str(value)) if value and one.shape == "date" else in_words(one, value or "")
        if text:
            found.append((gettext(one.label), text))
    return found


@dataclass(frozen=True)
class Shown:
    """An identifier as a page shows it; `url` is empty where it leads nowhere."""

    name: str
    value: str
    url: str


def identifiers_of(resource: Resource) -> list[Shown]:
    """The identifiers others gave it."""
    found = [Identifier(one.scheme, one.value) for one in resource.identifiers]
    return [Shown(gettext(SCHEMES[one.scheme]), one.value, one.url) for one in found]


def creators_of(resource: Resource) -> str:
    """The creators in one line, or the publisher where there is none."""
    return "; ".join(one.name for one in resource.authors) or resource.publisher


def level_names() -> dict[AccessLevel, str]:
    """Who may see a record, in words for a tag; everybody needs none."""
    return {
        AccessLevel.SIGNED_IN: _("For people with an account"),
        AccessLevel.NAMED: _("For named institutions and courses"),
        AccessLevel.COLLECTION: _("For those who work in its collection"),
        AccessLevel.STAFF: _("For staff"),
    }


def state_name(file: ResourceFile) -> str:
    """Where a file stands, in a word."""
    names = {
        FileState.RECEIVED: _("Waiting"),
        FileState.EXTRACTING: _("Being read"),
        FileState.READY: _("Ready"),
        FileState.NEEDS_REVIEW: _("Needs a look"),
        FileState.QUARANTINED: _("Set aside"),
    }
    return names[file.state]


def state_sentence(file: ResourceFile) -> str:
    """Where a file stands, in a sentence."""
    if file.state is FileState.RECEIVED:
        return _("The file has arrived. Its text will be read in a moment.")
    if file.state is FileState.EXTRACTING:
        return _("The text is being read.")
    return _(file.reason) if file.reason else ""


def format_name(file: ResourceFile) -> str:
    """The format of a file as people call it, by its media type, else by the ending of its name."""
    return format_of(file.name, file.stored.media_type)


def format_of(name: str, media_type: str) -> str:
    """The same, from name and media type."""
    return file_format(name, media_type) or _("File")
