"""Icons: lucide's drawings as inline SVG, hidden from screen readers unless they are given a label."""

import json
from functools import cache, lru_cache

from markupsafe import Markup, escape

from rmtc.assets import STATIC

Nodes = list[tuple[str, dict[str, str]]]
FRAME = '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" {0}>{1}</svg>'


@cache
def drawings() -> dict[str, Nodes] | None:
    """Read all drawings once; None where `make setup` has not brought them yet."""
    path = STATIC / "vendor" / "icons.json"
    return json.loads(path.read_text()) if path.exists() else None


@lru_cache(4096)
def icon(name: str, label: str = "") -> Markup:
    """Draw an icon; raises KeyError for a name lucide does not have."""
    found = drawings()
    if found is None:
        return Markup()
    voice = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return Markup(FRAME.format(attributes(voice), _shapes(found[name])))  # noqa: S704 escaped above


@cache
def icon_sheet(*names: str) -> Markup:
    """Icons to be drawn many times on a page, kept once, out of sight; `icon_of_sheet` shows them."""
    found = drawings()
    shapes = {name: _shapes(found[name]) for name in names} if found else {}
    symbols = "".join(
        f'<symbol id="icon-{name}" viewBox="0 0 24 24">{shape}</symbol>' for name, shape in shapes.items()
    )
    return Markup(f'<svg class="kept" width="0" height="0" aria-hidden="true">{symbols}</svg>')  # noqa: S704 escaped


@lru_cache(4096)
def icon_of_sheet(name: str, label: str = "") -> Markup:
    """Draw an icon that the page keeps in its `icon_sheet`: a third of its markup."""
    if drawings() is None:
        return Markup()
    voice = f' role="img" aria-label="{escape(label)}"' if label else ""
    return Markup(f'<svg class="icon"{voice}><use href="#icon-{name}"/></svg>')  # noqa: S704 escaped


def _shapes(nodes: Nodes) -> str:
    return "".join(f"<{tag} {attributes(given)}/>" for tag, given in nodes)


def attributes(given: dict[str, str]) -> str:
    """Write attributes for markup."""
    return " ".join(f'{name}="{escape(value)}"' for name, value in given.items())
