"""Commands that make and verify records."""

import json
import sys
import urllib.request
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from courses.records.exports import export_record
from courses.records.scope import Scope, centre_scope, curriculum_scope, run_scope
from courses.records.verifying import verify_record
from rmtc.audit.keys import PublicKey, keys_in
from rmtc.config import LOOPBACK
from rmtc.db import ReadSession
from rmtc.errors import Refusal
from rmtc.site import open_site

app = typer.Typer(help="Accreditation records: make them, verify them.", no_args_is_help=True)
MOST = 100_000  # bytes of a key file


@app.command("export")
def export(
    out: Annotated[Path, typer.Option(help="The ZIP to write.")],
    run: Annotated[int | None, typer.Option(help="The number of a run.")] = None,
    curriculum: Annotated[str, typer.Option(help="The code of a curriculum.")] = "",
    centre: Annotated[bool, typer.Option("--centre", help="Everything the Centre has done.")] = False,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
) -> None:
    """Write the accreditation record of a run, a curriculum or the whole Centre."""
    if (run is not None) + bool(curriculum) + centre != 1:
        raise typer.BadParameter("name one of --run, --curriculum, --centre")
    with open_site() as site:
        with site.database.reading() as session:
            scope = _scope(session, run, curriculum, first, last)
        made = export_record(site.database, site.settings, scope, out, by=None)
    typer.echo(f"{made.path}: {made.files} files, fingerprint {made.fingerprint}")


def _scope(
    session: ReadSession, run: int | None, curriculum: str, first: datetime | None, last: datetime | None
) -> Scope:
    days = (first.date() if first else None, last.date() if last else None)
    if first and last and first > last:
        raise Refusal("--from lies after --to")
    if run is not None:
        return run_scope(session, run, *days)
    return curriculum_scope(session, curriculum, *days) if curriculum else centre_scope(*days)


@app.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(help="The record, a ZIP.")],
    key: Annotated[str, typer.Option(help="The issuer's key: a PEM or DID file, or its address.")] = "",
) -> None:
    """Check a record: exit 0 when it is intact and signed with the key given, 1 otherwise."""
    if not file.is_file():
        raise Refusal(f"there is no file {file}")
    verdict = verify_record(file, read_keys(key) if key else [])
    for problem in verdict.problems:
        typer.echo(problem, err=True)
    if verdict.is_proven:
        typer.echo(f"intact, signed with key {verdict.signer}")
        return
    typer.echo("intact, signer unknown" if verdict.is_intact else "not intact")
    sys.exit(1)


def read_keys(source: str) -> list[PublicKey]:
    """The keys in a file or at an address (https, or http on this machine)."""
    parts = urlsplit(source)
    if parts.scheme in {"http", "https"}:
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise Refusal("a key is fetched over https only")
        try:
            with urllib.request.urlopen(source, timeout=20) as answer:  # noqa: S310 - the scheme is checked above
                content: bytes = answer.read(MOST)
        except (OSError, HTTPException) as problem:
            why = getattr(problem, "reason", problem)
            raise Refusal(f"the key could not be fetched from {source}: {why}") from problem
    else:
        content = Path(source).read_bytes()[:MOST]
    return parse_keys(content)


def parse_keys(content: bytes) -> list[PublicKey]:
    """The Ed25519 keys in a PEM file, a DID document or a JWK; raises Refusal when there is none."""
    try:
        if content.startswith(b"-----BEGIN"):
            loaded = load_pem_public_key(content)
            keys = [PublicKey(loaded.public_bytes_raw())] if isinstance(loaded, Ed25519PublicKey) else []
        else:
            keys = keys_in(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal("this is not a key this version can read") from error
    if not keys:
        raise Refusal("there is no Ed25519 key in it")
    return keys
