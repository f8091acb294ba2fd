"""What a library record can be."""

from typing import Final

from rmtc.i18n.texts import gettext, mark

KINDS: Final[dict[str, str]] = {
    "law": mark("Law or standard"),
    "report": mark("Report"),
    "plan": mark("Strategy or plan"),
    "action_plan": mark("Local action plan"),
    "guide": mark("Guide or handbook"),
    "training": mark("Training material"),
    "article": mark("Article"),
    "data": mark("Data set"),
    "video": mark("Video"),
    "practice": mark("Project or practice"),
}
"""Kinds by key, with the (marked) name people see."""


def kind_name(kind: str) -> str:
    """The name of a kind in the reader's language."""
    return gettext(KINDS[kind]) if kind in KINDS else kind
