"""What is well with the site and what is not: one function for each thing that can be wrong."""

import os
import re
import shutil
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select, text

from library.finding.indexing import difference, index_of
from library.resources.queries import published_stamps
from rmtc import schema
from rmtc.config import Settings
from rmtc.files.models import StoredFile
from rmtc.files.refusals import StoreAway
from rmtc.files.store import open_store
from rmtc.i18n.languages import LANGUAGES
from rmtc.jobs.queries import counts_by_state, dead_jobs
from rmtc.search.index import IndexBusy, IndexDamaged
from rmtc.site import Site

OTHER_NAMES = ("RMTC_TEST_", "RMTC_REQUIRE_", "RMTC_CHROMIUM", "RMTC_POSTGRES_BIN")
PASSWORD = re.compile(r"(?<=//)([^/@:]*:)[^/]*@")
"""The password in an address, which no list of settings shows."""
LEAST_ROOM = 1 << 30  # bytes free below which a librarian's next upload may fail


@dataclass(frozen=True)
class Finding:
    """How one thing is: a line about it, and what is wrong with it."""

    line: str
    problems: list[str]


def refused_settings(settings: Settings) -> list[str]:
    """Settings with which the site does not start."""
    at_root, on_sqlite = is_origin(settings.site_url), settings.database_file is not None
    unknown = ", ".join(code for code in settings.language_codes if code not in LANGUAGES)
    smtp, store, packages = settings.smtp_url.get_secret_value(), settings.files_url, settings.content_origin
    is_folder = "://" not in store or store.startswith("file:///")
    checks = {
        "BASE_URL must be an http:// or https:// address without a path": not at_root,
        "BASE_URL must be https:// unless the site is only for its own machine (127.0.0.1)": at_root
        and not (settings.is_secure or settings.is_loopback),
        "WORKERS may be more than 1 only with PostgreSQL (DATABASE_URL)": settings.workers > 1 and on_sqlite,
        "SEARCH_ENGINE may be postgresql only with PostgreSQL (DATABASE_URL)": on_sqlite
        and settings.search_engine == "postgresql",
        "LANGUAGES must name at least one language": not settings.language_codes,
        f"LANGUAGES names languages the site does not know: {unknown}": bool(unknown),
        "SMTP_URL must be smtp://HOST:PORT or smtps://HOST:PORT, perhaps with NAME:PASSWORD@": bool(smtp)
        and not is_address(smtp, {"smtp", "smtps"}),
        "CONTENT_ORIGIN must be an http:// or https:// address without a path": bool(packages)
        and not is_origin(packages),
        "FILES_URL must be a folder or s3://BUCKET/PATH": not is_folder and not is_address(store, {"s3"}),
    }
    return [sentence for sentence, applies in checks.items() if applies]


def is_address(text: str, schemes: AbstractSet[str]) -> bool:
    """Say whether a text is an address of one of these schemes, with a host and a sound port."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", text)
    except ValueError:
        return False


def is_origin(text: str) -> bool:
    """Say whether a text is the address of a site at the root of its host."""
    return is_address(text, {"http", "https"}) and urlsplit(text.rstrip("/"))[2:] == ("", "", "")


def is_proxy(text: str) -> bool:
    """Say whether a text is an address or a network of proxies, or means all."""
    try:
        return text == "*" or bool(ip_network(text, strict=False))
    except ValueError:
        return False


def doubtful_settings(settings: Settings) -> list[str]:
    """Settings that are probably mistakes."""
    found = []
    if settings.env == "production" and settings.is_loopback:
        found.append("BASE_URL is this machine's own address although ENV is production: links in mail lead nowhere")
    if settings.content_origin and settings.content_origin.rstrip("/") == settings.site_url:
        found.append("CONTENT_ORIGIN must be another origin than BASE_URL")
    found += [f"TRUSTED_PROXIES: {one} is no network address" for one in _proxies(settings) if not is_proxy(one)]
    if "@" not in parseaddr(settings.contact_email)[1]:
        found.append("CONTACT_EMAIL is no e-mail address")
    if settings.mail_from and "@" not in parseaddr(settings.mail_from)[1]:
        found.append("MAIL_FROM is no e-mail address")
    known = {f"RMTC_{name.upper()}" for name in Settings.model_fields}
    ours = [name for name in sorted(os.environ) if name.startswith("RMTC_") and not name.startswith(OTHER_NAMES)]
    return found + [f"{name} is not a setting of the site" for name in ours if name not in known]


def _proxies(settings: Settings) -> list[str]:
    return [one.strip() for one in settings.trusted_proxies.split(",") if one.strip()]


def settings_in_words(settings: Settings) -> list[str]:
    """Every setting, its value (secrets hidden) and where it came from."""
    lines = []
    for name in Settings.model_fields:
        source = "environment" if name in settings.model_fields_set else "default"
        value = PASSWORD.sub(r"\1**********@", str(getattr(settings, name)))
        lines.append(f"RMTC_{name.upper():<16} {value or '-':<40} {source}")
    return lines


def database(site: Site) -> Finding:
    """The schema is the newest, and SQLite finds its file in order."""
    engine = site.database.engine
    current, newest = schema.current_revision(engine), schema.newest_revision(engine)
    if current != newest:
        return Finding("database", [f"it is at {current or 'nothing'}, this version needs {newest}: rmtc migrate"])
    problems = []
    if site.database.is_sqlite:
        with site.database.reading() as session:
            problems = [str(row[0]) for row in session.execute(text("PRAGMA quick_check(5)")) if row[0] != "ok"]
            problems += [
                f"rows of {row[0]} point to nothing" for row in session.execute(text("PRAGMA foreign_key_check"))
            ]
    return Finding(f"database {engine.dialect.name}, schema {current}", problems)


def disk(site: Site) -> Finding:
    """There is room in DATA and it can be written."""
    data = site.settings.data
    free = shutil.disk_usage(data).free
    problems = [] if free > LEAST_ROOM else [f"only {free >> 20} MB are free in {data}"]
    if not os.access(data, os.W_OK):
        problems.append(f"{data} cannot be written")
    return Finding(f"room {free >> 30} GB free in {data}", problems)


def files(site: Site) -> Finding:
    """Everything the database speaks of is in the store, in its full size."""
    with site.database.reading() as session:
        expected = {row.sha256: row.size for row in session.scalars(select(StoredFile))}
    try:
        kept = dict(open_store(site.settings).names())
    except StoreAway as away:
        return Finding(f"files {len(expected)} kept", [f"{away} Is FILES_URL right, and does the store answer?"])
    problems = [f"{sha256} is missing" for sha256 in expected if sha256 not in kept]
    problems += [f"{sha256} is cut off" for sha256, size in expected.items() if kept.get(sha256, size) != size]
    return Finding(f"files {len(expected)} kept, {sum(expected.values()) >> 20} MB", problems[:20])


def index(site: Site) -> Finding:
    """The search index holds what the database has published; a site without records needs none."""
    with site.database.reading() as session:
        wanted = len(published_stamps(session))
    try:
        with suppress(IndexBusy):
            index_of(site.settings).verify()
        found = difference(site.database, index_of(site.settings))
    except IndexDamaged as damaged:
        return Finding(f"index {wanted} records to hold", [f"{damaged} Run `rmtc library reindex`."] if wanted else [])
    differing = len(found.stale) + len(found.gone)
    wrong = f"{differing} records differ from the database: the worker mends this, or run `rmtc library reindex`"
    return Finding(f"index {wanted} records", [wrong] if differing else [])


def jobs(site: Site) -> Finding:
    """No background work was given up."""
    with site.database.reading() as session:
        counts, dead = counts_by_state(session), dead_jobs(session, 10)
    line = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "none"
    return Finding(f"jobs {line}", [f"{job.kind} (number {job.id}) was given up: {job.error}" for job in dead])


def front_end(_site: Site) -> Finding:
    """The files of the pages are prepared."""
    manifest = Path(__file__).parents[1] / "web" / "static" / "manifest.json"
    return Finding("front-end files", [] if manifest.exists() else ["they are missing: make setup"])
