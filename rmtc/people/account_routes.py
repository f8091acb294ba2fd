"""What becomes of an account: approval, refusal, invitation again, closing, opening."""

from fastapi import Response

from rmtc.accounts.signin import SiteUrl
from rmtc.i18n.texts import gettext as _
from rmtc.people import services
from rmtc.people.access import PeopleManager, PersonToManage
from rmtc.web.pages import Answer
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/manage/people/{person_id}")


@router.post("/approval", name="people.approve")
def approve(page: Answer, person: PersonToManage, actor: PeopleManager, site_url: SiteUrl, session: Writes) -> Response:
    """Open the account of somebody who asked for one."""
    services.approve_request(session, person, by=actor, site_url=site_url)
    done = _("%(name)s is a learner now and has been told.") % {"name": person.name}
    return page.redirect("people.person", person_id=person.id, flash=done)


@router.post("/refusal", name="people.decline")
def decline(page: Answer, person: PersonToManage, actor: PeopleManager, session: Writes) -> Response:
    """Decline a request."""
    services.decline_request(session, person, by=actor)
    return page.redirect("people.person", person_id=person.id, flash=_("The request is declined; a letter says so."))


@router.post("/invitations", name="people.invite_again")
def invite_again(
    page: Answer, person: PersonToManage, actor: PeopleManager, site_url: SiteUrl, session: Writes
) -> Response:
    """Send the invitation again."""
    services.send_invitation(session, person, by=actor, site_url=site_url)
    return page.redirect("people.person", person_id=person.id, flash=_("A new invitation is on its way."))


@router.post("/closure", name="people.close")
def close(page: Answer, person: PersonToManage, actor: PeopleManager, session: Writes) -> Response:
    """Close an account."""
    services.close_account(session, person, by=actor)
    return page.redirect("people.person", person_id=person.id, flash=_("The account is closed."))


@router.post("/second-step/removal", name="people.end_second_step")
def end_second_step(
    page: Answer, person: PersonToManage, actor: PeopleManager, site_url: SiteUrl, session: Writes
) -> Response:
    """Switch off the second step of somebody who has lost it."""
    services.end_second_step(session, person, by=actor, site_url=site_url)
    told = _("The password of %(name)s is enough again; a letter says so.") % {"name": person.name}
    return page.redirect("people.person", person_id=person.id, flash=told)


@router.post("/opening", name="people.open")
def reopen(page: Answer, person: PersonToManage, actor: PeopleManager, session: Writes) -> Response:
    """Open a closed account again."""
    services.open_account(session, person, by=actor)
    return page.redirect("people.person", person_id=person.id, flash=_("The account is open again."))
