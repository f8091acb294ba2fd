"""Verification for everybody, the register and the board's decisions for those who keep them."""

import re
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from courses.awards import queries, services
from courses.awards.access import READERS, CertificateOnRecord, RecordsReader, Registrar, RunOnRecord, verifying
from courses.awards.certificates import certificate_pdf
from courses.awards.forms import DecisionForm, RevocationForm
from courses.awards.verification import verdict_on
from courses.grades.final import final_marks
from rmtc.accounts.signin import SignedIn
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.paging import read_page
from rmtc.web.forms import Bound, bind
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()
SERIAL = re.compile(r"[A-Za-z0-9-]{1,30}")
ON_A_FORM = 60
"""How many learners the form of a decision asks about."""


@router.get("/verify", name="awards.verification", dependencies=[Depends(verifying)])
def show_verification(page: Answer, serial: str | None = None, code: str = "") -> Response:
    """Ask for a serial number, or lead to its certificate."""
    if serial and serial.strip() and not SERIAL.fullmatch(serial.strip()):  # it might lead to another page
        return page.render("courses/awards/unknown.html", 404, serial=serial.strip()[:60], code=code, empty=False)
    if serial and serial.strip():
        return page.go(page.url("awards.verdict", serial=serial.strip().upper(), query={"code": code.strip()}))
    empty = serial is not None
    return page.render("courses/awards/verification.html", 422 if empty else 200, serial="", code=code, empty=empty)


@router.get("/verify/{serial}", name="awards.verdict", dependencies=[Depends(verifying)])
def show_verdict(page: Answer, serial: str, session: Reads, code: str = "") -> Response:
    """Say whether a certificate stands."""
    standing = queries.standing(session, serial)
    if standing is None:
        return page.render("courses/awards/unknown.html", 404, serial=serial, code=code, empty=False)
    return page.render(
        "courses/awards/verdict.html", verdict=verdict_on(standing, code), serial=serial, code=code, empty=False
    )


@router.get("/record/certificates/{serial}.pdf", name="awards.certificate")
def download_certificate(request: Request, actor: SignedIn, serial: str, session: Reads) -> Response:
    """The certificate as a PDF, for its holder and for those who read records."""
    standing = queries.standing(session, serial)
    is_mine = standing is not None and standing.certificate.person_id == actor.id
    if standing is None or not (is_mine or any(actor.has(role) for role in READERS)):
        raise NotFound(_("There is no such certificate of yours."))
    state = request.app.state
    centre = state.centre("en")
    pdf = certificate_pdf(
        standing.certificate,
        site_url=state.settings.site_url,
        centre=centre.name,
        small_print=f"{centre.funding_line} {centre.disclaimer}".strip(),
    )
    name = f'attachment; filename="{standing.certificate.serial}.pdf"'
    return Response(
        pdf, media_type="application/pdf", headers={"content-disposition": name, "cache-control": "no-store"}
    )


@router.get("/records/certificates", name="awards.register")
def show_register(
    page: Answer, _actor: RecordsReader, session: Reads, number: Annotated[int, Query(alias="page", ge=1)] = 1
) -> Response:
    """The register of certificates."""
    return page.render("courses/awards/register.html", found=queries.register(session, number))


@router.get("/records/certificates/{serial}", name="awards.history")
def show_history(page: Answer, standing: CertificateOnRecord, actor: RecordsReader) -> Response:
    """A certificate and everything that happened to it."""
    return _history(page, standing, Bound({"kind": "revoked" if standing.is_valid else "reinstated"}), actor)


@router.post("/records/certificates/{serial}/standing", name="awards.change_standing")
def change_standing(
    page: Answer,
    actor: Registrar,
    standing: CertificateOnRecord,
    form: Annotated[Bound[RevocationForm], Depends(bind(RevocationForm))],
    session: Writes,
) -> Response:
    """Revoke a certificate or give it back."""
    found = queries.standing(session, standing.certificate.serial)
    assert found is not None
    if form.checked is None:
        return _history(page, found, form, actor, 422)
    services.change_standing(session, found, form.checked, by=actor)
    return page.redirect("awards.history", serial=found.certificate.serial, flash=_("The register has been changed."))


def _history(page: Page, standing: queries.Standing, form: Bound[Any], actor: Any, status: int = 200) -> Response:
    return page.render("courses/awards/history.html", status, standing=standing, form=form, actor=actor)


@router.get("/records/runs/{id}/decisions/new", name="awards.new_decision")
def new_decision(page: Answer, _actor: Registrar, run: RunOnRecord, session: Reads, number: int = 1) -> Response:
    """Ask what the board decided; the marks propose."""
    return _decision_form(page, run, session, Bound(), number)


@router.post("/records/runs/{id}/decisions", name="awards.record_decision")
def record_decision(
    page: Answer,
    actor: Registrar,
    run: RunOnRecord,
    form: Annotated[Bound[DecisionForm], Depends(bind(DecisionForm))],
    session: Writes,
    number: int = 1,
) -> Response:
    """Write down what the board decided."""
    try:
        if form.checked is not None:
            decision = services.record_decision(session, run, form.checked, by=actor)
            told = _("Decision %(number)s is recorded.") % {"number": f"{decision.number}/{decision.year}"}
            return page.redirect("records.run", id=run.id, flash=told)
    except FieldRefusal as refusal:
        session.rollback()
        form = form.refused(refusal)
    return _decision_form(page, run, session, form, number, 422)


def _decision_form(page: Page, run: Any, session: Reads, form: Bound[Any], number: int, status: int = 200) -> Response:
    found = read_page(session, queries.to_decide(run.id), number, ON_A_FORM)
    learners = [row[0] for row in found.rows]
    known = queries.run_with_course(session, run.id)
    marks = final_marks(session, known, [one.id for one in learners]) if known else {}
    return page.render(
        "courses/awards/decision.html", status, run=run, found=found, learners=learners, marks=marks, form=form
    )
