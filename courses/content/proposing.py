"""Proposing a file of a course for the library: it becomes a draft there that waits for its review."""

from pathlib import PurePath

from courses.catalogue.models import Course
from courses.content.models import CourseFile
from library.resources.forms import ResourceForm
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.queries import records_with_content
from library.resources.services import add_file, add_resource, add_version
from library.review.forms import StepForm
from library.review.models import StepKind
from library.review.services import take_step
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from rmtc.files.models import StoredFile
from rmtc.i18n.texts import gettext as _


def propose_file(session: WriteSession, course: Course, file: CourseFile, *, by: Actor, site_url: str) -> Resource:
    """Make a draft of a course's file and ask for its review; refuses a second draft of one's own of the same content.

    Whether the library holds it otherwise is not told: the record may be closed. Its reviewers see that.
    """
    for one in records_with_content(session, file.sha256):
        if one.created_by == by.id and one.state is ResourceState.DRAFT:
            raise Refusal(_("You have proposed this file already; it waits for its review."))
    title = PurePath(file.name).stem.replace("_", " ").replace("-", " ").strip() or file.name
    form = ResourceForm(title=title, language=course.language, kind="training", access=AccessLevel.STAFF)
    draft = add_resource(session, form, by=by)
    version = add_version(session, draft, by=by)
    add_file(session, draft, version, session.get_one(StoredFile, file.sha256), file.name, by=by)
    said = _("Proposed from the course “%(title)s”.") % {"title": course.title}
    take_step(session, draft, StepForm(kind=StepKind.ASKED, text=said), by=by, site_url=site_url)
    record(session, "course.file_proposed", ("course", course.id), by=by.id, name=file.name, resource=draft.id)
    return draft
