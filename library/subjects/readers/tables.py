"""A JSON table of terms: key to language to names, the first of which is the chosen one."""

import json
from typing import Any

from library.subjects.readers.concepts import Concept, key_for
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _


def read_table(data: bytes) -> list[Concept]:
    """Read the concepts of a table; raises Refusal when it has another shape."""
    try:
        table = json.loads(data)
        return [_concept(key, names) for key, names in table.items()]
    except (ValueError, AttributeError, TypeError, RecursionError) as broken:
        raise Refusal(_("The file is not a table of terms by language.")) from broken


def _concept(key: str, names: dict[str, Any]) -> Concept:
    concept = Concept(key_for(key))
    for code, texts in names.items():
        for position, text in enumerate([texts] if isinstance(texts, str) else texts):
            concept.name(code, " ".join(text.split())[:200], chosen=position == 0)
    return concept
