"""Sections and activities for those who write their course: dependencies that load and authorise in one step."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from courses.catalogue.access import authorise_writing
from courses.catalogue.models import Course
from courses.content.models import Activity, Section
from courses.content.queries import activity_with_course, section_with_course
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads

LARGEST_ID = 2**31


@dataclass(frozen=True)
class Written:
    """An activity with the course it belongs to."""

    activity: Activity
    course: Course


def section_to_edit(section_id: int, session: Reads, actor: SignedIn) -> Section:
    """A section for those who write its course."""
    section = section_with_course(session, section_id) if section_id < LARGEST_ID else None
    if section is None:
        raise NotFound(_("There is no such section."))
    authorise_writing(actor, section.course_id)
    return section


SectionToEdit = Annotated[Section, Depends(section_to_edit)]


def activity_to_edit(activity_id: int, session: Reads, actor: SignedIn) -> Written:
    """An activity for those who write its course."""
    found = activity_with_course(session, activity_id) if activity_id < LARGEST_ID else None
    if found is None:
        raise NotFound(_("There is no such activity."))
    authorise_writing(actor, found[1].id)
    return Written(*found)


ActivityToEdit = Annotated[Written, Depends(activity_to_edit)]
