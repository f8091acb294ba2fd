"""What the public may learn about a certificate: that it stands, and with the code on it, whose it is."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from courses.awards.queries import Standing


@dataclass(frozen=True)
class Verdict:
    """The public answer; `holder` and `mark` are empty without the right code."""

    serial: str
    status: str
    programme: str
    curriculum: str
    year: int
    level: int
    level_status: str
    ects: float
    issued_at: datetime
    changed_at: datetime | None
    holder: str
    code_is_wrong: bool


def verdict_on(standing: Standing, code: str) -> Verdict:
    """Say what may be said; the code is compared in constant time."""
    certificate = standing.certificate
    typed = code.replace("-", "").replace(" ", "").upper()
    matches = hmac.compare_digest(typed.encode(), certificate.code.encode())
    return Verdict(
        serial=certificate.serial,
        status="valid" if standing.is_valid else "revoked",
        programme=certificate.programme,
        curriculum=certificate.curriculum_code,
        year=certificate.year,
        level=certificate.level,
        level_status=certificate.level_status,
        ects=certificate.ects,
        issued_at=certificate.issued_at,
        changed_at=None if standing.is_valid else standing.events[-1].at,
        holder=certificate.holder if matches else "",
        code_is_wrong=bool(typed) and not matches,
    )
