"""Front-end files: `python -m rmtc.assets` prepares them, `static_url` names them by their content."""

import gzip
import hashlib
import json
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

STATIC = Path(__file__).parent / "web" / "static"
NODE_MODULES = Path(__file__).parents[1] / "node_modules"
MISSING = "The front-end files are missing: run `make setup`."

TREES = ("vendor/pdfjs/",)
"""Folders whose files find each other by relative address: they share one hash."""

UNSERVED = ("vendor/built/", "vendor/fonts-pdf/", "vendor/icons.json", "css/campus/", "manifest.json")
"""What lies in the folder but is not for browsers."""

COMPRESSED = {".css", ".js", ".mjs", ".svg", ".json", ".wasm", ".bcmap", ".ttf", ".pfb", ".icc"}

FONTS = "@fontsource-variable/{0}/files/{0}-{1}-wght-{2}.woff2"
FONTS_PDF = "@expo-google-fonts/{0}/{2}/{1}_{2}.ttf"

VENDOR: dict[str, str] = {
    "htmx.org/dist/htmx.min.js": "vendor/htmx.js",
    "@github/markdown-toolbar-element/dist/index.js": "vendor/markdown-toolbar.js",
    "lucide-static/icon-nodes.json": "vendor/icons.json",
    "pdfjs-dist/legacy/build/pdf.min.mjs": "vendor/pdfjs/pdf.mjs",
    "pdfjs-dist/legacy/build/pdf.worker.min.mjs": "vendor/pdfjs/pdf.worker.mjs",
    "pdfjs-dist/cmaps": "vendor/pdfjs/cmaps",
    "pdfjs-dist/standard_fonts": "vendor/pdfjs/standard_fonts",
    "pdfjs-dist/wasm": "vendor/pdfjs/wasm",
    **{
        FONTS.format(family, script, style): f"vendor/fonts/{family}-{script}-{style}.woff2"
        for family in ("source-sans-3", "source-serif-4")
        for script in ("latin", "latin-ext", "cyrillic")
        for style in ("normal", "italic")
    },
    **{
        FONTS_PDF.format(family, prefix, weight): f"vendor/fonts-pdf/{prefix}_{weight}.ttf"
        for family, prefix in (("source-sans-3", "SourceSans3"), ("source-serif-4", "SourceSerif4"))
        for weight in ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")
    },
}
"""What is taken from node_modules, and the name it gets here."""


class FrontEndMissingError(RuntimeError):
    """The files that `make setup` brings are not there; the text says what to run."""

    def __init__(self) -> None:
        super().__init__(MISSING)


@dataclass(frozen=True)
class Asset:
    """One served file: its address, its bytes, and whether compressed neighbours (.br, .gz) may lie beside it."""

    name: str
    url: str
    path: Path
    body: bytes | None = None


def copy_vendor(source: Path = NODE_MODULES, static: Path = STATIC) -> int:
    """Copy what pages need out of node_modules; says how many entries, or raises FrontEndMissingError."""
    if not all((source / name).exists() for name in VENDOR):
        raise FrontEndMissingError
    shutil.rmtree(static / "vendor", ignore_errors=True)
    for name, target in VENDOR.items():
        origin, goal = source / name, static / target
        goal.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, goal)
        else:
            shutil.copyfile(origin, goal)
    return len(VENDOR)


def find_assets(static: Path = STATIC) -> dict[str, Asset]:
    """Compute the address of every served file from its content; stylesheets come with their addresses put in."""
    names = sorted(str(path.relative_to(static)) for path in static.rglob("*") if path.is_file())
    served = [name for name in names if not name.startswith(UNSERVED)]
    found: dict[str, Asset] = {}
    trees = {tree: digest(*(static / name for name in served if name.startswith(tree))) for tree in TREES}
    for name in sorted(served, key=lambda name: name.endswith(".css")):
        tree = next((tree for tree in TREES if name.startswith(tree)), None)
        path = static / name
        body = bundle(path, found) if name.endswith(".css") and tree is None else None
        mark = trees[tree] if tree else hash_of(body) if body is not None else digest(path)
        found[name] = Asset(name, f"/static/{mark}/{name}", path, body)
    return found


def bundle(path: Path, found: dict[str, Asset]) -> bytes:
    """Put the imported sheets in place of `@import "name.css";` and final addresses into `url("name")`."""
    text = re.sub(r'@import "([\w./-]+)";', lambda part: (path.parent / part[1]).read_text(), path.read_text())
    text = re.sub(r"/\*.*?\*/\n?", "", text, flags=re.DOTALL)
    return re.sub(r'url\("([\w./-]+)"\)', lambda part: f'url("{address(part[1], found)}")', text).encode()


def address(name: str, found: dict[str, Asset]) -> str:
    """Give the address of a file; files that `make setup` brings may be absent (the site says so when it starts)."""
    if name in found:
        return found[name].url
    if name.endswith("/"):
        inside = next((asset for asset in found.values() if asset.name.startswith(name)), None)
        if inside:
            return inside.url.removesuffix(inside.name) + name
    if name.startswith("vendor/"):
        return f"/static/missing/{name}"
    raise KeyError(f"There is no front-end file called {name}")


def digest(*paths: Path) -> str:
    """Hash files into a short mark for an address."""
    return hash_of(b"".join(path.read_bytes() for path in paths))


def hash_of(body: bytes) -> str:
    """Hash bytes into a short mark for an address (64 bits: addresses need not resist an attacker)."""
    return hashlib.sha256(body).hexdigest()[:16]


def build(static: Path = STATIC) -> dict[str, str]:
    """Write the finished files with their compressed variants and the manifest (name to address)."""
    built = static / "vendor" / "built"
    shutil.rmtree(built, ignore_errors=True)
    manifest, work = {}, []
    for asset in find_assets(static).values():
        target = built / asset.url.removeprefix("/static/")
        target.parent.mkdir(parents=True, exist_ok=True)
        body = asset.body if asset.body is not None else asset.path.read_bytes()
        target.write_bytes(body)
        if target.suffix in COMPRESSED:
            work.append(target)
        manifest[asset.name] = asset.url
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both compressors let other threads work
        list(pool.map(compress, work))
    (static / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return manifest


def compress(target: Path) -> None:
    """Write `.gz`, and `.br` where the brotli package is at hand, unless they come out larger.

    What every page loads gets brotli's best; for the many files of PDF.js that would take a quarter of a minute.
    """
    body = target.read_bytes()
    variants = {".gz": gzip.compress(body, 9, mtime=0)}
    if find_spec("brotli"):  # optional: a site without it serves gzip
        quality = 9 if any(tree in target.as_posix() for tree in TREES) else 11
        variants[".br"] = import_module("brotli").compress(body, quality=quality)
    for suffix, small in variants.items():
        if len(small) < len(body):
            target.with_name(target.name + suffix).write_bytes(small)


def load_assets(static: Path = STATIC) -> dict[str, Asset]:
    """Take the manifest where it is newer than every file, else (development) compute addresses now."""
    manifest = static / "manifest.json"
    if manifest.exists():
        made = manifest.stat().st_mtime
        sources = [path for path in static.rglob("*") if path.is_file() and "built" not in path.parts]
        if all(path.stat().st_mtime <= made for path in sources):
            built = static / "vendor" / "built"
            urls: dict[str, str] = json.loads(manifest.read_text())
            return {name: Asset(name, url, built / url.removeprefix("/static/")) for name, url in urls.items()}
    return find_assets(static)


@cache
def assets() -> dict[str, Asset]:
    """Give the served files of this process, found once."""
    return load_assets()


def static_url(name: str) -> str:
    """Give the address of a file or (name ending in /) of a folder that keeps its files together."""
    return address(name, assets())


def require_vendor(static: Path = STATIC) -> None:
    """Raise FrontEndMissingError unless everything that `make setup` brings is in place."""
    if not all((static / target).exists() for target in VENDOR.values()):
        raise FrontEndMissingError


def main() -> int:
    """Copy, build and say what was done; exit code for the shell."""
    try:
        copied = copy_vendor()
    except FrontEndMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.write(f"Front-end files: {copied} taken from packages, {len(build())} ready to serve.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
