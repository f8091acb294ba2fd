"""The commands `rmtc library …`."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from library.desk.queries import OPEN, count_records, queue
from library.finding.forms import MOST_PER_PAGE, Asked
from library.finding.indexing import bring_up_to_date, difference, index_of, rebuild
from library.finding.queries import Found, Results, find
from library.importing import commands as intake
from library.importing.imports import Manner
from library.resources.queries import count_files_by_state
from library.subjects.commands import import_subjects
from rmtc.i18n.languages import DEFAULT
from rmtc.search.index import IndexBusy, IndexDamaged
from rmtc.site import open_site

app = typer.Typer(help="The library's documents and its search index.", no_args_is_help=True)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Files to take in.")],
    collection: Annotated[str, typer.Option(help="Key or name of a collection; made where it is new.")] = "",
    title: Annotated[str, typer.Option(help="Title, for a single file.")] = "",
    language: Annotated[str, typer.Option(help="Language code; empty takes it from the text.")] = "",
    no_personal_data: intake.NO_PERSONAL_DATA = False,
    drafts: intake.AS_DRAFTS = False,
) -> None:
    """Take documents in, read their text, publish what no check stops, and index it."""
    manner = Manner(publish=not drafts, no_personal_data=no_personal_data)
    tally = intake.add(files, collection, title, language, manner)
    _index()
    tally.close()


def _index() -> None:
    with open_site() as site:
        bring_up_to_date(site.database, index_of(site.settings))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words, “phrases”, prefix*, -without, one OR other.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer of the API.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=MOST_PER_PAGE)] = 10,
) -> None:
    """Search the public records."""
    with open_site() as site:
        index = index_of(site.settings)
        asked = Asked.read([("q", query), ("limit", str(limit))])
        with site.database.reading() as session:
            try:
                results = find(session, index, asked, None, DEFAULT)
            except IndexDamaged as damaged:
                raise OSError(f"{damaged} Run `rmtc library reindex`.") from damaged
        if as_json:
            typer.echo(json.dumps(_answer(results), ensure_ascii=False))
            return
        typer.echo(f"{results.total} found in {results.took_ms:.1f} ms")
        for found in results.found:
            _print(found)


def _answer(results: Results) -> dict[str, Any]:
    return {
        "total": results.total,
        "took_ms": round(results.took_ms, 2),
        "hits": [
            {
                "id": found.resource.id,
                "title": found.resource.title,
                "language": found.resource.language,
                "kind": found.resource.kind,
                "score": round(found.score, 4),
                "snippet": _plain(found),
                "page": found.extract.page,
            }
            for found in results.found
        ],
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
    }


def _plain(found: Found) -> str:
    return "".join(text for text, _ in found.extract.parts)


def _print(found: Found) -> None:
    resource = found.resource
    typer.echo(
        f"#{resource.id}  {resource.title}  ({resource.language}, {resource.kind}, {resource.year or 'no year'})"
    )
    if text := _plain(found):
        typer.echo(f"    {f'p. {found.extract.page}: ' if found.extract.page else ''}{text}")


app.command("subjects")(import_subjects)


@app.command()
def reindex() -> None:
    """Build a fresh search index from the database and swap it in."""
    with open_site() as site:
        typer.echo(f"{rebuild(site.database, index_of(site.settings))} records indexed")


@app.command()
def status() -> None:
    """Say what is queued, ready, set aside and why, and whether the index equals the database."""
    with open_site() as site:
        with site.database.reading() as session:
            records, files = count_records(session), count_files_by_state(session)
            waiting = queue(session, OPEN)
        typer.echo("records: " + (", ".join(f"{state} {n}" for state, n in records.items()) or "none"))
        typer.echo("files: " + (", ".join(f"{state} {n}" for state, n in files.items()) or "none"))
        for one in waiting:
            typer.echo(f"  {one.file.state}: #{one.resource.id} {one.file.name}: {one.file.reason or 'not read yet'}")
        try:
            index = index_of(site.settings)
            with suppress(IndexBusy):
                index.verify()
            found, state = difference(site.database, index), index.status()
        except IndexDamaged as damaged:
            typer.echo(f"index: {damaged} Run `rmtc library reindex`.", err=True)
            raise typer.Exit(1) from None
        equal = "equal to the database" if not found else f"{len(found.stale)} to write, {len(found.gone)} to remove"
        typer.echo(f"index: {state.documents} documents, {state.size_bytes / 1e6:.1f} MB, {equal}")
