"""The command that fills demonstration data."""

import typer

from rmtc.accounts.samples import PASSWORD
from rmtc.demo import fill
from rmtc.site import open_site


def demo() -> None:
    """Fill demonstration data; what is there already stays. Prints the accounts."""
    typer.echo("Filling demonstration data; the first time this takes about half a minute.")
    with open_site() as site:
        accounts = fill(site)
    typer.echo(f"Accounts (password {PASSWORD} for all):")
    for address in accounts:
        typer.echo(f"  {address}")
