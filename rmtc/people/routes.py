"""People for managers and coordinators: the list, invitations, one person."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState, RoleName
from rmtc.accounts.queries import institution_choices
from rmtc.accounts.second_factor import has_second_factor
from rmtc.accounts.signin import SiteUrl
from rmtc.audit.services import record
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.people import queries, services, words
from rmtc.people.access import PeopleManager, PersonToManage
from rmtc.people.forms import InvitationForm, PersonForm, RoleForm
from rmtc.people.policies import is_erased, manages_everybody, may_change, may_erase, own_institutions, roles_to_give
from rmtc.people.scopes import scope_names
from rmtc.texts.numbers import is_number
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes, database_of
from rmtc.web.routing import Router

router = Router(prefix="/manage/people")
Invitation = Annotated[Bound[InvitationForm], Depends(bind(InvitationForm))]
Correction = Annotated[Bound[PersonForm], Depends(bind(PersonForm))]
NewRole = Annotated[Bound[RoleForm], Depends(bind(RoleForm))]


@router.get("", name="people.list")
def list_people(page: Answer, request: Request, actor: PeopleManager, session: Reads) -> Response:
    """List and find people."""
    asked = {name: request.query_params.get(name, "")[:100] for name in ("q", "state", "institution", "role")}
    at, chosen = request.query_params.get("page", ""), asked["institution"]
    found = queries.find_people(
        session,
        actor,
        q=asked["q"],
        state=asked["state"],
        institution=int(chosen) if is_number(chosen) else 0,
        role=asked["role"],
        page=int(at) if is_number(at) else 1,
    )
    return page.render(
        "people/list.html",
        form=filled(asked),
        asked=asked,
        found=found,
        people=[row[0] for row in found.rows],
        waiting=queries.waiting_count(session, actor),
        institutions=institution_choices(session, _own(actor)),
        words=words,
        roles=[(role.value, words.role_name(role)) for role in RoleName],
        states=[(state.value, words.state_name(state)) for state in words.STATES],
    )


def _own(actor: Actor) -> set[int] | None:
    return None if manages_everybody(actor) else own_institutions(actor)


@router.get("/invitations", name="people.invitation")
def show_invitation(page: Answer, actor: PeopleManager, session: Reads) -> Response:
    """Show the form for inviting somebody."""
    own = next(iter(own_institutions(actor)), "") if not manages_everybody(actor) else ""
    return _invitation(page, actor, session, filled({"role": "learner", "language": "en", "institution_id": own}))


@router.post("/invitations", name="people.invite")
def invite(page: Answer, actor: PeopleManager, form: Invitation, site_url: SiteUrl, session: Writes) -> Response:
    """Invite somebody."""
    if form.checked is None:
        return _invitation(page, actor, session, form, 422)
    try:
        person = services.invite_person(session, form.checked, by=actor, site_url=site_url)
    except FieldRefusal as refusal:
        session.rollback()
        return _invitation(page, actor, session, form.refused(refusal), 422)
    sent = _("The invitation is on its way to %(email)s.") % {"email": person.email}
    return page.redirect("people.person", person_id=person.id, flash=sent)


def _invitation(page: Page, actor: Actor, session: Reads, form: Bound[InvitationForm], status: int = 200) -> Response:
    institutions = institution_choices(session, _own(actor))
    if manages_everybody(actor):
        institutions.append((0, _("none")))
    spoken = [(code, languages.language_name(code)) for code in page.request.app.state.settings.language_codes]
    roles = [(role.value, words.role_name(role)) for role in roles_to_give(actor)]
    context: dict[str, Any] = {"institutions": institutions, "spoken": spoken, "roles": roles}
    return page.render("people/invitation.html", status, form=form, **context)


@router.get("/{person_id}", name="people.person")
def show_person(
    page: Answer, request: Request, person: PersonToManage, person_id: int, actor: PeopleManager, session: Reads
) -> Response:
    """Show one person; that somebody looked is noted."""
    response = _person(page, person, actor, session)
    with database_of(request).apart_from(session).writing() as writing:
        record(writing, "person.seen", ("person", person_id), by=actor.id)
    return response


def _person(
    page: Page,
    person: Person,
    actor: Actor,
    session: Reads,
    form: Bound[PersonForm] | None = None,
    *,
    role_form: Bound[RoleForm] | None = None,
    status: int = 200,
) -> Response:
    names = dict(institution_choices(session))
    mine = names if manages_everybody(actor) else {at: names[at] for at in own_institutions(actor) if at in names}
    choices = [*mine.items(), *([(0, _("none"))] if manages_everybody(actor) else [])]
    given = {role.name for role in person.roles}
    context: dict[str, Any] = {
        "owner": person,
        "form": form or filled({"name": person.name, "institution_id": person.institution_id or 0}),
        "role_form": role_form or Bound(),
        "institutions": choices,
        "institution": names.get(person.institution_id or 0, ""),
        "names": scope_names(session, person.roles, page.request.app.state.scope_names),
        "words": words,
        "givable": roles_to_give(actor),
        "may_change": may_change(actor, given),
        "entries": queries.recent_entries(session, person.id),
        "states": PersonState,
        "may_erase": may_erase(actor) and not is_erased(person),
        "has_second_step": manages_everybody(actor) and has_second_factor(session, person.id),
    }
    return page.render("people/person.html", status, **context)


@router.post("/{person_id}", name="people.change")
def change_person(
    page: Answer, _loaded: PersonToManage, person_id: int, actor: PeopleManager, form: Correction, session: Writes
) -> Response:
    """Correct name or institution."""
    person = _again(session, person_id)
    if form.checked is None:
        return _person(page, person, actor, session, form, status=422)
    try:
        services.change_person(session, person, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _person(page, person, actor, session, form.refused(refusal), status=422)
    return page.redirect("people.person", person_id=person_id, flash=_("Saved."))


def _again(session: Reads, person_id: int) -> Person:
    """Load the person again inside the transaction that writes."""
    person = queries.person_with_roles(session, person_id)
    if person is None:
        raise NotFound
    return person


@router.post("/{person_id}/roles", name="people.give_role")
def give_role(
    page: Answer, _loaded: PersonToManage, person_id: int, actor: PeopleManager, form: NewRole, session: Writes
) -> Response:
    """Give a role."""
    person = _again(session, person_id)
    if form.checked is None:
        return _person(page, person, actor, session, role_form=form, status=422)
    try:
        services.give_role(session, person, form.checked.role, by=actor)
    except FieldRefusal as refusal:
        return _person(page, person, actor, session, role_form=form.refused(refusal), status=422)
    return page.redirect("people.person", person_id=person_id, flash=_("The role is given."), anchor="roles")


@router.post("/{person_id}/roles/{role_id}/end", name="people.take_role")
def take_role(
    page: Answer, _loaded: PersonToManage, person_id: int, role_id: int, actor: PeopleManager, session: Writes
) -> Response:
    """Take a role away."""
    role = queries.role_of(session, person_id, role_id)
    if role is None:
        raise NotFound
    services.take_role(session, _again(session, person_id), role, by=actor)
    return page.redirect("people.person", person_id=person_id, flash=_("The role has ended."), anchor="roles")
