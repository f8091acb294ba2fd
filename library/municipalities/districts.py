"""The districts of Serbia by ISO 3166-2:RS, and their places on a map of tiles."""

from dataclasses import dataclass
from typing import Final

from rmtc.i18n.languages import current
from rmtc.i18n.serbian import to_latin
from rmtc.i18n.texts import gettext as _

FIRST_NOTED: Final = 25
"""From RS-25 on, districts carry the asterisk of Kosovo*."""

CAPITAL: Final = "RS-00"


@dataclass(frozen=True)
class District:
    """A district: code, Serbian name in Cyrillic, column and row of its tile (from the north-west, from 0)."""

    code: str
    cyrillic: str
    column: int
    row: int

    @property
    def is_noted(self) -> bool:
        """Say whether the note about Kosovo* belongs to it."""
        return int(self.code[3:]) >= FIRST_NOTED

    @property
    def name(self) -> str:
        """The name in the reader's script, with the asterisk where it belongs."""
        return in_script(self.cyrillic) + ("*" if self.is_noted else "")

    @property
    def latin(self) -> str:
        """The name in Latin letters."""
        return to_latin(self.cyrillic)

    @property
    def full_name(self) -> str:
        """The name with the word for a district; the City of Belgrade is one without it."""
        return self.name if self.code == CAPITAL else _("%(name)s district") % {"name": self.name}


def in_script(cyrillic: str) -> str:
    """A Serbian name in the script of the language in use: Cyrillic for Serbian in Cyrillic, Latin for all others."""
    return cyrillic if current() == "sr-Cyrl" else to_latin(cyrillic)


def name_language() -> str:
    """The language code of what `in_script` gives."""
    return "sr-Cyrl" if current() == "sr-Cyrl" else "sr-Latn"


_PLACES: Final = """
Град Београд|2|2 Севернобачки|1|0 Средњобанатски|2|1 Севернобанатски|2|0 Јужнобанатски|3|2 Западнобачки|0|0
Јужнобачки|1|1 Сремски|1|2 Мачвански|0|3 Колубарски|1|3 Подунавски|2|3 Браничевски|3|3 Шумадијски|2|4
Поморавски|3|4 Борски|4|3 Зајечарски|4|4 Златиборски|0|4 Моравички|1|4 Рашки|1|5 Расински|2|5 Нишавски|3|5
Топлички|2|6 Пиротски|4|5 Јабланички|3|6 Пчињски|3|7 Косовски|1|7 Пећки|0|7 Призренски|1|8
Косовскомитровачки|1|6 Косовскопоморавски|2|7
"""
"""Names in the order of their ISO numbers, with column and row."""


def _read() -> dict[str, District]:
    entries = [entry.split("|") for entry in _PLACES.replace("Град Београд", "Град_Београд").split()]
    return {
        f"RS-{number:02}": District(f"RS-{number:02}", name.replace("_", " "), int(column), int(row))
        for number, (name, column, row) in enumerate(entries)
    }


DISTRICTS: Final = _read()
