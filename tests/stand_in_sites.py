"""A site elsewhere, for tests: answers on this machine with what it is given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from rmtc.outbound import Guard

Given = tuple[int, dict[str, str], bytes]
HERE = Guard(allowed=lambda address: address.is_loopback, ports=None, seconds=5.0, most=200_000)
"""Lets tests ask this machine, which the site itself never does."""


@contextmanager
def stand_in(answer: Callable[[str, dict[str, str]], Given]) -> Iterator[str]:
    """A site that answers a path and a query as told; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, headers, body = answer(parts.path, asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):  # whoever asks may hang up early
                self.wfile.write(body)

        def log_message(self, *_what: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
