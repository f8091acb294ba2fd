"""The care of the library, by itself."""

from typing import Any

from library.care.fixity import check_share
from library.care.forgetting import forget
from library.care.links import visit_links
from library.usage.queries import forget_words
from rmtc.clock import now
from rmtc.i18n.formats import local
from rmtc.site import Site


def check_files(site: Site, _args: dict[str, Any]) -> None:
    """Read the files whose turn it is."""
    check_share(site)


def forget_vain_words(site: Site, _args: dict[str, Any]) -> None:
    """Delete the words of searches that found nothing once their time is over."""
    with site.database.writing() as session:
        forget_words(session, local(now()).date())


def forget_by_rule(site: Site, _args: dict[str, Any]) -> None:
    """Delete what is past its time by the library's own rules (Desk, Kept and deleted)."""
    with site.database.writing() as session:
        forget(session)


def check_links(site: Site, _args: dict[str, Any]) -> None:
    """Visit the addresses whose turn it is."""
    visit_links(site)
