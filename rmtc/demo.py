"""Filling a site with demonstration data: people, public pages, library, courses and runs."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from courses.samples.loader import load_courses
from library.samples.loader import load_library
from rmtc.accounts.actors import Actor, actor_of, the_site
from rmtc.accounts.models import Person
from rmtc.accounts.samples import DOMAIN, load_people
from rmtc.audit import sealing
from rmtc.db import ReadSession
from rmtc.errors import Refusal
from rmtc.front.samples.loader import load_front
from rmtc.parts import ACTIVITY_KINDS
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
        load_people(session, by=the_site())
        load_front(session, by=_account(session, "manager"))
        librarian = _account(session, "librarian")
    load_library(site, by=librarian)
    load_courses(site, ACTIVITY_KINDS)
    sealing.seal(site.database, site.settings)
    return [f"{name}@{DOMAIN}" for name in ACCOUNTS]


def _account(session: ReadSession, name: str) -> Actor:
    wanted = select(Person).where(Person.email == f"{name}@{DOMAIN}").options(selectinload(Person.roles))
    person = session.scalars(wanted).one()
    return actor_of(person, person.roles)
