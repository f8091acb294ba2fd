"""What a record says of itself, in the reader's language where it can."""

from library.collections.labels import Label, label
from library.resources.models import FileState, Resource, ResourceFile
from rmtc.i18n.texts import gettext as _


def abstract_of(resource: Resource, language: str) -> Label:
    """The abstract for a reader's language, else in another that there is."""
    return label({resource.language: resource.abstract, **resource.abstracts}, language)


def other_title(resource: Resource, language: str) -> Label | None:
    """The title in the reader's language, where that is another than the record's own."""
    found = label(resource.titles, language)
    return found if found.language == language != resource.language and found.text != resource.title else None


def creators_of(resource: Resource) -> str:
    """The creators in one line, or the publisher where there is none."""
    return "; ".join(maker.creator.name for maker in resource.creators) or resource.publisher


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
    if file.stored.media_type == "application/pdf":
        return "PDF"
    return file.name.rpartition(".")[2].upper()[:6] if "." in file.name else _("File")
