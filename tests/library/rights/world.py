"""A library with a record of every level, and the people who come to it."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from courses.content.models import Activity, ActivitySource
from library.collections.forms import CollectionForm, SubjectForm
from library.collections.models import Collection
from library.collections.policies import CURATOR, REVIEWER, SUBMITTER
from library.collections.queries import collection_with_key
from library.collections.services import add_collection, add_subject, give_role
from library.deposit.forms import Announced, DepositForm
from library.deposit.models import SendingState
from library.deposit.services import announce_files, open_deposit, take_sent_file
from library.finding.indexing import bring_up_to_date, index_of
from library.resources.forms import WithdrawalForm
from library.resources.models import AccessLevel, Resource, ResourceRelation
from library.resources.services import withdraw_resource
from library.searches.forms import NewSearchForm
from library.searches.models import Letters
from library.searches.services import save_search
from library.searches.tokens import token_of
from rmtc.clock import today
from rmtc.db import WriteSession
from rmtc.files.services import look_at
from rmtc.files.store import open_store
from rmtc.site import Site
from tests.browsing import Browser
from tests.factories.courses import a_course, a_handmade_edition, a_learner, a_run, an_edition, as_actor
from tests.factories.library import give_text, make_record, take_file
from tests.personas import Cast

COMMON, INNER = "wolframite", "feldspar"
"""A word of every title, and one of every text."""
WORDS = {
    "public": ("brontovar", "kuplisem"),
    "signed_in": ("dulcamior", "fistrenko"),
    "institution": ("gavorindel", "hirsplona"),
    "course": ("jaspertuk", "lomfrenda"),
    "collection": ("morvantig", "nulpestra"),
    "staff": ("oxlipvern", "pyrdakelo"),
    "metadata_only": ("quinsberg", "rhostamil"),
    "files_signed_in": ("sylvandro", "tungopaek"),
    "embargoed": ("umbrelith", "vexocarda"),
    "embargo_over": ("wyvergoon", "xenturpal"),
    "draft": ("yarbolisk", "zephidrum"),
    "withdrawn": ("ackerbilt", "cindoprex"),
}
"""Of each level: a word of the title and a word of the text that no other record holds."""
LEVELS = tuple(WORDS)
PRINCIPALS = ("visitor", "signed_in", "member", "learner", "submitter", "reviewer", "curator", "librarian")
SIGNED_IN, STAFF = AccessLevel.SIGNED_IN, AccessLevel.STAFF


@dataclass
class World:
    """The records by level, their files, and a browser for each principal."""

    site: Site
    app: FastAPI
    session: WriteSession
    cast: Cast
    ids: dict[str, int] = field(default_factory=dict)
    hub: int = 0
    course: str = ""
    lessons: dict[str, str] = field(default_factory=dict)
    deposits: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Browser] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], Response] = field(default_factory=dict)

    def get(self, who: str, address: str) -> Response:
        """Ask for an address, without following where it leads; nothing changes here, so once is enough."""
        if (who, address) not in self.answers:
            answer = TestClient.request(self.browsers[who], "GET", address, follow_redirects=False)
            self.answers[who, address] = answer
        return self.answers[who, address]


def build(world: World, folder: Path) -> World:
    """Make everything, and bring the index up to date."""
    people = _people(world)
    _course(world, people["learner"])
    shelf = _shelves(world)
    for name, role in (("submitter", SUBMITTER), ("reviewer", REVIEWER), ("curator", CURATOR)):
        give_role(world.session, shelf, role, ("person", people[name].id), by=None)
    for level in LEVELS:
        _record(world, level, folder)
    hub = make_record(world.session, "The hub of all", creators=[])
    world.hub = hub.id
    world.session.add_all(ResourceRelation(from_id=hub.id, kind="goes_with", to_id=one) for one in world.ids.values())
    read = [{"kind": "reading", "content": {"resource_id": one}} for one in world.ids.values()]
    a_handmade_edition(world.session, world.taught, *read, number=2)
    world.session.commit()
    _lessons(world, people)
    for name, person in people.items():
        world.deposits[name] = _deposit(world, person, folder)
    for name, person in people.items():
        form = NewSearchForm(name="Kept", query=f"q={COMMON}", letters=Letters.NEVER)
        search = save_search(world.session, form, [], by=as_actor(person))
        world.feeds[name] = f"/feeds/searches/{token_of(world.site.settings.key(), search, 'feed')}.atom"
    world.session.commit()
    bring_up_to_date(world.site.database, index_of(world.site.settings))
    return world


def _people(world: World) -> dict:
    cast = world.cast
    people = {
        "signed_in": cast.make("Sig Nedin"),
        "member": cast.make("Mem Ber", institution=cast.ministry),
        "learner": cast.make("Lea Rner"),
        "submitter": cast.make("Sub Mitter"),
        "reviewer": cast.make("Rev Iewer"),
        "curator": cast.make("Cur Ator"),
        "librarian": cast.elena,
    }
    world.browsers["visitor"] = Browser(world.app)
    for name, person in people.items():
        world.browsers[name] = Browser(world.app)
        world.browsers[name].sign_in(world.session, person)
    return people


def _course(world: World, learner) -> None:
    world.taught = a_course(world.session)
    world.course = world.taught.slug
    world.run = a_run(world.session, an_edition(world.session, world.taught, {}), world.cast.mira)
    a_learner(world.session, world.run, learner, world.cast.mira)


def _lessons(world: World, people: dict) -> None:
    """Another course, where everybody learns: a lesson with sources and a reading list, each naming every record."""
    named = [{"resource_id": one} for one in world.ids.values()]
    course = a_course(world.session, "The course of all")
    an_edition(world.session, course, {"title": "Sources of all"})
    activity = world.session.scalars(select(Activity).where(Activity.course_id == course.id)).one()
    world.session.add_all(ActivitySource(activity_id=activity.id, **one) for one in named)
    lesson = {"activity_id": activity.id, "content": {"sources": named}}
    listed = {"activity_id": activity.id + 1000, "kind": "readings", "content": {"sources": named}}
    edition = a_handmade_edition(world.session, course, lesson, listed, number=2)
    run = a_run(world.session, edition, world.cast.mira)
    for person in people.values():
        a_learner(world.session, run, person, world.cast.mira)
    for name, number in (("sources", activity.id), ("readings", activity.id + 1000)):
        world.lessons[name] = f"/runs/{run.id}/activities/{number}"


def _deposit(world: World, person, folder: Path) -> str:
    """A deposit of somebody who sends every file that the library holds already."""
    papers = collection_with_key(world.session, "papers")
    give_role(world.session, papers, SUBMITTER, ("person", person.id), by=None)
    by, store = as_actor(person), open_store(world.site.settings)
    deposit = open_deposit(world.session, DepositForm(collection="papers"), by=by)
    for level in LEVELS:
        if level == "withdrawn":  # taken in again, as a draft
            continue
        path = folder / f"{level}.pdf"
        (sent,) = announce_files(world.session, deposit, [Announced(f"{level}.pdf", 1, 0)], limit=9, room=9)
        take_sent_file(world.session, store, deposit, sent, look_at(path, "mine.pdf"), by)
        assert sent.state is SendingState.KNOWN
    world.session.commit()
    return f"/deposits/{deposit.id}"


def _shelves(world: World) -> Collection:
    """A collection for each level; that of the level `collection` stands under the one where three have roles."""
    add_collection(world.session, CollectionForm(key="papers", titles={"en": "Papers"}), by=None)
    above = add_collection(world.session, CollectionForm(key="above", titles={"en": "Above"}), by=None)
    for level in LEVELS:
        parent = "above" if level in {"collection", "draft"} else ""
        key = level.replace("_", "-")
        form = CollectionForm(key=f"shelf-{key}", titles={"en": f"Shelf {level}"}, parent=parent)
        add_collection(world.session, form, by=None)
        add_subject(world.session, SubjectForm(key=f"topic-{key}", labels={"en": f"topic {level}"}), by=None)
    return above


def _record(world: World, level: str, folder: Path) -> None:
    heading, passage = WORDS[level]
    path = folder / f"{level}.pdf"
    path.write_bytes(b"%PDF-1.4 " + level.encode())
    key = level.replace("_", "-")
    known = {
        "title": f"{COMMON} {heading}",
        "language": "en",
        "collections": [f"shelf-{key}"],
        "subjects": [f"topic-{key}"],
        **_access(world, level),
    }
    taken = take_file(world.session, world.site, path, publish=level != "draft", name=f"{passage}.pdf", **known)
    cover = folder / "cover.webp"
    cover.write_bytes(b"RIFF0000WEBP" + level.encode())
    give_text(world.session, world.site, taken, [f"The {COMMON} and {INNER} of {passage}."], cover)
    if level == "withdrawn":
        resource = world.session.get(Resource, taken.resource.id)
        withdraw_resource(world.session, resource, WithdrawalForm(reason="It was wrong."), by=None)
    world.ids[level] = taken.resource.id
    world.session.commit()


def _access(world: World, level: str) -> dict:
    day = timedelta(days=1)
    return {
        "signed_in": {"access": SIGNED_IN},
        "institution": {"access": AccessLevel.NAMED, "readers": [f"institution:{world.cast.ministry.id}"]},
        "course": {"access": AccessLevel.NAMED, "readers": [f"run:{world.run.id}"]},
        "collection": {"access": AccessLevel.COLLECTION},
        "staff": {"access": STAFF},
        "metadata_only": {"files_access": STAFF},
        "files_signed_in": {"files_access": SIGNED_IN},
        "embargoed": {"files_open_on": today() + day},
        "embargo_over": {"files_open_on": today()},
    }.get(level, {})
