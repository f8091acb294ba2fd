"""The pages of curricula: list, one version, facts, sending for approval, approval, new version."""

from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from courses.curricula import services, words
from courses.curricula.access import Beginner, Reader, VersionToApprove, VersionToSee, VersionToWrite
from courses.curricula.design import gaps_of, matrix_of, workload_of
from courses.curricula.forms import CurriculumForm, FactsForm
from courses.curricula.models import CurriculumVersion, VersionState
from courses.curricula.policies import may_approve, may_begin, may_remark, may_write
from courses.curricula.queries import name_of, newest_versions, reread_version, versions_of
from courses.remarks.queries import remarks_of
from courses.remarks.words import part_names, remark_kinds
from rmtc.accounts.signin import SignedIn
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/curricula")


class ReturnForm(BaseModel):
    """Why a version goes back to its authors."""

    reason: str = Field(min_length=3, max_length=1000)


def back(page: Page, version: CurriculumVersion, flash: str, anchor: str = "") -> Response:
    """Back to the page of a version (of the curriculum that the address names)."""
    return to_version(page, page.request.path_params["code"], version.number, flash, anchor)


def to_version(page: Page, code: str, number: int, flash: str, anchor: str = "") -> Response:
    """On to the page of a version."""
    path = page.url("curricula.version", code=code, query={"version": number})
    return page.go(path + (f"#{anchor}" if anchor else ""), flash=flash)


@router.get("", name="curricula.list")
def list_curricula(page: Answer, actor: Reader, session: Reads, number: int = 1) -> Response:
    """The newest version of every curriculum."""
    found = read_page(session, newest_versions(), number)
    return page.render(
        "courses/curricula/list.html",
        versions=[row[0] for row in found.rows],
        found=found,
        states=words.states(),
        may_begin=may_begin(actor),
    )


@router.get("/new", name="curricula.new")
def show_new(page: Answer, _actor: Beginner) -> Response:
    """The form for a new curriculum."""
    usual = {"hours_per_credit": 25, "pass_mark": 60, "attendance": 80, "mode": "blended", "level_status": "indicative"}
    form = filled(usual | {"language": "en"})
    return page.render("courses/curricula/facts.html", form=form, version=None, **words.choices())


@router.post("", name="curricula.add")
def add_curriculum(
    page: Answer,
    actor: Beginner,
    session: Writes,
    form: Annotated[Bound[CurriculumForm], Depends(bind(CurriculumForm))],
) -> Response:
    """Begin a curriculum."""
    if form.checked is not None:
        code = form.checked.code
        try:
            services.add_curriculum(session, form.checked, by=actor)
        except FieldRefusal as refusal:
            form = form.refused(refusal)
        else:
            return to_version(page, code, 1, _("The draft is there. Now write its outcomes."), "outcomes")
    return page.render("courses/curricula/facts.html", 422, form=form, version=None, **words.choices())


@router.get("/{code}", name="curricula.version")
def show_version(page: Answer, actor: SignedIn, session: Reads, version: VersionToSee) -> Response:
    """One version: facts, outcomes, modules, assessments, and where they meet."""
    return _show(page, actor, session, version, Bound())


def _show(
    page: Page, actor: SignedIn, session: Reads, version: CurriculumVersion, form: Bound[ReturnForm], status: int = 200
) -> Response:
    is_open = version.state in {VersionState.DRAFT, VersionState.IN_REVIEW}
    return page.render(
        "courses/curricula/version.html",
        status,
        version=version,
        form=form,
        versions=versions_of(session, version.curriculum_id),
        rows=matrix_of(version),
        workload=workload_of(version),
        gaps=gaps_of(version),
        approver=name_of(session, version.approved_by),
        states=words.states(),
        remarks=remarks_of(session, version.id),
        remark_kinds=remark_kinds(),
        part_names=part_names(),
        may_remark=is_open and may_remark(actor, version.curriculum_id),
        may_write=is_open and may_write(actor, version.curriculum_id),
        may_copy=may_write(actor, version.curriculum_id),
        may_approve=is_open and may_approve(actor),
        **words.choices(),
    )


@router.get("/{code}/facts", name="curricula.facts")
def show_facts(page: Answer, version: VersionToWrite) -> Response:
    """The form with the facts of a version."""
    form = filled({name: getattr(version, name) for name in FactsForm.model_fields})
    return page.render("courses/curricula/facts.html", form=form, version=version, **words.choices())


@router.post("/{code}/facts", name="curricula.edit_facts")
def edit_facts(
    page: Answer,
    actor: SignedIn,
    version: VersionToWrite,
    session: Writes,
    form: Annotated[Bound[FactsForm], Depends(bind(FactsForm))],
) -> Response:
    """Change the facts of a draft."""
    if form.checked is None:
        version = reread_version(session, version)
        return page.render("courses/curricula/facts.html", 422, form=form, version=version, **words.choices())
    services.edit_facts(session, version, form.checked, by=actor)
    return back(page, version, _("The facts are saved."))


@router.post("/{code}/submission", name="curricula.submit")
def submit(page: Answer, actor: SignedIn, version: VersionToWrite, session: Writes) -> Response:
    """Send a draft for approval."""
    services.submit_version(session, version, by=actor)
    return back(page, version, _("The version now waits for a manager’s approval."))


@router.post("/{code}/return", name="curricula.return")
def send_back(
    page: Answer,
    actor: SignedIn,
    version: VersionToApprove,
    session: Writes,
    form: Annotated[Bound[ReturnForm], Depends(bind(ReturnForm))],
) -> Response:
    """Send a version back to its authors, with the reason."""
    if form.checked is None:
        return _show(page, actor, session, reread_version(session, version), form, 422)
    services.return_version(session, version, form.checked.reason, by=actor)
    return back(page, version, _("The version went back to its authors."))


@router.post("/{code}/approval", name="curricula.approve")
def approve(page: Answer, actor: SignedIn, version: VersionToApprove, session: Writes) -> Response:
    """Approve a version; it never changes again."""
    services.approve_version(session, version, by=actor)
    return back(page, version, _("Approved. This version never changes again."))


@router.post("/{code}/versions", name="curricula.copy")
def begin_version(page: Answer, actor: SignedIn, version: VersionToWrite, session: Writes) -> Response:
    """Begin a new version as a copy of this one."""
    copy = services.copy_version(session, version, by=actor)
    return back(page, copy, _("Version %(number)s is a draft that you can change.") % {"number": copy.number})
