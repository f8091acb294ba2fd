"""Visits in the background."""

from typing import Any

from library.gathering.models import PartnerRepository
from library.gathering.queries import repositories
from library.gathering.services import ask_soon
from library.gathering.visiting import visit
from rmtc.site import Site


def gather(site: Site, args: dict[str, Any]) -> None:
    """Visit one repository, unless it was forgotten meanwhile."""
    with site.database.reading() as session:
        is_there = session.get(PartnerRepository, args["repository_id"]) is not None
    if is_there:
        visit(site, args["repository_id"])


def gather_all(site: Site, _args: dict[str, Any]) -> None:
    """Queue a visit to every repository that is to be visited by itself."""
    with site.database.writing() as session:
        for repository in repositories(session):
            if repository.is_active:
                ask_soon(session, repository)
