"""The first page of all that is managed, and the Centre's texts."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request, Response

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import Manager, SignedIn
from rmtc.errors import NotAllowed
from rmtc.front import queries, services
from rmtc.front.forms import CentreForm
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/manage")


def is_managing(actor: Actor | None) -> bool:
    """Say whether somebody has anything to manage."""
    return actor is not None and actor.has_any(RoleName.MANAGER, RoleName.ADMIN, RoleName.COORDINATOR)


@router.get("", name="manage.home")
def show_tiles(page: Answer, request: Request, actor: SignedIn) -> Response:
    """What this person may manage."""
    if not is_managing(actor):
        raise NotAllowed(_("Your account does not have the role for this page."))
    return page.render("manage/home.html", tiles=[tile for tile in request.app.state.manage_tiles if tile.shown(actor)])


def forget_texts_afterwards(request: Request) -> Iterator[None]:
    """Make this process read the Centre's texts again after the change has been committed."""
    yield
    request.app.state.centre.forget()


@router.get("/centre", name="manage.centre")
def show_centre(page: Answer, session: Reads, _actor: Manager) -> Response:
    """The Centre’s texts in both languages."""
    texts = queries.centre_texts(session)
    values: dict[str, str] = {}
    for language, part in (("en", "en"), ("sr-Cyrl", "sr")):
        if text := texts.get(language):
            values |= {f"name_{part}": text.name, f"funding_{part}": text.funding_line}
            values[f"disclaimer_{part}"] = text.disclaimer
    return page.render("manage/centre.html", form=filled(values))


@router.post("/centre", name="manage.save_centre")
def save_centre(
    page: Answer,
    actor: Manager,
    _fresh: Annotated[None, Depends(forget_texts_afterwards, scope="function")],
    session: Writes,
    form: Annotated[Bound[CentreForm], Depends(bind(CentreForm))],
) -> Response:
    """Keep the Centre's texts; every page prints them from now on."""
    if form.checked is None:
        return page.render("manage/centre.html", 422, form=form)
    services.save_centre_texts(session, form.checked, by=actor)
    return page.redirect("manage.centre", flash=_("Saved. Every page prints these texts from now on."))
