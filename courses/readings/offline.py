"""A lesson as one file that needs nothing else: its pictures lie inside it, its links lead to the site."""

import base64
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from sqlalchemy import select

from courses.catalogue.models import EditionFile
from rmtc.db import ReadSession
from rmtc.files.models import StoredFile
from rmtc.files.store import Store

LARGEST: Final = 3_000_000
"""A picture of more bytes stays on the site."""
ALTOGETHER: Final = 15_000_000
_PICTURE = re.compile(r'src="/courses/[^/"]+/files/([^"?]+)(?:\?[^"]*)?"')
_LINK = re.compile(r'(href|src)="/(?!/)')


def pictures_of(session: ReadSession, edition_id: int, html: str) -> dict[str, StoredFile]:
    """The pictures that a text shows, as they were on the day of its edition, by name."""
    names = {unquote(name) for name in _PICTURE.findall(html)}
    wanted = (
        select(EditionFile.name, StoredFile)
        .join(StoredFile, StoredFile.sha256 == EditionFile.sha256)
        .where(EditionFile.edition_id == edition_id, EditionFile.name.in_(names))
    )
    return dict(iter(session.execute(wanted))) if names else {}


def in_one(html: str, pictures: Mapping[str, StoredFile], store: Store, site: str) -> str:
    """A text with its pictures inside it, as far as they are not too large, and whole addresses."""
    left = ALTOGETHER

    def inside(found: re.Match[str]) -> str:
        nonlocal left
        stored = pictures.get(unquote(found[1]))
        if stored is None or stored.size > min(LARGEST, left):
            return found[0]
        left -= stored.size
        content = base64.b64encode(b"".join(store.read(stored.sha256))).decode()
        return f'src="data:{stored.media_type};base64,{content}"'

    return _LINK.sub(rf'\1="{site}/', _PICTURE.sub(inside, html))
