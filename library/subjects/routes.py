"""The thesaurus: for readers to look through, for librarians to keep, for machines as SKOS."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse

from library.collections.labels import label
from library.collections.models import Subject
from library.collections.queries import terms_beginning
from library.collections.services import add_subject
from library.desk.access import Librarian
from library.resources.policies import is_staff
from library.subjects import queries
from library.subjects.exports import FORMS, NAMES, thesaurus
from library.subjects.forms import CONCEPT_FORM, LANGUAGES, ConceptForm, input_name, shown
from library.subjects.services import edit_subject
from rmtc.accounts.signin import Visitor
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _
from rmtc.paging import page_of
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()
ON_A_PAGE = 100
TO_CHOOSE = 200
"""So many subjects fit into a list to choose from; of more a name is typed."""
TypedConcept = Annotated[Bound[ConceptForm], Depends(bind(CONCEPT_FORM))]


def subject_to_see(session: Reads, key: str) -> Subject:
    """A concept; 404 when there is none."""
    subject = queries.subject_with_key(session, key[:80])
    if subject is None:
        raise NotFound(_("There is no such subject."))
    return subject


SubjectToSee = Annotated[Subject, Depends(subject_to_see)]


def subject_to_keep(_actor: Librarian, subject: SubjectToSee) -> Subject:
    """A concept for those who keep the library."""
    return subject


SubjectToKeep = Annotated[Subject, Depends(subject_to_keep)]


@router.get("/library/subjects", name="subjects.tree")
def show_tree(page: Answer, session: Reads, visitor: Visitor, number: int = 1) -> Response:
    """Every subject in its place, with what is found under it; a long thesaurus page by page."""
    counts = queries.counts_under(session, visitor)
    found = page_of(queries.tree(session, counts), number, ON_A_PAGE)
    return page.render("library/subjects.html", forms=NAMES, found=found, named=_named, is_staff=is_staff(visitor))


@router.get("/library/subjects.{form}", name="subjects.skos")
def send_skos(request: Request, session: Reads, form: str) -> Response:
    """The thesaurus as SKOS in one of three forms."""
    if form not in FORMS:
        raise NotFound(_("The thesaurus comes as rdf, ttl or jsonld."))
    media_type, write = FORMS[form]
    said = thesaurus(*queries.everything(session), request.app.state.settings.site_url)
    return Response(write(said), media_type=media_type, headers={"cache-control": "public, max-age=3600"})


@router.get("/library/subjects/{key}", name="subjects.subject")
def show_subject(page: Answer, session: Reads, visitor: Visitor, subject: SubjectToSee) -> Response:
    """A subject: its names, what stands over, under and beside it."""
    return page.render(
        "library/subject.html",
        subject=subject,
        named=_named,
        is_staff=is_staff(visitor),
        broader=queries.broader(session, subject),
        narrower=queries.narrower(session, subject),
        related=queries.related_subjects(session, subject),
        matches=queries.matches_of(session, subject),
    )


@router.get("/desk/subjects/suggestions", name="subjects.suggestions")
def suggest(_by: Librarian, session: Reads, q: str = "") -> Response:
    """Names of subjects that hold what is being typed."""
    return JSONResponse({"suggestions": terms_beginning(session, q[:200])}, headers={"cache-control": "no-store"})


@router.get("/desk/subjects/new", name="subjects.new")
def show_new(page: Answer, _by: Librarian, session: Reads, under: str = "") -> Response:
    """The form for a new subject."""
    return _form_page(page, session, None, filled({"parent": under[:80]}))


@router.post("/desk/subjects", name="subjects.add")
def add(page: Answer, by: Librarian, session: Writes, form: TypedConcept) -> Response:
    """Add a subject."""
    if form.checked is None:
        return _form_page(page, session, None, form, 422)
    try:
        subject = add_subject(session, form.checked.subject_form(), by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form_page(page, session, None, form.refused(refusal), 422)
    return page.redirect("subjects.subject", key=subject.key, flash=_("The subject is saved."))


@router.get("/desk/subjects/{key}", name="subjects.edit_form")
def show_edit(page: Answer, session: Reads, subject: SubjectToKeep) -> Response:
    """The form of a subject."""
    parent = session.get(Subject, subject.parent_id) if subject.parent_id else None
    return _form_page(page, session, subject, filled(shown(subject, parent)))


@router.post("/desk/subjects/{key}", name="subjects.edit")
def edit(
    page: Answer, by: Librarian, _subject: SubjectToKeep, session: Writes, form: TypedConcept, key: str
) -> Response:
    """Save a subject; its key stays."""
    subject = queries.subject_with_key(session, key)
    assert subject is not None
    if form.checked is None:
        return _form_page(page, session, subject, form, 422)
    try:
        edit_subject(session, subject, form.checked.subject_form(subject), by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _form_page(page, session, queries.subject_with_key(session, key), form.refused(refusal), 422)
    return page.redirect("subjects.subject", key=subject.key, flash=_("The subject is saved."))


def _form_page(
    page: Page, session: ReadSession, subject: Subject | None, form: Bound[Any], status: int = 200
) -> Response:
    codes = [(code, languages.language_name(code)) for code in LANGUAGES]
    branches = queries.tree(session, {})
    parents = [(one.subject.key, "  " * one.depth + _named(one.subject)) for one in branches]
    return page.render(
        "library/subject_form.html", status, form=form, subject=subject, codes=codes, input_name=input_name,
        named=_named,
        are_many=len(branches) > TO_CHOOSE,
        parents=[each for each in parents if subject is None or each[0] != subject.key],
    )  # fmt: skip


def _named(subject: Subject) -> str:
    return label(subject.labels, languages.current(), subject.key).text
