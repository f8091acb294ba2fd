"""Citations of the library: people write a record's key, texts keep its number."""

import re

from library.resources.queries import resources_by_keys
from rmtc.db import ReadSession

_KEYED = re.compile(r"\[\[lib:([A-Za-z][\w.-]*)")


def with_numbers(session: ReadSession, text: str) -> str:
    """A text whose `[[lib:key|…]]` name records by their numbers; unknown keys stay as they are."""
    keys = set(_KEYED.findall(text))
    if not keys:
        return text
    found = resources_by_keys(session, keys)
    return _KEYED.sub(lambda match: f"[[lib:{found[match[1]].id}" if match[1] in found else match[0], text)
