"""Asking for leave to read, giving and refusing it, and lifting embargoes."""

import secrets
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, or_, select

from library.leave import letters, queries
from library.leave.forms import AnswerForm, RequestForm
from library.leave.granting import GrantForm, grant
from library.leave.models import AccessRequest, RequestState
from library.resources.models import Resource
from library.resources.services import touch
from rmtc.accounts.actors import Actor
from rmtc.accounts.sessions import hash_of
from rmtc.audit.services import record
from rmtc.clock import CENTRE_ZONE, now, today
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, Refusal, TooOften
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _

PER_DAY, ALTOGETHER = 5, 200
"""So many requests a day from one network address or mail address, and in all."""
LONGEST = timedelta(days=366)
KEPT = timedelta(days=365)


def ask_for_leave(
    session: WriteSession, resource: Resource, form: RequestForm, *, by: Actor | None, address: str
) -> AccessRequest:
    """Ask to read the files of a record; raises TooOften, refuses a second request that waits."""
    email = form.email.lower()
    since = AccessRequest.asked_at > now() - timedelta(days=1)
    mine = func.count().filter(or_(AccessRequest.email == email, AccessRequest.address == address[:45]))
    counts = session.execute(select(mine, func.count()).select_from(AccessRequest).where(since)).one()
    if counts[0] >= PER_DAY or counts[1] >= ALTOGETHER:
        raise TooOften(_("Many requests have come from here today. Please wait until tomorrow, or write a mail."))
    if queries.waits_already(session, resource, email):
        raise FieldRefusal("reason", _("You have asked for this record already. The answer comes by mail."))
    asked = AccessRequest(
        resource_id=resource.id,
        person_id=by.id if by else None,
        name=form.name,
        email=email,
        language=languages.current(),
        address=address[:45],
        reason=form.reason,
        asked_at=now(),
    )
    session.add(asked)
    session.flush()
    record(session, "access_request.sent", ("access_request", asked.id), by=by.id if by else None, record=resource.id)
    return asked


def answer_request(
    session: WriteSession, asked: AccessRequest, resource: Resource, form: AnswerForm, *, by: Actor, site: str
) -> AccessRequest:
    """Give leave until the end of a day or refuse it; whoever asked is told by mail in their language."""
    if asked.state is not RequestState.WAITING:
        raise Refusal(_("This request has been answered already."))
    asked.answered_at, asked.answered_by, asked.answer = now(), by.id or None, form.answer
    if form.decision == "grant":
        link = _give(session, asked, resource, _last_moment(form.until), by)
        letters.tell_granted(session, asked, resource, f"{site}{link}")
    else:
        if len(form.answer) < 10:  # noqa: PLR2004 - as long as a reason is at least
            raise FieldRefusal("answer", _("Please say in a sentence why not."))
        asked.state = RequestState.REFUSED
        letters.tell_refused(session, asked, resource)
    said = {"record": resource.id, "state": asked.state, "until": asked.until and asked.until.isoformat()}
    record(session, "access_request.answered", ("access_request", asked.id), by=by.id, **said)
    return asked


def _give(session: WriteSession, asked: AccessRequest, resource: Resource, until: datetime, by: Actor) -> str:
    """Give leave, and say at which path the files are read: one without an account gets a link of their own."""
    asked.state, asked.until = RequestState.GRANTED, until
    if asked.person_id is not None:
        form = GrantForm(holder_kind="person", holder_id=asked.person_id, until=until, reason=asked.reason[:300])
        grant(session, resource, form, by=by)
        return f"/library/{resource.id}"
    token = secrets.token_urlsafe(24)
    asked.token_hash = hash_of(token)
    return f"/library/leave/{token}"


def _last_moment(day: date | None) -> datetime:
    """The end of a day at the Centre, which must be to come and at most a year away."""
    if day is None:
        raise FieldRefusal("until", _("Please say until when."))
    if not today() <= day <= today() + LONGEST:
        raise FieldRefusal("until", _("Please choose a day from today, at most a year away."))
    return datetime.combine(day, time.max, ZoneInfo(CENTRE_ZONE))


def forget_old_requests(session: WriteSession) -> None:
    """Let go of requests a year after they were answered and the leave ended."""
    old = now() - KEPT
    ended = or_(AccessRequest.until.is_(None), AccessRequest.until < old)
    session.execute(delete(AccessRequest).where(AccessRequest.answered_at < old, ended))


def open_files_due(session: WriteSession, day: date) -> int:
    """Lift the embargoes that end on a day or ended before it; returns how many records opened."""
    due = select(Resource).where(Resource.files_open_on <= day).order_by(Resource.id)
    opened = session.scalars(due).all()
    for resource in opened:
        record(session, "resource.files_opened", ("resource", resource.id), by=None, day=str(resource.files_open_on))
        resource.files_open_on = None
        touch(session, resource)
    return len(opened)
