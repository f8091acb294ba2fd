"""The command that takes a thesaurus in."""

from pathlib import Path
from typing import Annotated

import typer

from library.subjects.imports import MOST_BYTES, import_concepts, read_concepts
from rmtc.errors import Refusal
from rmtc.site import open_site


def import_subjects(
    file: Annotated[
        Path, typer.Argument(help="SKOS as RDF/XML, Turtle or JSON-LD, or a JSON table of terms by language.")
    ],
    source: Annotated[str, typer.Option(help="Where matches with other thesauri come from, with the date.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
) -> None:
    """Take the concepts of a thesaurus in: new ones are added, known ones completed."""
    if file.stat().st_size > MOST_BYTES:
        raise Refusal("the file is larger than a thesaurus may be")
    concepts = read_concepts(file.name, file.read_bytes())
    with open_site() as site, site.database.writing() as session:
        tally = import_concepts(session, concepts, source=source, by=None)
        if dry_run:
            session.rollback()
    for name, why in tally.left_out:
        typer.echo(f"left out: {name}: {why}", err=True)
    done = "would be " if dry_run else ""
    typer.echo(f"{tally.added} {done}added, {tally.completed} {done}completed, {len(tally.left_out)} left out")
