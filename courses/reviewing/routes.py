"""Commenting on a version of a curriculum, and settling what was said."""

from typing import Annotated

from fastapi import Depends, Response

from courses.curricula.models import CurriculumVersion
from courses.curricula.queries import reread_version
from courses.remarks.forms import RemarkForm
from courses.remarks.models import RemarkKind
from courses.remarks.queries import remark_of
from courses.remarks.services import add_remark, settle_remark
from courses.remarks.words import part_names
from courses.reviewing.access import VersionToRemark, VersionToSettle
from rmtc.accounts.signin import SignedIn
from rmtc.audit.services import record
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/curricula/{code}/remarks")


@router.get("/new", name="reviewing.new")
def show_form(page: Answer, version: VersionToRemark, part: str = "") -> Response:
    """The form for a comment, on a part that the address may name."""
    return _form(page, version, filled({"part": part, "kind": "comment"}))


@router.post("", name="reviewing.add")
def add(
    page: Answer,
    actor: SignedIn,
    version: VersionToRemark,
    session: Writes,
    form: Annotated[Bound[RemarkForm], Depends(bind(RemarkForm))],
) -> Response:
    """Leave a comment, or agree with the version."""
    version, said = reread_version(session, version), form.checked
    if said is None or said.part not in {"", *dict(parts_of(version))}:
        refused = form if said is None else Bound(form.typed, errors={"part": _("This part is not in this version.")})
        return _form(page, version, refused, 422)
    add_remark(session, version.id, RemarkKind(said.kind), said.part, said.text, by=actor)
    record(session, "curriculum.remarked", ("curriculum", version.curriculum_id), by=actor.id, number=version.number)
    return _back(page, version, _("It is written down below, for the working group."))


@router.post("/{remark_id:int}/settlement", name="reviewing.settle")
def settle(page: Answer, version: VersionToSettle, session: Writes, remark_id: int) -> Response:
    """Say that a comment is settled, or open it again."""
    remark = remark_of(session, version.id, remark_id)
    if remark is None or remark.kind is not RemarkKind.COMMENT:
        raise NotFound(_("There is no such comment."))
    settled = settle_remark(session, remark).settled_at
    return _back(page, version, _("The comment is settled.") if settled else _("The comment is open again."))


def parts_of(version: CurriculumVersion) -> list[tuple[str, str]]:
    """What a comment can be about, by key: outcomes by their codes, then the sections."""
    outcomes = [(one.code, f"{one.code} {one.verb.capitalize()} {one.text}"[:120]) for one in version.outcomes]
    return [*part_names().items(), *outcomes]


def _form(page: Page, version: CurriculumVersion, form: Bound[RemarkForm], status: int = 200) -> Response:
    parts = parts_of(version)
    return page.render("courses/reviewing/new.html", status, version=version, form=form, parts=parts)


def _back(page: Page, version: CurriculumVersion, flash: str) -> Response:
    path = page.url("curricula.version", code=page.request.path_params["code"], query={"version": version.number})
    return page.go(f"{path}#review", flash=flash)
