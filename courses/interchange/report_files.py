"""Reports of imports as JSON files."""

import json
import os
from pathlib import Path
from typing import Any

from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _


def require_place(path: Path | None) -> None:
    """Refusal where no report can be written, to be raised before anything is imported."""
    if path is not None and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise Refusal(_("The report cannot be written to %(path)s; nothing was imported.") % {"path": path})


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report for people and programs."""
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
