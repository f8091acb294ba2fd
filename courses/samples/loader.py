"""The demonstration as a whole: three courses, one finished run with certificates, one under way, one open."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from courses.catalogue.models import Edition
from courses.content.kinds.kind import Kinds
from courses.runs.models import CourseRun
from courses.samples.courses import load_course
from courses.samples.runs import Plan, decide, learn, mark_work, moment, open_planned
from rmtc.accounts.actors import Actor, actor_of
from rmtc.accounts.membership import grant_role
from rmtc.accounts.models import Person, RoleName
from rmtc.clock import at, now
from rmtc.db import WriteSession
from rmtc.files.store import open_store
from rmtc.i18n.formats import local
from rmtc.site import Site

DOMAIN = "demo.rmtc.example"
CODES = ("grmg", "mg", "md")
PLANS = {
    "grmg": Plan(
        "GRMG-1",
        "Global and Regional Migration Governance, first run",
        -84,
        -28,
        1.0,
        ((-84, "Opening days", "Plandište"), (-30, "Policy lab and simulation", "Plandište")),
    ),
    "mg": Plan(
        "MG-1",
        "Migration and Gender, first run",
        -21,
        14,
        0.55,
        ((-21, "Opening session", "Online room"), (6, "Role play: interviewing and interpreting", "Plandište")),
    ),
    "md": Plan(
        "MD-1",
        "Migration and Development, first run",
        24,
        66,
        0.0,
        ((24, "Opening days", "Plandište"), (60, "Mainstreaming lab", "Plandište")),
        self_enrolment=True,
        capacity=18,
    ),
}
COHORTS = {"grmg": (0, 14), "mg": (10, 24), "md": (3, 8)}
"""Which of the learners (after Arta) are in which run."""


def load_courses(site: Site, kinds: Kinds) -> bool:
    """Make everything that is not there yet; says whether anything was made."""
    store = open_store(site.settings)
    today = local(now()).date()
    made = False
    for code in CODES:
        with site.database.writing() as session:
            people = _people(session)
            author, manager = people["author"], people["manager"]
            first = today + timedelta(days=PLANS[code].first)
            with at(min(moment(first - timedelta(days=40)), now() - timedelta(days=2))):
                edition = load_course(session, store, code, kinds, today, author=author, manager=manager)
            if edition is not None:
                trainer = session.get_one(Person, people["trainer"].id)
                grant_role(session, trainer, RoleName.TRAINER, "course", edition.course_id, by=manager)
                _replay(session, code, edition, today, people)
                made = True
    return made


def _people(session: WriteSession) -> dict[str, Actor]:
    """The demonstration people by the name of their account."""
    found = session.scalars(
        select(Person).where(Person.email.like(f"%@{DOMAIN}")).options(selectinload(Person.roles)).order_by(Person.id)
    )
    return {person.email.partition("@")[0]: actor_of(person, person.roles) for person in found}


def _replay(session: WriteSession, code: str, edition: Edition, today: date, people: dict[str, Actor]) -> None:
    plan, manager, trainer = PLANS[code], people["manager"], people["trainer"]
    opened = today + timedelta(days=plan.first - 30)
    with at(min(moment(opened), now() - timedelta(days=1))):
        run = open_planned(session, edition, plan, today, [trainer], by=manager)
    begin, end = COHORTS[code]
    others = [one for name, one in people.items() if _only_learns(one) and name != "learner"]
    learners = [*([people["learner"]] if code != "md" else []), *others[begin:end]]
    abilities = {one.id: 0.93 if one.id == people["learner"].id else _ability(one) for one in learners}
    for one in learners:
        learn(session, run, edition, plan, today, one, abilities[one.id])
    if plan.share >= 1:
        _close(session, run, today + timedelta(days=plan.last), abilities, trainer=trainer, manager=manager)


def _close(
    session: WriteSession, run: CourseRun, last: date, abilities: dict[int, float], *, trainer: Actor, manager: Actor
) -> None:
    with at(moment(last, 15)):
        mark_work(session, run, abilities, by=trainer)
    with at(moment(last + timedelta(days=7), 11)):
        decide(session, run, last + timedelta(days=7), by=manager)


def _only_learns(actor: Actor) -> bool:
    return {name for name, _, _ in actor.grants} == {RoleName.LEARNER}


def _ability(actor: Actor) -> float:
    """How often somebody is right: the same for a person every time, from 0.45 to 0.97."""
    return 0.45 + (sum(actor.email.encode()) % 53) / 100
