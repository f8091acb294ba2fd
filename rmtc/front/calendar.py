"""An event as an iCalendar file (RFC 5545)."""

from datetime import date, timedelta

from rmtc.clock import now

WIDTH = 73
"""Octets of a line; RFC 5545 §3.1 allows 75 without the line break."""


def event_file(uid: str, title: str, starts: date, ends: date, place: str, url: str) -> str:
    """A calendar with one event that takes whole days."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//RMTC//Events//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{starts:%Y%m%d}",
        f"DTEND;VALUE=DATE:{ends + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(title)}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text value (RFC 5545 §3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(text.splitlines())


def folded(line: str) -> str:
    """A long line in several, never broken inside a letter."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > WIDTH:
            parts.append("")
            size = 0
        parts[-1] += letter
        size += width
    return "\r\n ".join(parts)
