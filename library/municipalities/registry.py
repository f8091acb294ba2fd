"""The registry of local governments: read once from the table beside this module.

Facts from a public configuration table of municipalities and districts (2023-07-17) of a civic prototype,
elektronske-narodne-inicijative/einicijative (Apache-2.0); not an official register. A key never changes: plans keep it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from library.municipalities.districts import DISTRICTS, District, in_script
from rmtc.i18n.serbian import to_latin
from rmtc.search.folding import fold

TABLE: Final = Path(__file__).parent / "local-governments.csv"
SOURCE: Final = "elektronske-narodne-inicijative/einicijative"
SOURCE_DATE: Final = date(2023, 7, 17)


class Kind(StrEnum):
    """What a local government is; a city municipality is a part of a city and adopts no plan of its own here."""

    MUNICIPALITY = "municipality"
    CITY = "city"
    CITY_MUNICIPALITY = "city_municipality"


@dataclass(frozen=True)
class LocalGovernment:
    """A city or municipality: key for addresses, the statistical code (empty where unknown), name in Cyrillic."""

    key: str
    code: str
    cyrillic: str
    kind: Kind
    district: District

    @property
    def latin(self) -> str:
        """The name in Latin letters."""
        return to_latin(self.cyrillic)

    @property
    def is_noted(self) -> bool:
        """Say whether the note about Kosovo* belongs to it."""
        return self.district.is_noted

    @property
    def name(self) -> str:
        """The name in the reader's script, with the asterisk where it belongs."""
        return in_script(self.cyrillic) + ("*" if self.is_noted else "")


@cache
def registry() -> dict[str, LocalGovernment]:
    """Every entry of the table, by key."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: LocalGovernment(
                row["key"], row["code"], row["name"], Kind(row["kind"]), DISTRICTS[row["district"]]
            )
            for row in csv.DictReader(file)
        }


def local_governments(*, with_noted: bool = False, district: str = "") -> list[LocalGovernment]:
    """Those that adopt plans (145 cities and municipalities; 29 more with Kosovo*), by name in the reader's script."""
    chosen = (
        one
        for one in registry().values()
        if one.kind is not Kind.CITY_MUNICIPALITY
        and (with_noted or not one.is_noted)
        and district in {"", one.district.code}
    )
    return sorted(chosen, key=in_order)


def in_order(government: LocalGovernment) -> list[int]:
    """Sort key: the order of the alphabet of the reader's script."""
    return alphabetical(government.name)


def alphabetical(name: str) -> list[int]:
    """Sort key of a Serbian name: the azbuka for Cyrillic, the gajica for Latin letters (dž, lj, nj by their parts)."""
    return [ORDER.find(letter) for letter in name.casefold()]


ORDER: Final = " -abcčćdđefghijklmnopqrsštuvwxyzžабвгдђежзијклљмнњопрстћуфхцчџш"


def matching(text: str) -> set[str]:
    """The keys of those whose name holds every word of a text, in either script and with or without diacritics."""
    words = fold(text).split()
    return {one.key for one in registry().values() if all(word in fold(one.cyrillic) for word in words)}
