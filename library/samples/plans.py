"""Example plans for the demonstration: each says in title, text and mark that it is none of a real municipality."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from library.collections.queries import collections_with_keys
from library.intake.jobs import read_file
from library.municipalities.registry import registry
from library.plan_reviews.forms import PlanReviewForm
from library.plan_reviews.queries import were_ever_reviewed
from library.plan_reviews.services import add_review
from library.plans.forms import NewPlanForm
from library.plans.models import ActionPlan, AdoptingBody, MigrationCouncil
from library.plans.services import KIND, add_plan
from library.plans.words import EXAMPLE_SOURCE, GROUPS, THEMES
from library.resources.forms import ResourceForm
from library.resources.models import AccessLevel
from library.resources.queries import resources_by_keys
from library.resources.services import add_file, add_resource, add_version, publish_resource
from library.samples.typesetting import Manuscript, set_pdf
from rmtc.accounts.actors import Actor
from rmtc.clock import today
from rmtc.db import WriteSession
from rmtc.files.incoming import Incoming
from rmtc.files.services import keep_file, look_at, place
from rmtc.files.store import Store
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext
from rmtc.site import Site

HERE: Final = Path(__file__).parent
CENTRE: Final = "Regional Migration Training Centre"
COLLECTION: Final = "serbia-region"
ABSTRACT: Final = (
    "An example made by the Centre to show how local action plans are described, found and reminded of. "
    "It is not a plan of the local government it names, and nothing in it is a fact about it."
)
WARNING: Final = (
    "Ово је пример који је Центар саставио да покаже како се локални акциони планови описују и налазе у библиотеци. "
    "Он није план јединице локалне самоуправе која је у њему поменута и ниједан податак у њему није чињеница о њој."
)


def load_plans(site: Site, store: Store, *, by: Actor | None) -> int:
    """Make the example plans that are not there yet; returns how many."""
    entries = tomllib.loads((HERE / "plans.toml").read_text(encoding="utf-8"))["plans"]
    with site.database.reading() as session:
        known = resources_by_keys(session, [entry["key"] for entry in entries])
    new = [entry for entry in entries if entry["key"] not in known]
    with TemporaryDirectory(prefix="rmtc-plans-") as folder:
        files = {entry["key"]: _set(Path(folder), entry, store) for entry in new if entry["file"]}
        with site.database.writing() as session:
            made = [_load(session, store, entry, files.get(entry["key"]), by) for entry in new]
            for entry in entries:
                if entry["key"] in known:
                    _add_missing_reviews(session, known[entry["key"]].id, entry, by)
    for file_id in filter(None, made):
        read_file(site, file_id)
    return len(new)


def _title(entry: dict[str, Any], language: str) -> str:
    year, government = today().year, registry()[entry["place"]]
    period = f"{year + entry['first']}–{year + entry['last']}"
    if language == "en":
        return f"Example: local action plan for migration, {government.latin}, {period}"
    return f"Пример: локални акциони план за миграције, {government.cyrillic}, {period}"


def _set(folder: Path, entry: dict[str, Any], store: Store) -> Incoming:
    """Set the document of an example: the warning, whom it is for, what it is about."""
    with speaking("sr-Cyrl"):
        groups = "\n".join(f"- {gettext(GROUPS[key])}" for key in entry["groups"])
        themes = "\n".join(f"- {gettext(THEMES[key])}" for key in entry["themes"])
    text = f"## Пример\n\n{WARNING}\n\n## Циљне групе\n\n{groups}\n\n## Теме\n\n{themes}\n"
    name = "Регионални центар за обуку у области миграција"
    manuscript = Manuscript(_title(entry, "sr"), "Пример за приказ", "sr-Cyrl", today().year, (name,), True, (text,))
    path = folder / f"{entry['key']}.pdf"
    path.write_bytes(set_pdf(manuscript))
    return place(store, look_at(path, path.name))


def _load(
    session: WriteSession, store: Store, entry: dict[str, Any], file: Incoming | None, by: Actor | None
) -> int | None:
    """Make an example with its record and publish it; returns the id of its file, whose text is still to be read."""
    record = ResourceForm(
        key=entry["key"],
        kind=KIND,
        title=_title(entry, "sr"),
        titles={"en": _title(entry, "en")},
        abstracts={"en": ABSTRACT, "sr-Cyrl": WARNING},
        language="sr-Cyrl",
        year=today().year + entry["first"],
        access=AccessLevel(entry.get("access", "public")),
        creators=[CENTRE],
        collections=list(collections_with_keys(session, [COLLECTION])),
    )
    resource = add_resource(session, record, by=by)
    plan = add_plan(session, _plan(session, entry, resource.id), by=by)
    for review in entry.get("reviews", ()):
        add_review(session, plan, _review(review, today().year), by=by)
    file_id = None
    if file:
        version = add_version(session, resource, by=by)
        file_id = add_file(session, resource, version, keep_file(session, store, file), file.name, by=by).id
    publish_resource(session, resource, by=by)
    return file_id


def _plan(session: WriteSession, entry: dict[str, Any], record: int) -> NewPlanForm:
    year = today().year
    older = resources_by_keys(session, [entry["replaces"]]).get(entry["replaces"]) if "replaces" in entry else None
    return NewPlanForm(
        record=record,
        municipality=entry["place"],
        starts=date(year + entry["first"], 1, 1),
        ends=date(year + entry["last"], 12, 31),
        extended_to=date(year + entry["extended"], 6, 30) if "extended" in entry else None,
        adopted_on=date(year + entry["adopted"], 3 if entry["adopted"] == entry["first"] else 10, 15)
        if "adopted" in entry
        else None,
        adopted_by=AdoptingBody.ASSEMBLY if "adopted" in entry else AdoptingBody.UNKNOWN,
        council=MigrationCouncil.FORMED if entry.get("council") else MigrationCouncil.UNKNOWN,
        groups=entry["groups"],
        themes=entry["themes"],
        budget=Decimal(entry["budget"]) if "budget" in entry else None,
        replaces_id=older.id if older else None,
        source=EXAMPLE_SOURCE,
        checked_on=today(),
        is_example=True,
    )


def _add_missing_reviews(session: WriteSession, plan_id: int, entry: dict[str, Any], by: Actor | None) -> None:
    """Add to an example of an earlier version what has come since; an example that somebody changed is left alone."""
    plan = session.get(ActionPlan, plan_id)
    if plan is None or not plan.is_example:
        return
    made_in = plan.starts.year - entry["first"]
    if plan.ends.year != made_in + entry["last"] or were_ever_reviewed(session, plan_id):
        return
    for review in entry.get("reviews", ()):
        add_review(session, plan, _review(review, made_in), by=by)


def _review(entry: dict[str, Any], made_in: int) -> PlanReviewForm:
    """A review of an example that was made in a year, from which its years are counted."""
    year = made_in + entry["year"]
    return PlanReviewForm(
        year=year,
        reported_on=date(year + 1, 2, 20),
        text=entry["text"],
        language=entry["language"],
        source=EXAMPLE_SOURCE,
    )
