"""The editor of activities: a form for each kind, with a preview."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from markupsafe import Markup

from courses.authoring.access import ActivityToEdit, SectionToEdit, Written
from courses.authoring.forms import FORMS, EditorForm, FileForm, ReadingForm
from courses.authoring.routes import rooms
from courses.authoring.words import kind_words
from courses.catalogue.models import Course
from courses.content import services
from courses.content.citations import with_numbers
from courses.content.forms import ActivityForm, PlaceForm
from courses.content.links import complaints, known_to, targets_of
from courses.content.models import ActivityDraft, Section
from courses.content.moving import move_activity
from courses.content.queries import course_file, draft_of, file_names, record_to_name, search_records
from courses.content.rendering import renderer
from courses.curricula.queries import whole_version
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal, NotFound, Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.numbers import is_number
from rmtc.web.forms import Bound, bind, check, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes, allow_body, whole_body
from rmtc.web.routing import Router

router = Router(prefix="/teach")
MANY = {"outcomes"}
LONG_TEXTS = Depends(allow_body(2))
"""200,000 Cyrillic letters take six bytes each in a form."""


async def typed_again(
    request: Request, written: ActivityToEdit, _body: Annotated[None, Depends(whole_body)]
) -> Bound[EditorForm]:
    """What was typed into the form of an activity that is there."""
    return check(FORMS[written.activity.kind], await request.form(), MANY)


async def typed_anew(
    request: Request, _section: SectionToEdit, kind: str, _body: Annotated[None, Depends(whole_body)]
) -> Bound[EditorForm]:
    """What was typed into the form of a new activity of a kind."""
    if kind not in FORMS:
        raise NotFound(_("There is no such kind of activity."))
    return check(FORMS[kind], await request.form(), MANY)


Again = Annotated[Bound[EditorForm], Depends(typed_again)]
Anew = Annotated[Bound[EditorForm], Depends(typed_anew)]


def show_editor(
    page: Page,
    session: ReadSession,
    course: Course,
    place: Written | Section,
    kind: str,
    form: Bound[Any],
    actor: Actor,
    *,
    draft: ActivityDraft | None = None,
    status: int = 200,
) -> Response:
    """The editor, filled with what is there or what was typed."""
    version = whole_version(session, course.curriculum_version_id) if course.curriculum_version_id else None
    return page.render(
        "courses/authoring/editor.html",
        status,
        course=course,
        activity=place.activity if isinstance(place, Written) else None,
        section_id=place.activity.section_id if isinstance(place, Written) else place.id,
        kind=kind_words(page)[kind],
        form=form,
        outcomes=version.outcomes if version else [],
        files=file_names(session, course.id) if kind == "file" else [],
        records=_records(session, form, actor, place) if kind == "reading" else [],
        draft=draft,
        rooms=rooms(page),
    )


def _records(session: ReadSession, form: Bound[Any], actor: Actor, place: Written | Section) -> list[tuple[int, str]]:
    """The records to choose from: the chosen one, and what was looked for."""
    words, chosen = str(form.typed.get("find", "")), str(form.typed.get("resource_id", ""))
    found = [(record.id, record.title) for record in search_records(session, words, actor)]
    if not is_number(chosen) or any(str(number) == chosen for number, _title in found):
        return found
    kept = record_to_name(session, int(chosen), actor)
    if kept is not None:
        return [(kept.id, kept.title), *found]
    return [(int(chosen), _("a document you may not open")), *found] if int(chosen) == _read_in(place) else found


def _read_in(place: Written | Section) -> int | None:
    """The record that an activity has read."""
    return place.activity.settings.get("resource_id") if isinstance(place, Written) else None


def _checked(
    session: ReadSession, course: Course, form: EditorForm, actor: Actor, place: Written | Section
) -> ActivityForm:
    """The activity as the services take it; refuses files that are not there, and records its author may not see.

    Whoever changes only the words of a reading need not see its record.
    """
    named = form.resource_id if isinstance(form, ReadingForm) else None
    if named is not None and named != _read_in(place) and record_to_name(session, named, actor) is None:
        raise FieldRefusal("resource_id", _("Choose a document from the library."))
    if isinstance(form, FileForm) and course_file(session, course.id, form.file) is None:
        raise FieldRefusal("file", _("Choose one of the files of the course."))
    made = form.activity()
    return made.model_copy(update={"body": with_numbers(session, made.body)})


@router.get("/sections/{section_id}/activities/new", name="authoring.new_activity")
def show_new(page: Answer, actor: SignedIn, session: Reads, section: SectionToEdit, kind: str = "page") -> Response:
    """The empty editor for an activity of a kind."""
    if kind not in FORMS:
        raise NotFound(_("There is no such kind of activity."))
    return show_editor(page, session, section.course, section, kind, filled({"required": "on"}), actor)


@router.post("/sections/{section_id}/activities", name="authoring.add_activity", dependencies=[LONG_TEXTS])
def add_activity(
    page: Answer, actor: SignedIn, section: SectionToEdit, form: Anew, kind: str, session: Writes, find: str = ""
) -> Response:
    """Add an activity at the end of a section; the button that looks into the library only looks."""
    course = session.get_one(Course, section.course_id)
    if find:
        return show_editor(page, session, course, section, kind, Bound(form.typed), actor)
    if form.checked is None:
        return show_editor(page, session, course, section, kind, form, actor, status=422)
    try:
        activity = services.add_activity(
            session, section, _checked(session, course, form.checked, actor, section), by=actor
        )
    except FieldRefusal as refusal:
        return show_editor(page, session, course, section, kind, form.refused(refusal), actor, status=422)
    if kind == "quiz" and "quizzes.edit" in rooms(page):
        return page.redirect("quizzes.edit", activity_id=activity.id, flash=_("Now choose its questions."))
    if kind == "readings":
        return page.redirect("authoring.sources", activity_id=activity.id, flash=_("Now choose what is read."))
    return page.redirect("authoring.activity", activity_id=activity.id, flash=_("It is part of the course now."))


@router.get("/activities/{activity_id}", name="authoring.activity")
def show_activity(
    page: Answer, actor: SignedIn, session: Reads, written: ActivityToEdit, draft: bool = False
) -> Response:
    """The editor with what is saved, or with one's own draft."""
    activity, kept = written.activity, draft_of(session, written.activity.id, actor.id)
    form = Bound(kept.typed) if kept and draft else saved(written)
    return show_editor(
        page, session, written.course, written, activity.kind, form, actor, draft=None if draft else kept
    )


def saved(written: Written) -> Bound[Any]:
    """The form with what is saved."""
    activity = written.activity
    values = {name: getattr(activity, name) for name in ("title", "minutes", "outcomes", "body")}
    more = {"required": "on" if activity.required else "", "seen": activity.updated_at.isoformat()}
    return filled(values | more | activity.settings)


@router.post("/activities/{activity_id}", name="authoring.edit_activity", dependencies=[LONG_TEXTS])
def edit_activity(
    page: Answer, actor: SignedIn, written: ActivityToEdit, form: Again, session: Writes, find: str = ""
) -> Response:
    """Save an activity; learners see it with the next edition."""
    course, kind = session.get_one(Course, written.activity.course_id), written.activity.kind
    if find:
        return show_editor(page, session, course, written, kind, Bound(form.typed), actor)
    if form.checked is None:
        return show_editor(page, session, course, written, kind, form, actor, status=422)
    try:
        checked = _checked(session, course, form.checked, actor, written)
        services.edit_activity(session, written.activity, checked, by=actor, seen=form.checked.seen)
    except FieldRefusal as refusal:
        return show_editor(page, session, course, written, kind, form.refused(refusal), actor, status=422)
    said = _("Saved. Learners see it when you publish the next edition.")
    return _back(page, session, written, f"activity-{written.activity.id}", said)


@router.post("/activities/{activity_id}/preview", name="authoring.preview", dependencies=[LONG_TEXTS])
def show_preview(page: Answer, session: Reads, written: ActivityToEdit, form: Again) -> Response:
    """What was typed as learners will read it; nothing is saved."""
    text = with_numbers(session, str(form.typed.get("body", "")))
    targets = targets_of(text)
    html = Markup(renderer(written.course)(text))  # noqa: S704 - render_markdown gives only safe HTML
    return page.render(
        "courses/authoring/preview.html",
        block="text",
        course=written.course,
        activity=written.activity,
        title=form.typed.get("title", ""),
        text=html,
        broken=complaints(targets, known_to(session, written.course, [targets])),
    )


@router.post("/activities/{activity_id}/place", name="authoring.move_activity")
def place_activity(
    page: Answer,
    actor: SignedIn,
    written: ActivityToEdit,
    session: Writes,
    form: Annotated[Bound[PlaceForm], Depends(bind(PlaceForm))],
) -> Response:
    """Move an activity."""
    if form.checked is None:
        raise Refusal(_("This is not a place in the course."))
    move_activity(session, written.activity, form.checked, by=actor)
    return _back(page, session, written, f"activity-{written.activity.id}")


@router.post("/activities/{activity_id}/removal", name="authoring.remove_activity")
def remove_activity(page: Answer, actor: SignedIn, written: ActivityToEdit, session: Writes) -> Response:
    """Take an activity out of the course."""
    services.remove_activity(session, written.activity, by=actor)
    return _back(page, session, written, "removed", _("It is removed. You can bring it back."))


@router.post("/activities/{activity_id}/return", name="authoring.restore_activity")
def restore_activity(page: Answer, actor: SignedIn, written: ActivityToEdit, session: Writes) -> Response:
    """Bring a removed activity back."""
    services.restore_activity(session, written.activity, by=actor)
    return _back(page, session, written, f"activity-{written.activity.id}", _("It is back in the course."))


def _back(page: Page, session: ReadSession, written: Written, anchor: str, flash: str = "") -> Response:
    course = session.get_one(Course, written.activity.course_id)
    query = {"section": written.activity.section_id, "activity": written.activity.id}
    return page.redirect("authoring.course", slug=course.slug, query=query, anchor=anchor, flash=flash)
