"""Publishing makes an edition that never changes."""

import pytest

from courses.catalogue.models import Course, CourseState
from courses.content import services
from courses.content.editions import has_kept_its_digest, publish_course
from courses.content.forms import ActivityForm, SectionForm
from courses.content.kinds.page import PAGE
from courses.content.kinds.reading import READING
from courses.content.models import Activity
from courses.content.queries import activities_of_edition
from courses.content.rendering import renderer
from rmtc.db import WriteSession
from rmtc.errors import Refusal
from tests.factories.courses import a_course, as_actor
from tests.factories.library import make_record
from tests.personas import Cast

KINDS = {"page": PAGE, "reading": READING}
BODY = "## Who is counted\n\nPeople, then stays. See [[lib:12#p=3|page 3]].\n\n<script>alert(1)</script>\n"


def a_lesson(session: WriteSession, cast: Cast, body: str = BODY) -> Activity:
    by = as_actor(cast.mira)
    body = body.replace("lib:12", f"lib:{make_record(session).id}")
    section = services.add_section(session, a_course(session), SectionForm(title="Evidence"), by=by)
    return services.add_activity(session, section, ActivityForm(kind="page", title="Counting", body=body), by=by)


def test_an_edition_holds_the_page_as_safe_html(session: WriteSession, cast: Cast) -> None:
    lesson = a_lesson(session, cast)
    course = _course(session, lesson)

    edition = publish_course(session, course, KINDS, "First", by=as_actor(cast.mira))

    (published,) = activities_of_edition(session, edition.id)
    assert (published.number, published.section_title, published.activity_id) == ("1.1", "Evidence", lesson.id)
    assert "<script" not in published.html and '/read#page=3">page 3</a>' in published.html
    assert course.state is CourseState.PUBLISHED and has_kept_its_digest(session, edition)


def _course(session: WriteSession, activity: Activity) -> Course:
    return session.get_one(Course, activity.course_id)


def test_an_edition_refuses_to_change(session: WriteSession, cast: Cast) -> None:
    lesson = a_lesson(session, cast)
    edition = publish_course(session, _course(session, lesson), KINDS, by=as_actor(cast.mira))
    (published,) = activities_of_edition(session, edition.id)
    published.title = "Another"
    with pytest.raises(Refusal, match="never changes"):
        session.flush()
    session.rollback()


def test_what_is_edited_later_needs_a_new_edition(session: WriteSession, cast: Cast) -> None:
    by = as_actor(cast.mira)
    lesson = a_lesson(session, cast)
    course = _course(session, lesson)
    first = publish_course(session, course, KINDS, by=by)
    with pytest.raises(Refusal, match="Nothing has changed"):
        publish_course(session, course, KINDS, by=by)

    form = ActivityForm(kind="page", title="Counting people", body=lesson.body)
    services.edit_activity(session, lesson, form, by=by)
    second = publish_course(session, course, KINDS, by=by)

    assert [one.title for one in activities_of_edition(session, first.id)] == ["Counting"]
    assert [one.title for one in activities_of_edition(session, second.id)] == ["Counting people"]


def test_what_is_not_ready_is_named(session: WriteSession, cast: Cast) -> None:
    by = as_actor(cast.mira)
    empty = a_course(session)
    with pytest.raises(Refusal, match="no activity yet"):
        publish_course(session, empty, KINDS, by=by)
    lesson = a_lesson(session, cast, body=" ")
    with pytest.raises(Refusal, match="“Counting” has no text yet"):
        publish_course(session, _course(session, lesson), KINDS, by=by)


def test_activities_move_and_come_back(session: WriteSession, cast: Cast) -> None:
    by = as_actor(cast.mira)
    first = a_lesson(session, cast)
    section = services.add_section(session, _course(session, first), SectionForm(title="Services"), by=by)
    second = services.add_activity(session, section, ActivityForm(kind="page", title="Second", body="Text"), by=by)
    services.place_activity(session, first, section, 0, by=by)
    assert (first.section_id, first.position, second.position) == (section.id, 1, 2)
    services.remove_activity(session, first, by=by)
    services.restore_activity(session, first, by=by)
    assert first.position == 3


def test_references_lead_to_files_and_activities_of_the_course(session: WriteSession) -> None:
    course = a_course(session)

    html = renderer(course)(
        "![Map](a%20map.png) [Data](course-file:a%20map.png) [Next](course-item:12) [Gone](course-item:x)"
    )

    assert html.count(f'"/courses/{course.slug}/files/a%20map.png"') == 2
    assert 'href="../activities/12"' in html
    assert "course-" not in html.replace(course.slug, "") and "Gone" in html
