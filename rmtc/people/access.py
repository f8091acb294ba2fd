"""Dependencies that load and authorise: who manages people, and the person to manage."""

from typing import Annotated

from fastapi import Depends

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution, Person
from rmtc.accounts.signin import Manager, SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.people.policies import is_people_manager, may_see
from rmtc.people.queries import person_with_roles
from rmtc.web.requests import Reads


async def people_manager(actor: SignedIn) -> Actor:
    """A manager, or a coordinator of an institution."""
    if not is_people_manager(actor):
        raise NotAllowed(_("Your account does not have the role for this page."))
    return actor


PeopleManager = Annotated[Actor, Depends(people_manager)]


def person_to_manage(person_id: int, actor: PeopleManager, session: Reads) -> Person:
    """A person this manager or coordinator may know of."""
    person = person_with_roles(session, person_id)
    if person is None or not may_see(actor, person):
        raise NotFound
    return person


PersonToManage = Annotated[Person, Depends(person_to_manage)]


def institution_to_manage(institution_id: int, session: Reads, _actor: Manager) -> Institution:
    """An institution, for a manager."""
    institution = session.get(Institution, institution_id)
    if institution is None:
        raise NotFound
    return institution


InstitutionToManage = Annotated[Institution, Depends(institution_to_manage)]
