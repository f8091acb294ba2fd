"""Local action plans for tests, made by the services as in real life."""

from datetime import date
from pathlib import Path
from typing import Any

from library.plans.forms import NewPlanForm
from library.plans.models import ActionPlan
from library.plans.services import add_plan
from library.resources.models import AccessLevel, FileState, Resource, ResourceFile
from library.resources.services import add_file, add_version, publish_resource
from rmtc.db import WriteSession
from rmtc.files.services import keep_file, look_at
from rmtc.files.store import open_store
from rmtc.site import Site


def a_plan(
    session: WriteSession,
    municipality: str = "plandiste",
    years: tuple[int, int] = (2023, 2027),
    *,
    publish: bool = True,
    access: AccessLevel = AccessLevel.PUBLIC,
    **facts: Any,
) -> ActionPlan:
    """A published plan for whole years, adopted on the day before it begins, unless told otherwise."""
    usual = {
        "title": f"Local plan of {municipality} {years[0]}",
        "language": "en",
        "municipality": municipality,
        "starts": str(years[0]),
        "ends": str(years[1]),
        "adopted_on": date(years[0] - 1, 12, 31),
        "source": "Decision of the local assembly",
        "checked_on": date(2026, 1, 15),
    }
    plan = add_plan(session, NewPlanForm.model_validate(usual | facts), by=None)
    resource = session.get_one(Resource, plan.resource_id)
    resource.access = access
    if publish:
        publish_resource(session, resource, by=None)
    session.commit()
    return plan


def give_file(session: WriteSession, site: Site, plan: ActionPlan, state: FileState = FileState.READY) -> ResourceFile:
    """A file of the plan whose text was read, unless told otherwise."""
    path = Path(site.settings.data) / f"plan-{plan.resource_id}.txt"
    path.write_text(f"The text of plan {plan.resource_id}.", encoding="utf-8")
    resource = session.get_one(Resource, plan.resource_id)
    version = add_version(session, resource, by=None)
    stored = keep_file(session, open_store(site.settings), look_at(path, path.name))
    file = add_file(session, resource, version, stored, path.name, by=None)
    file.state = state
    session.commit()
    return file
