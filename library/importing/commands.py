"""Commands that take documents in."""

from pathlib import Path
from typing import Annotated

import typer

from library.importing.imports import AT_ONCE, Further, Manner, Outcome, add_one, arrived, import_files
from library.resources.forms import known_language
from rmtc.errors import Refusal
from rmtc.i18n.said import sentence_of
from rmtc.site import Site, open_site
from rmtc.texts.letters import on_one_line

DRAFTS = "left as drafts"
NO_PERSONAL_DATA = Annotated[
    bool,
    typer.Option(
        "--no-personal-data",
        help="You have looked: no file holds personal data. The answer is kept with each record.",
    ),
]
AS_DRAFTS = Annotated[bool, typer.Option("--drafts", help="Publish nothing; everything waits at the desk.")]


class Tally:
    """Prints what became of each file and counts."""

    def __init__(self) -> None:
        self.counts = {"added": 0, "known": 0, "refused": 0, "would add": 0, DRAFTS: 0}

    def tell(self, outcome: Outcome) -> None:
        """Print one outcome, with what the checks said; refusals go to stderr."""
        self.counts[outcome.what] += 1
        self.counts[DRAFTS] += outcome.is_draft
        record = f" #{outcome.resource_id} {outcome.title}:" if outcome.resource_id else ""
        name = on_one_line(outcome.name)
        typer.echo(f"{outcome.what}: {name}:{record} {outcome.sentence}", err=outcome.what == "refused")
        if outcome.is_draft:
            typer.echo(f"  left as a draft, see /desk/resources/{outcome.resource_id}/review")
        for sentence in outcome.found:
            typer.echo(f"  {sentence}")

    def close(self) -> None:
        """Print the sums; exit code 1 when something was refused."""
        typer.echo(", ".join(f"{what} {number}" for what, number in self.counts.items() if number) or "nothing to do")
        if self.counts["refused"]:
            raise typer.Exit(1)


def add(
    files: Annotated[list[Path], typer.Argument(help="Files to take in.")],
    collection: Annotated[str, typer.Option(help="Key or name of a collection; made where it is new.")] = "",
    title: Annotated[str, typer.Option(help="Title, for a single file.")] = "",
    language: Annotated[str, typer.Option(help="Language code; empty takes it from the text.")] = "",
    manner: Manner = AT_ONCE,
) -> Tally:
    """Take documents in, read their text, and publish them unless a check stops that."""
    if title and len(files) > 1:
        raise Refusal("a title can be given for one file only")
    if language:
        try:
            known_language(language)
        except ValueError as unknown:
            raise Refusal(str(unknown)) from unknown
    known = {"title": title} if title else {}
    tally = Tally()
    with open_site() as site:
        for path in files:
            shelves = [collection] if collection else []
            tally.tell(take_document(site, path, str(path), manner, language, known, shelves))
    return tally


def take_document(
    site: Site,
    path: Path,
    name: str,
    manner: Manner,
    language: str = "",
    known: dict[str, str] | None = None,
    shelves: list[str] | None = None,
) -> Outcome:
    """Take in one file of this machine under a name; whatever is wrong with it is an outcome."""
    try:
        with path.open("rb") as file, arrived(site, file, name) as incoming:
            return add_one(site, incoming, language, known or {}, shelves or [], [], manner)
    except Refusal as refusal:
        return Outcome(name, "refused", sentence_of(refusal))
    except OSError as error:
        return Outcome(name, "refused", str(error.strerror or error))


def import_folder(
    source: Annotated[Path, typer.Argument(help="A folder or a ZIP, with metadata.csv or without.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    manner: Manner = AT_ONCE,
    further: Further = lambda _row: None,
) -> Tally:
    """Take in the documents of a folder or ZIP, described by its metadata.csv."""
    tally = Tally()
    with open_site() as site:
        import_files(site, source, dry_run=dry_run, tell=tally.tell, manner=manner, further=further)
    return tally
