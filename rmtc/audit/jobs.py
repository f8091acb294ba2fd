"""Background work of the audit log."""

from typing import Any

from rmtc.audit import queries, sealing
from rmtc.site import Site


def seal(site: Site, _args: dict[str, Any]) -> None:
    """Seal what is committed."""
    sealing.seal(site.database, site.settings)


def newest_head(site: Site) -> str:
    """The newest head in one line, for the daily mail."""
    with site.database.reading() as session:
        block = queries.last_block(session)
    return f"{block.number} {block.hash} {block.key_id}" if block else ""
