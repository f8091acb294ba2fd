"""The command that says what is well and what is not."""

from collections.abc import Callable

import typer

from rmtc.commands import audit, findings
from rmtc.commands.findings import Finding
from rmtc.site import Site, open_site

CHECKS: tuple[Callable[[Site], Finding], ...] = (
    findings.disk,
    findings.files,
    findings.index,
    findings.jobs,
    audit.finding,
    findings.front_end,
)
"""What is looked at once the database is in order; each part may add its own."""


def check_site() -> None:
    """Show the settings and where they came from, and look at database, files, index, jobs and audit log."""
    with open_site() as site:
        for line in findings.settings_in_words(site.settings):
            typer.echo(line)
        wrong = findings.refused_settings(site.settings) + findings.doubtful_settings(site.settings)
        well = show(Finding("settings", wrong))
        well &= (ready := show(findings.database(site)))
        if ready:
            for check in CHECKS:
                well &= show(check(site))
    raise typer.Exit(0 if well else 1)


def show(finding: Finding) -> bool:
    """Print a finding; say whether it is well."""
    typer.echo(f"{'not well' if finding.problems else 'well':<9} {finding.line}")
    for problem in finding.problems:
        typer.echo(f"{'':<9} {problem}", err=True)
    return not finding.problems
