"""The commands `rmtc library …`, complete: what the library holds, and the care of it."""

from typing import Annotated

import typer

from library.care.fixity import check_all, check_share
from library.care.queries import holders_of
from library.gathering.models import VisitState
from library.gathering.queries import repositories
from library.gathering.visiting import visit
from library.packages.commands import app
from rmtc.errors import Refusal
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


@app.command()
def gather(
    name: Annotated[str, typer.Argument(help="Name of a repository; none visits every active one.")] = "",
) -> None:
    """Take over what is new in the repositories of partners; fails when one could not be read to its end."""
    with open_site() as site:
        with site.database.reading() as session:
            chosen = [one for one in repositories(session) if (one.name == name if name else one.is_active)]
        if name and not chosen:
            raise Refusal(f"there is no repository called {name}")
        visits = [(one.name, visit(site, one.id)) for one in chosen]
    for called, one in visits:
        counts = ", ".join(f"{many} {became}" for became, many in sorted(one.counts.items())) or "nothing new"
        typer.echo(f"{called}: {one.why or counts}")
    raise typer.Exit(1 if any(one.state is VisitState.FAILED for _name, one in visits) else 0)
