"""Drafts: what somebody types into the editor of an activity, kept for themselves until they save."""

from typing import Any

from sqlalchemy import delete

from courses.content.models import Activity, ActivityDraft
from courses.content.queries import draft_of
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import WriteSession


def keep_draft(session: WriteSession, activity: Activity, typed: dict[str, Any], *, by: Actor) -> ActivityDraft:
    """Keep what somebody has typed and not saved; nothing that learners or colleagues see changes."""
    draft = draft_of(session, activity.id, by.id)
    if draft is None:
        draft = ActivityDraft(activity_id=activity.id, person_id=by.id)
        session.add(draft)
    draft.typed, draft.updated_at = typed, now()
    session.flush()
    return draft


def discard_draft(session: WriteSession, activity: Activity, *, by: Actor) -> None:
    """Throw away what somebody has typed and not saved."""
    here = ActivityDraft.activity_id == activity.id, ActivityDraft.person_id == by.id
    session.execute(delete(ActivityDraft).where(*here))
