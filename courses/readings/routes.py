"""Going from a reading list into the library."""

from fastapi import Request, Response

from courses.enrolment.access import RunToLearn
from courses.progress.routes import ActivityToLearn
from courses.readings.queries import items_of
from courses.readings.services import open_item
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, short_write
from rmtc.web.routing import Router

router = Router(prefix="/runs/{run_id}/activities/{activity_id}/readings")


@router.get("/{number:int}", name="readings.reading")
def open_reading(
    page: Answer,
    request: Request,
    session: Reads,
    actor: SignedIn,
    place: RunToLearn,
    activity: ActivityToLearn,
    number: int,
) -> Response:
    """Go to an item of a reading list; that it was opened is noted before the answer."""
    items = items_of(session, activity, actor, None) if activity.kind == "readings" else []
    item = next((one for one in items if one.number == number), None)
    if item is None:
        raise NotFound(_("This list has no such reading."))
    if not item.is_told:
        raise NotAllowed(_("This reading is a document that you may not open. Tell your trainer."))
    if place.enrolment is not None:
        with short_write(request, session) as writing:
            open_item(writing, place.enrolment.id, activity, item, by=actor)
    return page.go(item.path)
