"""Opening closed records that a course has its learners read: to the learners of one run, for as long as it lasts.

A librarian gives leave to the course (its trainers and authors); with it they may pass it on to the learners of a run.
"""

from dataclasses import dataclass

from sqlalchemy import select

from courses.catalogue.models import EditionActivity
from courses.catalogue.policies import may_write
from courses.readings.named import records_named
from courses.runs.leave import leave_of, leave_until
from courses.runs.models import CourseRun, RunState
from library.leave.granting import GrantForm, end_grant, grant
from library.resources.models import Grant, Resource
from library.resources.policies import files_open, in_force, is_staff, visible
from library.resources.queries import titles_of
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import NotAllowed, NotFound, Refusal
from rmtc.i18n.texts import gettext as _


@dataclass(frozen=True)
class Closed:
    """A record that learners of a run are to read and could not: whether it is open to them now, and who may open it.

    `title` is empty where the asker may not know it.
    """

    resource_id: int
    title: str
    language: str
    grant: Grant | None
    may_open: bool


def closed_records(session: ReadSession, run: CourseRun, actor: Actor) -> list[Closed]:
    """The records named in the run's edition that its learners may not read by themselves, by title."""
    activities = session.scalars(select(EditionActivity).where(EditionActivity.edition_id == run.edition_id))
    named = sorted({number for one in activities for number in records_named(one.content, one.html)})
    opened = leave_of(session, run.id)
    readable = _readable(session, named, run)
    wanted = [number for number in named if number not in readable or number in opened]
    titles = titles_of(session, wanted, actor)
    passed_on = set(wanted) if is_staff(actor) else _leave_of_course(session, wanted, run, actor)
    found = [
        Closed(number, *(titles[number] or ("", "")), opened.get(number), number in passed_on)
        for number in wanted
        if number in titles
    ]
    return sorted(found, key=lambda one: (not one.title, one.title.casefold()))


def _readable(session: ReadSession, ids: list[int], run: CourseRun) -> set[int]:
    """Those of some records whose files anybody may read who learns in the run, and is nothing else."""
    learner = Actor(id=0, name="", email="", grants=frozenset({(RoleName.LEARNER, "run", run.id)}))
    chosen = select(Resource.id).where(Resource.id.in_(ids), visible(learner), files_open(learner))
    return set(session.scalars(chosen))


def _leave_of_course(session: ReadSession, ids: list[int], run: CourseRun, actor: Actor) -> set[int]:
    """Those of some records that a librarian has opened to the course, for its trainers and authors to pass on."""
    if not may_write(actor, run.course_id):
        return set()
    given = (Grant.holder_kind == "course", Grant.holder_id == run.course_id, Grant.resource_id.in_(ids))
    return set(session.scalars(select(Grant.resource_id).where(*given, in_force())))


def open_to_learners(session: WriteSession, run: CourseRun, resource_id: int, *, by: Actor) -> Grant:
    """Let the learners of a run read a record while the run lasts; refuses those without leave to pass it on."""
    found = _closed(session, run, resource_id, by)
    if not found.may_open:
        raise NotAllowed(_("A librarian must give this course leave first. Ask at the library."))
    if run.state in {RunState.FINISHED, RunState.CANCELLED} or leave_until(run) <= now():
        raise Refusal(_("This run has ended."))
    if found.grant is not None:
        return found.grant
    reason = _("Reading of course run %(code)s") % {"code": run.code}
    form = GrantForm(holder_kind="run", holder_id=run.id, until=leave_until(run), reason=reason)
    return grant(session, session.get_one(Resource, resource_id), form, by=by)


def close_to_learners(session: WriteSession, run: CourseRun, resource_id: int, *, by: Actor) -> None:
    """End the leave of a run's learners to read a record."""
    found = _closed(session, run, resource_id, by)
    if found.grant is not None:
        end_grant(session, session.get_one(Resource, resource_id), found.grant, by=by)


def _closed(session: ReadSession, run: CourseRun, resource_id: int, actor: Actor) -> Closed:
    for one in closed_records(session, run, actor):
        if one.resource_id == resource_id:
            return one
    raise NotFound(_("The lessons of this run name no such closed document."))
