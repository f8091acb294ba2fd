"""The commands that take containers in, and give records out as bags."""

from pathlib import Path
from typing import Annotated

import typer

from library.carried.plans_in_tables import plan_told
from library.finding.commands import app
from library.finding.indexing import bring_up_to_date, index_of
from library.importing.commands import AS_DRAFTS, NO_PERSONAL_DATA, Tally, import_folder
from library.importing.imports import Manner
from library.packages.bags import every_record, write_bag
from library.packages.unbagging import bags_in, take_bag
from rmtc.errors import Refusal
from rmtc.site import open_site

__all__ = ["app"]


@app.command("import")
def import_container(
    source: Annotated[Path, typer.Argument(help="A folder or ZIP, with metadata.csv or without; a bag; many bags.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    no_personal_data: NO_PERSONAL_DATA = False,
    drafts: AS_DRAFTS = False,
) -> None:
    """Take in the documents of a folder or ZIP described by its metadata.csv, or the records of bags.

    The checks of the desk are made before anything is published; what they stop stays a draft, with the reason said.
    """
    manner = Manner(publish=not drafts, no_personal_data=no_personal_data)
    bags = bags_in(source)
    tally = Tally() if bags else import_folder(source, dry_run, manner, plan_told)
    with open_site() as site:
        for bag in bags:
            take_bag(site, bag, tally.tell, dry_run=dry_run, manner=manner)
        if not dry_run:
            bring_up_to_date(site.database, index_of(site.settings))
    tally.close()


@app.command("export")
def export(
    bagit: Annotated[Path, typer.Option("--bagit", help="Where the bag goes: a folder, or a name ending in .zip.")],
    number: Annotated[int | None, typer.Argument(help="The number of a record.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every record, each a bag in the folder.")] = False,
) -> None:
    """Write a record, or all of them, as bags (BagIt): files, descriptions, and sums that tell a change."""
    if everything == (number is not None):
        raise Refusal("name the number of one record, or --all")
    with open_site() as site:
        if number is not None:
            write_bag(site, number, bagit)
            typer.echo(f"record {number} is in {bagit}")
            return
        with site.database.reading() as session:
            numbers = list(every_record(session))
        for one in numbers:
            write_bag(site, one, bagit / f"record-{one}")
        typer.echo(f"{len(numbers)} records are in {bagit}")
