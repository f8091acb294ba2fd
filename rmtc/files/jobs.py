"""Background work on files."""

from typing import Any

from rmtc.files.incoming import sweep
from rmtc.site import Site


def sweep_incoming(site: Site, _args: dict[str, Any]) -> None:
    """Delete what uploads that broke off have left."""
    sweep(site.settings.data / "incoming")
