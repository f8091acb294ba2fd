"""Filling a site with demonstration data: people, public pages, library, courses and runs."""

from courses.samples.loader import load_courses
from library.samples.loader import load_library
from rmtc.accounts.actors import Actor
from rmtc.accounts.samples import PASSWORD, load_people
from rmtc.audit import sealing
from rmtc.clock import now
from rmtc.errors import Refusal
from rmtc.front.samples.loader import load_front
from rmtc.main import ACTIVITY_KINDS
from rmtc.site import Site

ACCOUNTS = ("learner", "trainer", "author", "expert", "coordinator", "librarian", "reviewer", "manager", "admin")


def fill(site: Site) -> list[str]:
    """Fill what is missing, seal the audit log, and return the addresses of the accounts.

    Refused in production, and where the site is reached from elsewhere than its own machine.
    """
    if site.settings.env == "production":
        raise Refusal("demonstration data are not for production (RMTC_ENV)")
    if not site.settings.is_loopback:
        raise Refusal("demonstration data are only for a site on this machine: RMTC_BASE_URL is not loopback")
    with site.database.writing() as session:
        installer = _installer(session)
        load_people(session, by=installer)
    with site.database.writing() as session:
        manager = _manager(session)
        load_front(session, by=manager)
    load_library(site, by=manager)
    load_courses(site, ACTIVITY_KINDS)
    sealing.seal(site.database, site.settings)
    return [f"{name}@demo.rmtc.example" for name in ACCOUNTS]
