"""The records of the library that an activity of an edition names."""

import re
from collections.abc import Iterator
from typing import Any

_LINK = re.compile(r'href="/library/(\d{1,9})[/"]')


def records_named(content: dict[str, Any], html: str) -> Iterator[int]:
    """The ids of what it has read, gives as sources, and cites in its text."""
    if content.get("resource_id"):
        yield int(content["resource_id"])
    for source in content.get("sources", ()):
        yield int(source["resource_id"])
    for found in _LINK.finditer(html):
        yield int(found[1])
