"""One's own dates as a calendar (RFC 5545), at an address that only its owner knows."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime

from courses.runs.models import CourseRun, RunDate


def token_of(key: bytes, person_id: int) -> str:
    """The token in the address of somebody's calendar."""
    signature = hmac.new(key, f"calendar:{person_id}".encode(), hashlib.sha256).hexdigest()
    return f"{person_id}-{signature[:40]}"


def person_with(key: bytes, token: str) -> int | None:
    """Whose calendar a token opens."""
    number = token.partition("-")[0]
    if not number.isdecimal() or len(number) > 12:  # noqa: PLR2004 - longer than any id
        return None
    person_id = int(number)
    return person_id if hmac.compare_digest(token.encode(), token_of(key, person_id).encode()) else None


def make_calendar(name: str, entries: Iterable[tuple[CourseRun, RunDate]], host: str, at: datetime) -> str:
    """The calendar as text: one event for each date."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//RMTC//Online campus//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for run, date in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:run-date-{date.id}@{host}",
            f"DTSTAMP:{_stamp(at)}",
            f"DTSTART:{_stamp(date.starts)}",
            *([f"DTEND:{_stamp(date.ends)}"] if date.ends else []),
            f"SUMMARY:{_escaped(f'{date.title} ({run.title})')}",
            *([f"LOCATION:{_escaped(date.place)}"] if date.place else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(mark, written)
    return text


def _folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside a letter (RFC 5545 §3.1)."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:  # noqa: PLR2004 - the limit of the RFC
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + width
    return "\r\n".join([*parts, part])
