"""River lines: a band of parallel curves drawn from a name, so that a course is known by its picture."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

TONES = 6
"""How many tones the stylesheet has (classes tone-0 to tone-5)."""

WIDTH, HEIGHT = 400, 110
LINES, STEP = 9, 9


@dataclass(frozen=True)
class River:
    """The tone (0 to TONES - 1) and the path data of each line, in a box of 400 by 110."""

    tone: int
    paths: tuple[str, ...]


@lru_cache(maxsize=4096)
def tone(name: str) -> int:
    """The tone of a name, where its lines are not drawn."""
    # This byte gives the Centre's ten curricula no tone more than twice.
    return hashlib.sha256(name.encode()).digest()[25] % TONES


@lru_cache(maxsize=4096)
def river(name: str) -> River:
    """Draw the lines of a name; the same name always gives the same lines."""
    seed = hashlib.sha256(name.encode()).digest()
    start, rise, fall, lift, end = (byte % span for byte, span in zip(seed, (34, 44, 44, 40, 44), strict=False))
    lines = []
    for row in range(LINES):
        # Lines lie a little closer on the right, as water does behind a bend.
        left, right = row * STEP, row * (STEP - 1)
        crest, trough = 18 + start - rise + left, fall + right
        lines.append(
            f"M0 {start + left}C80 {crest + rise} 120 {crest} 200 {trough}"
            f"S330 {30 - lift + trough} 400 {end - 6 + left}"
        )
    return River(tone=tone(name), paths=tuple(lines))
