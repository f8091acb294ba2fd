"""Serve the front-end files under /static: each address holds its content's hash and never changes."""

from http import HTTPStatus
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rmtc.assets import Asset, assets

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
}
CODINGS = (("br", ".br"), ("gzip", ".gz"))
YEAR = "public, max-age=31536000, immutable"


class StaticFiles:
    """Answer GET and HEAD for known addresses; whatever is not in the list does not exist."""

    def __init__(self, found: dict[str, Asset] | None = None) -> None:
        self.by_url = {asset.url: asset for asset in (assets() if found is None else found).values()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 no body is read
        """Serve one request (ASGI)."""
        if scope["type"] != "http":
            return
        asset = self.by_url.get("/static/" + scope["path"].rpartition("/static/")[2])
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, HTTPStatus.METHOD_NOT_ALLOWED, {"allow": "GET, HEAD"})
        elif asset is None:
            await answer(send, HTTPStatus.NOT_FOUND, {"cache-control": "no-store"})
        else:
            await serve(asset, scope, send)


async def serve(asset: Asset, scope: Scope, send: Send) -> None:
    """Send a file in the smallest form the browser takes, or 304 when it has it already."""
    wanted = Headers(scope=scope)
    coding, path = choose(asset, wanted.get("accept-encoding", ""))
    etag = f'"{asset.url.split("/")[2]}{"-" + coding if coding else ""}"'
    headers = {"cache-control": YEAR, "etag": etag, "vary": "accept-encoding"}
    if etag in wanted.get("if-none-match", ""):
        await answer(send, HTTPStatus.NOT_MODIFIED, headers)
        return
    body = asset.body if asset.body is not None else await to_thread.run_sync(path.read_bytes)
    headers |= {"content-type": TYPES.get(asset.path.suffix, "application/octet-stream")}
    headers |= {"content-length": str(len(body))} | ({"content-encoding": coding} if coding else {})
    await answer(send, HTTPStatus.OK, headers, b"" if scope["method"] == "HEAD" else body)


def choose(asset: Asset, accepted: str) -> tuple[str, Path]:
    """Pick the content coding (empty: none) and the file that holds it."""
    offered = [part.partition(";") for part in accepted.replace(" ", "").lower().split(",")]
    taken = {name for name, _, weight in offered if not weight.startswith(("q=0.0", "q=0;")) and weight != "q=0"}
    for coding, suffix in CODINGS:
        path = asset.path.with_name(asset.path.name + suffix)
        if asset.body is None and coding in taken and path.exists():
            return coding, path
    return "", asset.path


async def answer(send: Send, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> None:
    """Send one whole answer."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    raw.append((b"x-content-type-options", b"nosniff"))
    await send({"type": "http.response.start", "status": int(status), "headers": raw})
    await send({"type": "http.response.body", "body": body})


def static_files() -> ASGIApp:
    """Make the application to mount at /static."""
    return StaticFiles()
