"""The plan that a page at the desk is about, for those who keep the library."""

from typing import Annotated

from fastapi import Depends

from library.desk.access import Librarian
from library.plans import queries
from library.plans.models import ActionPlan
from rmtc.db import ReadSession
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


def plan_to_keep(session: Reads, _actor: Librarian, plan_id: int) -> ActionPlan:
    """A plan with its record; 404 when there is none."""
    return plan_again(session, plan_id)


PlanToKeep = Annotated[ActionPlan, Depends(plan_to_keep)]


def plan_again(session: ReadSession, plan_id: int) -> ActionPlan:
    """The plan once more, in the transaction that writes; 404 when there is none."""
    plan = queries.plan_to_keep(session, plan_id)
    if plan is None:
        raise NotFound(_("There is no such plan."))
    return plan
