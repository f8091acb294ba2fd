"""Words of the public site that are chosen by a value."""

from rmtc.front.kinds import PostKind
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark

KINDS = {PostKind.NEWS: mark("News item"), PostKind.EVENT: mark("Event"), PostKind.PAGE: mark("Page")}


def kind_name(kind: PostKind) -> str:
    """What a post is."""
    return _(KINDS[kind])
