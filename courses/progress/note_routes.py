"""A learner's own notes beside a lesson; with a script only the notes are replaced, else the page is loaded again."""

from typing import Annotated

from fastapi import Depends, Response

from courses.enrolment.access import Place, RunToLearn
from courses.progress import services
from courses.progress.forms import NoteForm
from courses.progress.models import Note
from courses.progress.queries import note_of, notes_of
from courses.progress.routes import ActivityToLearn
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router()

TypedNote = Annotated[Bound[NoteForm], Depends(bind(NoteForm))]


async def _leaving_notes(place: RunToLearn) -> Place:
    if place.only_looks:
        raise NotAllowed(_("You look at this course without learning in it, so nothing is kept."))
    return place


def note_to_edit(note_id: int, session: Reads, actor: SignedIn) -> Note:
    """A note of one's own."""
    note = note_of(session, actor.id, note_id)
    if note is None:
        raise NotFound
    return note


NoteToEdit = Annotated[Note, Depends(note_to_edit)]


@router.post("/runs/{run_id}/activities/{activity_id}/notes", name="progress.add_note")
def add_note(
    page: Answer,
    actor: SignedIn,
    place: Annotated[Place, Depends(_leaving_notes)],
    activity: ActivityToLearn,
    session: Writes,
    form: TypedNote,
) -> Response:
    """Keep a note."""
    run_id, activity_id = place.run.id, activity.activity_id
    if form.checked is not None:
        services.add_note(session, run_id, activity_id, form.checked, by=actor)
        form = Bound()
    return _answer(page, session, actor.id, (run_id, activity_id), form)


@router.get("/notes/{note_id}", name="progress.note")
def show_note(page: Answer, note: NoteToEdit) -> Response:
    """The form to change a note."""
    return page.render("courses/progress/note.html", note=note, form=filled({"text": note.text}))


@router.post("/notes/{note_id}", name="progress.edit_note")
def edit_note(page: Answer, note: NoteToEdit, _session: Writes, form: TypedNote) -> Response:
    """Change a note."""
    if form.checked is None:
        return page.render("courses/progress/note.html", 422, note=note, form=form)
    services.edit_note(note, form.checked)
    return _back(page, note.run_id, note.activity_id)


@router.post("/notes/{note_id}/removal", name="progress.delete_note")
def delete_note(page: Answer, actor: SignedIn, note: NoteToEdit, session: Writes) -> Response:
    """Remove a note."""
    place = note.run_id, note.activity_id
    services.delete_note(session, note)
    return _answer(page, session, actor.id, place, Bound())


def _answer(page: Answer, session: Writes, person_id: int, place: tuple[int, int], form: Bound[NoteForm]) -> Response:
    run_id, activity_id = place
    if not form.errors and not page.is_fragment:
        return _back(page, run_id, activity_id)
    session.flush()
    notes = notes_of(session, person_id, run_id, activity_id)
    status = 422 if form.errors else 200
    return page.render(
        "courses/progress/notes.html",
        status,
        block="notes",
        notes=notes,
        run_id=run_id,
        activity_id=activity_id,
        form=form,
    )


def _back(page: Answer, run_id: int, activity_id: int) -> Response:
    return page.redirect("progress.activity", anchor="notes", run_id=run_id, activity_id=activity_id)
