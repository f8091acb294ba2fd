"""Changing persons and bodies, and making one of two."""

from sqlalchemy import delete, select

from library.authorities.forms import AuthorityForm
from library.resources.models import Creator, CreatorName, Resource, ResourceCreator, folded_name
from library.resources.services import touch
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _


def edit_creator(session: WriteSession, creator: Creator, form: AuthorityForm, *, by: Actor) -> Creator:
    """Change the names and facts of a person or body; the records follow. A name that another has is refused."""
    same = select(Creator).where(Creator.folded == folded_name(form.name), Creator.id != creator.id)
    if other := session.scalars(same.limit(1)).first():
        said = {"name": other.name, "number": other.id}
        raise FieldRefusal("name", _("“%(name)s” (number %(number)s) has this name already; merge the two.") % said)
    was = creator.name
    creator.name, creator.is_body = form.name, form.is_body
    creator.address, creator.note = form.address, form.note
    _keep_names(session, creator, form.further)
    _touch_records(session, creator)
    record(session, "creator.edited", ("creator", creator.id), by=by.id, name=form.name, name_before=was)
    return creator


def merge_creators(session: WriteSession, creator: Creator, into: Creator, *, by: Actor) -> Creator:
    """Give everything of one to the other, with its names to be found by, and remove it."""
    if creator.id == into.id:
        raise Refusal(_("These are one and the same already."))
    _touch_records(session, creator)
    kept = select(ResourceCreator.resource_id, ResourceCreator.role).where(ResourceCreator.creator_id == into.id)
    there = {tuple(row) for row in session.execute(kept)}
    for row in session.scalars(select(ResourceCreator).where(ResourceCreator.creator_id == creator.id)):
        if (row.resource_id, row.role) in there:
            session.delete(row)
        else:
            row.creator_id = into.id
    names = session.scalars(select(CreatorName.name).where(CreatorName.creator_id.in_([creator.id, into.id])))
    _keep_names(session, into, [*names, creator.name])
    into.address, into.note = into.address or creator.address, into.note or creator.note
    session.flush()
    name, number = creator.name, creator.id
    session.execute(delete(CreatorName).where(CreatorName.creator_id == number))
    session.execute(delete(Creator).where(Creator.id == number))
    record(session, "creator.merged", ("creator", into.id), by=by.id, name=name, number=number)
    return into


def _keep_names(session: WriteSession, creator: Creator, names: list[str]) -> None:
    """Write the further names; those that fold to the main one are kept too, as spellings."""
    session.execute(delete(CreatorName).where(CreatorName.creator_id == creator.id))
    for name in dict.fromkeys(name for name in names if name != creator.name):
        session.add(CreatorName(creator_id=creator.id, name=name, folded=folded_name(name)))
    session.flush()
    session.expire(creator, ["names"])


def _touch_records(session: WriteSession, creator: Creator) -> None:
    mine = select(ResourceCreator.resource_id).where(ResourceCreator.creator_id == creator.id)
    for resource in session.scalars(select(Resource).where(Resource.id.in_(mine))):
        touch(session, resource)
