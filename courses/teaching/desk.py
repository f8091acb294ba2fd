"""What waits for a trainer or a coordinator, for the home page."""

from sqlalchemy import func, select

from courses.catalogue.policies import may_teach
from courses.enrolment.models import Enrolment, EnrolmentState
from courses.enrolment.queries import coordinated_institutions
from courses.runs.models import CourseRun, RunState
from courses.runs.queries import runs_taught_by
from courses.teaching.queries import people_by_run
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, RoleName
from rmtc.db import ReadSession
from rmtc.i18n.formats import days
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.viewers import HomeCard

MOST_RUNS = 5


def teaching_cards(session: ReadSession, actor: Actor) -> list[HomeCard]:
    """The runs somebody trains, the courses they write, and the people they may nominate."""
    cards = _runs(session, actor) if actor.has_any(RoleName.TRAINER, RoleName.MANAGER, RoleName.ADMIN) else []
    if may_teach(actor):
        cards.append(
            HomeCard(
                _("Courses I write"), _("Contents, files, questions, publishing"), "authoring.courses", {}, "pencil"
            )
        )
    if institutions := coordinated_institutions(actor):
        cards.append(_nominations(session, institutions))
    return cards


def _runs(session: ReadSession, actor: Actor) -> list[HomeCard]:
    going = runs_taught_by(actor).where(CourseRun.state.in_((RunState.PLANNED, RunState.OPEN))).limit(MOST_RUNS)
    runs = list(session.scalars(going))
    people = people_by_run(session, [run.id for run in runs])
    cards = []
    for run in runs:
        taking, waiting = people.get(run.id, (0, 0))
        text = ngettext("%(count)s learner", "%(count)s learners", taking) % {"count": taking}
        if waiting:
            text += ", " + _("%(count)s waiting for a decision") % {"count": waiting}
        text += " · " + days(run.starts, run.ends)
        cards.append(HomeCard(run.title, text, "teaching.run", {"run_id": run.id}, "users", run.language))
    return [*cards, HomeCard(_("All course runs"), _("Cohorts, dates, grades"), "teaching.runs", {}, "list")]


def _nominations(session: ReadSession, institutions: set[int]) -> HomeCard:
    wanted = select(func.count()).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    here = Person.institution_id.in_(institutions), Enrolment.state == EnrolmentState.NOMINATED
    waiting = session.scalar(wanted.where(*here)) or 0
    text = ngettext("%(count)s nomination waits", "%(count)s nominations wait", waiting) % {"count": waiting}
    if not waiting:
        text = _("Nothing waits")
    return HomeCard(_("People of your institution"), text, "enrolment.nominations", {}, "building")
