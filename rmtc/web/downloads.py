"""Answering with a file: named, in ranges, and unable to act in our name."""

import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from rmtc.files.models import StoredFile
from rmtc.files.store import Store

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def file_answer(
    request: Request, store: Store, file: StoredFile, name: str, *, shown: bool = True, cache: str = "private, no-cache"
) -> Response:
    """A kept file as an answer; `shown` in the browser only where nothing in it can act, saved otherwise."""
    headers = headers_of(file, name, shown=shown) | {"cache-control": cache}
    if f'"{file.sha256}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    asked = request.headers.get("range", "")
    if request.headers.get("if-range", headers["etag"]) != headers["etag"]:
        asked = ""  # the rest of another content is of no use
    match part_of(asked, file.size):
        case None:
            start, end, status = 0, file.size, 200
        case (start, end) if start < end:
            headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
            status = 206
        case _:
            return Response(status_code=416, headers={"content-range": f"bytes */{file.size}"})
    headers["content-length"] = str(end - start)
    return StreamingResponse(store.read(file.sha256, start, end), status, headers, media_type=None)


def headers_of(file: StoredFile, name: str, *, shown: bool) -> dict[str, str]:
    """What every answer with this file says about it."""
    inline = shown and file.media_type in SHOWN
    headers = {
        "content-type": f"{file.media_type}; charset=utf-8" if file.media_type == "text/plain" else file.media_type,
        "content-disposition": disposition("inline" if inline else "attachment", name),
        "content-security-policy": SEALED,
        "x-content-type-options": "nosniff",
        "content-encoding": "identity",  # compressing would make ranges of it meaningless
        "accept-ranges": "bytes",
        "etag": f'"{file.sha256}"',
    }
    if inline and file.media_type == "application/pdf":  # browsers do not open their PDF reader in a sandbox
        headers["content-security-policy"] = "frame-ancestors 'self'"
    return headers


def disposition(kind: str, name: str) -> str:
    """The header that names a file (RFC 6266): in ASCII for old readers, in full for the others."""
    ascii_name = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    full = quote(name, safe="!#$&+-.^_`|~")  # RFC 8187
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{full}"


def part_of(asked: str, size: int) -> tuple[int, int] | None:
    """The half-open range of bytes asked for; None means all of it, an empty range that there is none."""
    found = RANGE.fullmatch(asked.replace(" ", ""))
    if not found or found.groups() == ("", ""):
        return None  # several ranges, or another unit: all of it is a right answer too
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size
