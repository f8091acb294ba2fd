"""Icons: lucide's drawings as inline SVG, hidden from screen readers unless they are given a label."""

import json
from functools import cache

from markupsafe import Markup, escape

from rmtc.assets import STATIC

Nodes = list[tuple[str, dict[str, str]]]
FRAME = '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" {0}>{1}</svg>'


@cache
def drawings() -> dict[str, Nodes] | None:
    """Read all drawings once; None where `make setup` has not brought them yet."""
    path = STATIC / "vendor" / "icons.json"
    return json.loads(path.read_text()) if path.exists() else None


@cache
def icon(name: str, label: str = "") -> Markup:
    """Draw an icon; raises KeyError for a name lucide does not have."""
    found = drawings()
    if found is None:
        return Markup()
    shapes = "".join(f"<{tag} {attributes(given)}/>" for tag, given in found[name])
    voice = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return Markup(FRAME.format(attributes(voice), shapes))  # noqa: S704 escaped above


def attributes(given: dict[str, str]) -> str:
    """Write attributes for markup."""
    return " ".join(f'{name}="{escape(value)}"' for name, value in given.items())
