"""Where runs are held, told in the reader's language where the interface knows the words."""

from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

KNOWN = (
    mark("Plandište"),
    mark("Online"),
    mark("Online room"),
    mark("Online and in Plandište"),
)
"""Places that forms suggest and that every language has a word for."""


def told(place: str) -> str:
    """A place as the reader says it; what is typed otherwise stays as it is."""
    return _(place) if place in KNOWN else place
