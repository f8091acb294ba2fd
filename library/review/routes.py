"""The review of a record: checks, questions about personal data, steps, publishing."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Response

from library.desk.access import may_curate, resource_again
from library.resources.kinds import kind_name
from library.resources.models import Resource
from library.review import queries, services
from library.review.access import InReview, RecordInReview, RecordToDecide
from library.review.checks import Severity, findings
from library.review.forms import PublicationForm, StepForm
from library.review.models import StepKind
from library.review.questions import GROUND, GROUND_QUESTION, QUESTIONS
from rmtc.accounts.signin import SignedIn, SiteUrl
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotAllowed
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk")
TypedStep = Annotated[Bound[StepForm], Depends(bind(StepForm))]
TypedPublication = Annotated[Bound[PublicationForm], Depends(bind(PublicationForm))]
DRAFTS = 25


@router.get("/reviews", name="review.list")
def show_reviews(page: Answer, by: SignedIn, session: Reads, number: int = 1) -> Response:
    """The drafts that wait for who asks, and the drafts that are their own."""
    total = queries.count_waiting(session, by)
    pages = max(1, -(-total // queries.PER_PAGE))
    number = min(max(number, 1), pages)
    return page.render(
        "library/review/list.html",
        waiting=queries.waiting(session, by, number),
        own=queries.own_drafts(session, by, DRAFTS),
        total=total,
        number=number,
        pages=pages,
        kind_name=kind_name,
    )


@router.get("/resources/{resource_id:int}/review", name="review.show")
def show_review(page: Answer, session: Reads, found: RecordInReview) -> Response:
    """What is to be said about a record before it is published, and what has been said."""
    check = queries.latest_check(session, found.resource.id)
    kept = {**check.answers, "note": check.note} if check else {}
    return _review_page(page, session, found, filled(kept))


@router.post("/resources/{resource_id:int}/review/steps", name="review.steps")
def take_step(
    page: Answer, by: SignedIn, found: RecordInReview, session: Writes, form: TypedStep, site: SiteUrl, resource_id: int
) -> Response:
    """Ask for a review, comment, or return a draft."""
    resource = resource_again(session, resource_id)
    if form.checked is None:
        return _review_page(page, session, replace(found, resource=resource), _said_of_step(form), 422)
    if form.checked.kind is StepKind.RETURNED and not found.may_decide:
        raise NotAllowed(_("A reviewer of the collection decides about this draft."))
    services.take_step(session, resource, form.checked, by=by, site_url=site)
    told = {
        StepKind.ASKED: _("The draft is sent to review."),
        StepKind.COMMENTED: _("Your comment is there."),
        StepKind.RETURNED: _("The draft is returned."),
    }
    return page.redirect("review.show", resource_id=resource_id, flash=told[form.checked.kind])


@router.post("/resources/{resource_id:int}/publication", name="desk.publication")
def publish(
    page: Answer,
    by: SignedIn,
    _found: RecordToDecide,
    session: Writes,
    form: TypedPublication,
    site: SiteUrl,
    resource_id: int,
) -> Response:
    """Publish a record, or only keep the answers about personal data."""
    resource = resource_again(session, resource_id)
    in_review = InReview(resource, may_decide=True, may_edit=may_curate(session, by, resource))
    if form.checked is None:
        return _review_page(page, session, in_review, form, 422)
    services.keep_answers(session, resource, form.checked, by=by)
    if form.checked.step == "keep":
        return page.redirect("review.show", resource_id=resource_id, flash=_("The answers are kept."))
    try:
        found = findings(session, resource, by)
        services.publish_reviewed(session, resource, found, form.checked.word, by=by, site_url=site)
    except FieldRefusal as refusal:
        return _review_page(page, session, in_review, form.refused(refusal), 422)
    return page.redirect("library.resource", resource_id=resource_id, flash=_("The record is published."))


def _said_of_step(form: Bound[Any]) -> Bound[Any]:
    """The error of a step stands at its text."""
    return Bound(form.typed, errors={"text": next(iter(form.errors.values()))})


def _review_page(page: Page, session: ReadSession, found: InReview, form: Bound[Any], status: int = 200) -> Response:
    resource: Resource = found.resource
    last = queries.last_decision(session, resource.id)
    return page.render(
        "library/review/review.html",
        status,
        form=form,
        resource=resource,
        may_decide=found.may_decide,
        may_edit=found.may_edit,
        findings=findings(session, resource, page.request.state.viewer),
        severities=Severity,
        questions=QUESTIONS,
        ground=(GROUND, GROUND_QUESTION),
        check=queries.latest_check(session, resource.id),
        steps=queries.steps_of(session, resource.id),
        is_waiting=bool(last and last.kind is StepKind.ASKED and resource.state == "draft"),
    )
