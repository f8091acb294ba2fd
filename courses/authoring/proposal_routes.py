"""Proposing a file of a course for the library."""

from fastapi import Response

from courses.catalogue.access import CourseToEdit
from courses.catalogue.models import Course
from courses.content.models import CourseFile
from courses.content.proposing import propose_file
from rmtc.accounts.signin import SignedIn, SiteUrl
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.pages import Answer
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/teach/courses/{slug}/files")


@router.post("/{file_id:int}/proposal", name="authoring.propose_file")
def propose(
    page: Answer, actor: SignedIn, course: CourseToEdit, session: Writes, file_id: int, site: SiteUrl
) -> Response:
    """Propose a file for the library."""
    course = session.get_one(Course, course.id)
    file = session.get(CourseFile, file_id)
    if file is None or file.course_id != course.id:
        raise NotFound(_("This course has no such file."))
    propose_file(session, course, file, by=actor, site_url=site)
    said = _("The librarians have it now; it is found in the library once it is reviewed and published.")
    return page.redirect("authoring.files", slug=course.slug, flash=said)
