"""The commands `rmtc library …`, complete: what the library holds, and the care of it."""

from typing import Annotated

import typer

from library.care.fixity import check_all, check_share
from library.care.queries import holders_of
from library.finding.commands import app
from rmtc.files.models import Fixity
from rmtc.site import open_site

__all__ = ["app"]


@app.command()
def fixity(
    everything: Annotated[bool, typer.Option("--all", help="Every file, not only those whose turn it is.")] = False,
) -> None:
    """Read files of the store again and compare them with their hashes; fails and names those that are damaged."""
    with open_site() as site:
        looks = check_all(site) if everything else check_share(site)
        wrong = [one for one in looks if one.outcome is not Fixity.WHOLE]
        with site.database.reading() as session:
            holders = holders_of(session, [one.sha256 for one in wrong])
    for one in wrong:
        places = ", ".join(f"#{holder.resource_id} {holder.name}" for holder in holders.get(one.sha256, ()))
        typer.echo(f"{one.outcome}: {one.sha256} {places or 'no file of a record'}", err=True)
    typer.echo(f"{len(looks)} files read, {len(wrong)} damaged")
    raise typer.Exit(1 if wrong else 0)
