"""Light stemming of folded words, one small chain per language; a better chain is put into STEMMERS, nowhere else.

The stems of the Serbian, Bosnian, Croatian and Montenegrin group meet across ekavian and ijekavian spelling
(izbeglica, izbjeglica). Stems are keys, never shown.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from whoosh.lang.porter2 import stem as _english

Stemmer = Callable[[str], str]

_SHORTEST: Final = 3
_YAT: Final = re.compile(r"(?<=[bcdfghjklmnprstvz])(?:ij|j)e(?=[a-z])")
_LOG: Final = re.compile("((?:.*[zd]|pri|dija|kata|.{3,}o)lo)(?:g(?:a|u|e|om)?|z(?:e|i|ima))")
"""Nouns such as razlog, predlog, dijalog: what looks like an ending of theirs is none."""
_SLAVIC_ENDINGS: Final = (
    "ovanjima ivanjima avanjima enjima anjima ovanjem ivanjem avanjem anjem enjem "
    "ovanje ovanja ovanju ivanje ivanja ivanju avanje avanja avanju anje anja anju enje enja enju "
    "ostima oscu osti ost ijama ijom ijem ija ije iji iju ovima evima ovi evi ove eve ova eva ovu evu "
    "ima ama oga ega ome emu ih im og eg om em oj ej ov ev a e i o u"
)
_ALBANIAN_ENDINGS: Final = (
    "eve ave ive uesve uesit uesi uese imeve imit imi imin ime esit esi es it in ut et at ja je a e i u"
)
_MACEDONIAN_ENDINGS: Final = (
    "ovite evite anjeto enjeto anjata enjata anje enje anja enja ostite osta ost osti ijata ijite iite ijava ija ii "
    "ot ata ava ana oto ovo ono ite ive ine iot ski ska sko skite skiot skata skoto to ta te a o i e"
)


Endings = tuple[tuple[int, frozenset[str]], ...]
"""Endings by their length, the longest first."""


def _longest_first(endings: str) -> Endings:
    known = set(endings.split())
    lengths = sorted({len(ending) for ending in known}, reverse=True)
    return tuple((length, frozenset(each for each in known if len(each) == length)) for length in lengths)


_SLAVIC, _ALBANIAN, _MACEDONIAN = map(_longest_first, (_SLAVIC_ENDINGS, _ALBANIAN_ENDINGS, _MACEDONIAN_ENDINGS))


def _without_ending(word: str, endings: Endings) -> str:
    for length, known in endings:
        if len(word) - length >= _SHORTEST and word[-length:] in known:
            return word[:-length]
    return word


def _one_consonant(stem: str) -> str:
    """Undo the change of the last consonant before endings (maloletnik, maloletnici; razlog, razlozi)."""
    return stem[:-1] + {"c": "k", "z": "g"}.get(stem[-1], stem[-1])


def stem_slavic(word: str) -> str:
    """Stem a folded word of the Serbian, Bosnian, Croatian and Montenegrin group, both yats in one key."""
    plain = _YAT.sub("e", word)
    if len(plain) <= _SHORTEST:
        return plain
    if noun := _LOG.fullmatch(plain):
        return f"{noun[1]}g"
    return _one_consonant(_without_ending(plain, _SLAVIC))


def stem_albanian(word: str) -> str:
    """Stem a folded Albanian word: definite and plural endings off (one on top of the other: refugj-at-ëve)."""
    return _without_ending(_without_ending(word, _ALBANIAN), _ALBANIAN)


def stem_macedonian(word: str) -> str:
    """Stem a folded Macedonian word: articles and plural endings off."""
    return _one_consonant(_without_ending(word, _MACEDONIAN))


def stem_english(word: str) -> str:
    """Stem a folded English word (Porter 2)."""
    return str(_english(word))


STEMMERS: Final[dict[str, Stemmer]] = {
    "sr": stem_slavic,
    "sq": stem_albanian,
    "mk": stem_macedonian,
    "en": stem_english,
}
_GROUP: Final = {
    "bs": "sr",
    "hr": "sr",
    "cnr": "sr",
    "me": "sr",
    "sh": "sr",
    "hbs": "sr",
    "srp": "sr",
    "als": "sq",
    "eng": "en",
}


def chain_of(language: str) -> str:
    """Name the chain for a language tag; the Serbian group's where the language is unknown or has none."""
    primary = language.replace("_", "-").split("-")[0].lower()
    primary = _GROUP.get(primary, primary)
    return primary if primary in STEMMERS else "sr"


@lru_cache(maxsize=200_000)
def stem(folded: str, chain: str) -> str:
    """Stem one folded word by the named chain; words with digits and very short words stay as they are."""
    if len(folded) <= _SHORTEST or not folded.isalpha():
        return folded
    return STEMMERS[chain](folded)


@lru_cache(maxsize=50_000)
def stems(folded: str) -> tuple[str, ...]:
    """Give the stems of a folded word under every chain: what a query must look for when its language is unknown."""
    return tuple(dict.fromkeys(stem(folded, chain) for chain in STEMMERS))


_SHAPE: Final = str.maketrans("cz", "kg", "ijey")


@lru_cache(maxsize=200_000)
def shape(folded: str) -> str:
    """Give the start of a word that no chain changes, at most three letters: a quick test before any stemming."""
    return folded.translate(_SHAPE)[:3]
