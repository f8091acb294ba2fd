"""Reviewing: asking, commenting, returning, answering about personal data, publishing."""

from collections.abc import Iterable

from library.resources.models import Resource, ResourceState
from library.resources.services import publish_resource
from library.review import queries
from library.review.checks import Finding, Severity
from library.review.forms import PublicationForm, StepForm
from library.review.models import PersonalDataCheck, ReviewStep, StepKind
from library.review.questions import ASKED_OF, OPEN, what_is_missing
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Person, PersonState
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.mail.services import post

GREETING = mark("Dear %(name)s,")
RETURNED = mark("Your draft “%(title)s” was returned by %(by)s:")
PUBLISHED = mark("Your draft “%(title)s” was published by %(by)s.")
CLOSING = mark("The library of the RMTC")
SUBJECTS = {StepKind.RETURNED: mark("Your draft was returned"), StepKind.PUBLISHED: mark("Your draft was published")}


def take_step(session: WriteSession, resource: Resource, form: StepForm, *, by: Actor, site_url: str) -> ReviewStep:
    """Ask for a review, comment, or return a draft with a sentence; its submitter learns of a return by mail."""
    last = queries.last_decision(session, resource.id)
    is_waiting = resource.state is ResourceState.DRAFT and last is not None and last.kind is StepKind.ASKED
    if resource.state is not ResourceState.DRAFT and form.kind is not StepKind.COMMENTED:
        raise Refusal(_("Only a draft can be reviewed."))
    if form.kind is StepKind.ASKED and is_waiting:
        raise Refusal(_("This draft waits for its review already."))
    if form.kind is StepKind.RETURNED and not is_waiting:
        raise Refusal(_("Nobody has sent this draft to review."))
    step = _note(session, resource, form.kind, form.text, by)
    if form.kind is StepKind.RETURNED and last is not None:
        _tell(session, resource, step, last.by, by, site_url)
    return step


def keep_answers(session: WriteSession, resource: Resource, form: PublicationForm, *, by: Actor) -> None:
    """Keep what was answered about personal data, if that is something new."""
    before = queries.latest_check(session, resource.id)
    if not form.answers or (before is not None and (before.answers, before.note) == (form.answers, form.note)):
        return
    session.add(
        PersonalDataCheck(resource_id=resource.id, answers=form.answers, note=form.note, by=by.id or None, at=now())
    )
    session.flush()
    record(session, "resource.personal_data_considered", ("resource", resource.id), by=by.id, answers=form.answers)


def publish_reviewed(
    session: WriteSession, resource: Resource, found: Iterable[Finding], word: str, *, by: Actor, site_url: str
) -> Resource:
    """Publish a record that no error stops; where something warns, with a word. Its submitter learns of it by mail."""
    severities = {finding.severity for finding in found}
    if Severity.ERROR in severities:
        raise FieldRefusal("form", _("Something stops this record from being published; it is named below."))
    if Severity.WARNING in severities and not word:
        raise FieldRefusal("word", _("Please say in a word why it is published all the same."))
    last = queries.last_decision(session, resource.id)
    publish_resource(session, resource, by=by)
    step = _note(session, resource, StepKind.PUBLISHED, word, by)
    if last is not None and last.kind is StepKind.ASKED:
        _tell(session, resource, step, last.by, by, site_url)
    return resource


def publishable(session: ReadSession, resources: Iterable[Resource]) -> set[int]:
    """The ids of those records that no question about personal data stops from being published, in one query."""
    asked = {resource.id for resource in resources if resource.kind in ASKED_OF}
    checks = queries.latest_checks(session, asked)
    missing = {number: what_is_missing(one.answers, one.note) for number, one in checks.items()}
    return {resource.id for resource in resources if resource.id not in asked or not missing.get(resource.id, OPEN)}


def _note(session: WriteSession, resource: Resource, kind: StepKind, text: str, by: Actor) -> ReviewStep:
    step = ReviewStep(resource_id=resource.id, kind=kind, text=text, by=by.id or None, at=now())
    session.add(step)
    session.flush()
    record(session, f"review.{kind}", ("resource", resource.id), by=by.id, step=step.id)
    return step


def _tell(
    session: WriteSession, resource: Resource, step: ReviewStep, person_id: int | None, by: Actor, site_url: str
) -> None:
    person = session.get(Person, person_id) if person_id and person_id != by.id else None
    if person is None or person.state is not PersonState.ACTIVE:
        return
    said = RETURNED if step.kind is StepKind.RETURNED else PUBLISHED
    page = f"/desk/resources/{resource.id}/review" if step.kind is StepKind.RETURNED else f"/library/{resource.id}"
    with speaking(person.language):
        first = _(said) % {"title": resource.title, "by": by.name}
        parts = (_(GREETING) % {"name": person.name}, first, step.text, f"{site_url}{page}", _(CLOSING))
        text = "\n\n".join(part for part in parts if part) + "\n"
        post(session, to=person.email, subject=_(SUBJECTS[step.kind]), text=text, language=person.language)
