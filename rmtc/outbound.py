"""Asking addresses on the internet, and only there: for repositories of partners and whatever else is far away.

A server that fetches what people type can be made to ask machines behind its own walls (server-side request forgery,
OWASP API7:2023). So every address a name stands for must be public, the connection goes to the very address that was
looked at, and a redirection stays with the same host.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urljoin, urlsplit

from rmtc.errors import Refusal
from rmtc.i18n.said import say

HOPS = 4
PIECE = 64 * 1024
REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the open internet (IANA's registries of special addresses)."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    seen = mapped or address
    return seen.is_global and not seen.is_multicast


@dataclass(frozen=True)
class Guard:
    """Which machines may be asked, on which ports (None: any), for how many seconds, reading how many bytes at most."""

    allowed: Callable[[Address], bool] = is_public
    ports: frozenset[int] | None = frozenset({80, 443, 8080, 8443})
    seconds: float = 30.0
    most: int = 10_000_000


PUBLIC = Guard()


@dataclass(frozen=True)
class Answer:
    """What came back, and from where."""

    status: int
    media_type: str
    body: bytes
    url: str


class _Pinned(HTTPConnection):
    """A connection to the address that was looked at, whatever its name stands for by now."""

    def __init__(self, parts: SplitResult, port: int, address: str, timeout: float) -> None:
        super().__init__(parts.hostname or "", port, timeout=timeout)
        self._address, self._is_secure = address, parts.scheme == "https"

    def connect(self) -> None:
        """Open the connection; the certificate must be that of the name."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def fetch(url: str, guard: Guard = PUBLIC) -> Answer:
    """Get what lies at an address; Refusal says in plain words why it could not be had."""
    return _walk(url, guard, elsewhere=False)


def reach(url: str, guard: Guard = PUBLIC) -> Answer:
    """Find out what an address answers, wherever it leads on the open internet; of the body nothing is read."""
    return _walk(url, replace(guard, most=0), elsewhere=True)


def _walk(url: str, guard: Guard, *, elsewhere: bool) -> Answer:
    ends, first = time.monotonic() + guard.seconds, urlsplit(url).hostname
    for _hop in range(HOPS):
        parts, port, address = _looked_at(url, guard)
        if parts.hostname != first and not elsewhere:
            raise Refusal(say("The address leads to another site."))
        status, media_type, body, onward = _asked(parts, port, address, ends, guard.most)
        if status not in REDIRECTIONS or not onward:
            return Answer(status, media_type, body, url)
        url = urljoin(url, onward)
    raise Refusal(say("The address leads in a circle."))


def _looked_at(url: str, guard: Guard) -> tuple[SplitResult, int, str]:
    """The parts of an address, its port, and the machine to ask."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Refusal(say("This is not an address on the web.")) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise Refusal(say("This is not an address on the web."))
    if guard.ports is not None and port not in guard.ports:
        raise Refusal(say("Addresses with this port are not asked."))
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refusal(say("The site does not exist or cannot be reached.")) from None
    machines = [str(one[4][0]).partition("%")[0] for one in found]
    if not machines or not all(guard.allowed(ipaddress.ip_address(one)) for one in machines):
        raise Refusal(say("The address leads to a machine that is not on the open internet."))
    return parts, port, machines[0]


def _asked(parts: SplitResult, port: int, address: str, ends: float, most: int) -> tuple[int, str, bytes, str]:
    left = max(0.1, ends - time.monotonic())
    connection = _Pinned(parts, port, address, min(left, 15.0))
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        heads = {"user-agent": "RMTC library", "accept-encoding": "identity", "connection": "close"}
        connection.request("GET", path, headers=heads)
        response = connection.getresponse()
        body = _read(response, ends, most) if most else b""
    except (OSError, HTTPException, ValueError):
        raise Refusal(say("The site does not answer as it should.")) from None
    finally:
        connection.close()
    return response.status, response.headers.get_content_type(), body, response.headers.get("location", "")


def _read(response: HTTPResponse, ends: float, most: int) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > most:
            raise Refusal(say("The answer is too large."))
        if time.monotonic() > ends:
            raise Refusal(say("The answer takes too long."))
        pieces.append(piece)
    return b"".join(pieces)
