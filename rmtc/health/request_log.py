"""A line in the log and a count for each request: by route, never by address, which may hold a secret."""

import time
from functools import lru_cache

import structlog
from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

SECONDS = Histogram(
    "rmtc_request_seconds",
    "Time until the last byte of an answer was sent",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNWRITTEN = frozenset({"/static", "/healthz", "/readyz", "/metrics"})


class RequestLog:
    """Measures each request and binds its id to whatever is logged meanwhile."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=scope["state"].get("request_id")):
            try:
                await self.app(scope, receive, send_and_note)
            finally:
                note(scope, status, time.perf_counter() - started)


def note(scope: Scope, status: int, seconds: float) -> None:
    """Count a request, and write it down unless it only asked for a static file or whether we are well."""
    method = scope["method"] if scope["method"] in METHODS else "other"
    route = route_of(scope)
    _seconds_of(method, route, status).observe(seconds)
    if route not in UNWRITTEN:
        log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


@lru_cache(2000)
def _seconds_of(method: str, route: str, status: int) -> Histogram:
    return SECONDS.labels(method, route, str(status))


def route_of(scope: Scope) -> str:
    """The pattern of the address: `/runs/{run_id}`; `-` where nothing answered to it."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return getattr(scope.get("route"), "path", None) or (scope["path"] if scope["path"] in UNWRITTEN else "-")
