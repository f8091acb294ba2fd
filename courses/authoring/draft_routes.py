"""Drafts: what somebody types into the editor is kept every few seconds, for themselves alone."""

from fastapi import Response
from fastapi.responses import JSONResponse

from courses.authoring.access import ActivityToEdit
from courses.authoring.activity_routes import LONG_TEXTS, Again
from courses.content import drafts
from rmtc.accounts.signin import SignedIn
from rmtc.i18n.texts import gettext as _
from rmtc.web.csrf import FIELD
from rmtc.web.pages import Answer
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/activities/{activity_id}")


@router.post("/draft", name="authoring.keep_draft", dependencies=[LONG_TEXTS])
def keep_draft(actor: SignedIn, written: ActivityToEdit, form: Again, session: Writes) -> Response:
    """Keep what is typed; the answer says when it was kept."""
    typed = {name: value for name, value in form.typed.items() if name != FIELD}
    draft = drafts.keep_draft(session, written.activity, typed, by=actor)
    return JSONResponse({"kept_at": draft.updated_at.isoformat()})


@router.post("/draft/removal", name="authoring.discard_draft")
def discard_draft(page: Answer, actor: SignedIn, written: ActivityToEdit, session: Writes) -> Response:
    """Throw the draft away and show what is saved."""
    drafts.discard_draft(session, written.activity, by=actor)
    return page.redirect("authoring.activity", activity_id=written.activity.id, flash=_("The draft is thrown away."))
