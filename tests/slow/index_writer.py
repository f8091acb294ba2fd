"""Work for a process that changes records and the index without end, and says what it is about to do: to be killed."""

import itertools
import random
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import select

from library.finding.indexing import bring_up_to_date, rebuild
from library.resources.forms import ResourceForm, WithdrawalForm
from library.resources.models import Resource
from library.resources.services import add_resource, publish_resource, withdraw_resource
from rmtc.config import Settings
from rmtc.db import WriteSession
from rmtc.search.engines.whoosh_folders import Generations
from rmtc.search.engines.whoosh_segment_writing import LeanWriter
from rmtc.search.whoosh_index import WhooshIndex
from rmtc.site import open_site

MOMENTS = {
    "adding": (LeanWriter, "commit"),
    "building": (LeanWriter, "add"),
    "swapping": (Generations, "publish"),
    "merging": (Generations, "merging"),
}


def announce(stage: str, told: Connection) -> None:
    """Say the stage each time it begins."""
    owner, name = MOMENTS[stage]
    original = getattr(owner, name)

    def telling(self: Any, *given: Any, **named: Any) -> Any:
        told.send(stage)
        return original(self, *given, **named)

    setattr(owner, name, telling)


def change(session: WriteSession, dice: random.Random, turn: int) -> None:
    """Publish three records and withdraw one."""
    for number in range(3):
        form = ResourceForm(title=f"Stalno {turn} {number}", language="sr-Latn", year=2024, abstract="azil i povratak")
        publish_resource(session, add_resource(session, form, by=None), by=None)
    shown = session.scalars(select(Resource).where(Resource.state == "published")).all()
    if len(shown) > 20:
        withdraw_resource(session, dice.choice(shown), WithdrawalForm(reason="Gone."), by=None)


def work(settings: Settings, stage: str, told: Connection) -> None:
    """Change records and index without end; says through the pipe each time that the stage begins."""
    announce(stage, told)
    dice = random.Random(stage)  # noqa: S311 - the same dice in every run
    with open_site(settings) as site:
        index = WhooshIndex(settings.data / "index")
        for turn in itertools.count():
            with site.database.writing() as session:
                change(session, dice, turn)
            if stage in {"adding", "merging"}:
                bring_up_to_date(site.database, index)
            else:
                rebuild(site.database, index)
