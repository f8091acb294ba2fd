"""The kinds and states of posts."""

from enum import StrEnum


class PostKind(StrEnum):
    """News has a day, an event its dates and place, a page its own address."""

    NEWS = "news"
    EVENT = "event"
    PAGE = "page"


class PostState(StrEnum):
    """Whether the public sees a post (from its day of publication on)."""

    DRAFT = "draft"
    PUBLISHED = "published"
