"""A lesson to take along."""

from fastapi import Request, Response
from markupsafe import Markup

from courses.enrolment.access import RunToLearn
from courses.progress.routes import ActivityToLearn
from courses.progress.sources import sources_of
from courses.readings.offline import in_one, pictures_of
from rmtc.accounts.signin import SignedIn, SiteUrl
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.downloads import disposition
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/runs/{run_id}/activities/{activity_id}")


@router.get("/offline", name="readings.offline")
def send_offline(
    page: Answer,
    request: Request,
    session: Reads,
    actor: SignedIn,
    place: RunToLearn,
    activity: ActivityToLearn,
    site: SiteUrl,
) -> Response:
    """A lesson as one file to read without a connection; having taken it along is not having read it."""
    if activity.kind != "page":
        raise NotFound(_("Only lessons can be taken along."))
    run = place.run
    pictures = pictures_of(session, run.edition_id, activity.html)
    text = Markup(in_one(activity.html, pictures, request.app.state.store, site))  # noqa: S704 - sanitised before
    answer = page.render(
        "courses/readings/offline.html",
        run=run,
        activity=activity,
        text=text,
        sources=[one for one in sources_of(session, activity, actor) if one.is_told],
        site=site,
    )
    answer.headers["content-disposition"] = disposition("attachment", f"{activity.number} {activity.title}.html")
    return answer
