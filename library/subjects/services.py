"""Changing the thesaurus so that the search index follows."""

from sqlalchemy import select

from library.collections import services
from library.collections.forms import SubjectForm
from library.collections.models import Subject
from library.collections.ways import those_under
from library.resources.models import Resource, ResourceSubject
from library.resources.services import touch_all
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession


def edit_subject(session: WriteSession, subject: Subject, form: SubjectForm, *, by: Actor | None) -> Subject:
    """Change a concept; records about it are found by its new names, and counted under what now stands over it."""
    was = dict(subject.labels), subject.parent_id
    services.edit_subject(session, subject, form, by=by)
    if was != (form.labels, subject.parent_id):
        tell_records(session, subject.id)
    return subject


def tell_records(session: WriteSession, subject_id: int) -> None:
    """Let the index learn anew of the records about a concept or a narrower one."""
    about = select(ResourceSubject.resource_id).where(ResourceSubject.subject_id.in_(those_under(subject_id)))
    if session.scalar(about.limit(1)) is not None:
        touch_all(session, Resource.id.in_(about))
