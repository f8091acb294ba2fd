"""A document of a course proposed for the library."""

import pytest
from sqlalchemy import select

from courses.content.services import add_course_file
from library.resources.models import Resource, ResourceFile, ResourceState
from library.review.models import ReviewStep
from rmtc.accounts.models import RoleName
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from tests.factories.courses import as_actor
from tests.factories.writing import a_written_course


@pytest.fixture
def place(session, cast, settings, tmp_path):
    """The address where a handout of a course is proposed that Marko trains."""
    by = as_actor(cast.mira, ("manager", "", 0))
    course = a_written_course(session, by, title="Returns in practice")
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    path = tmp_path / "hand-out.txt"
    path.write_text("Words to keep.")
    stored = keep_file(session, open_store(settings), path)
    file = add_course_file(session, course, "hand-out_one.txt", stored, by=by)
    session.commit()
    return f"/teach/courses/{course.slug}/files", f"/teach/courses/{course.slug}/files/{file.id}/proposal"


def test_a_file_becomes_a_draft_that_waits_for_its_review(browse, session, cast, place) -> None:
    page, path = place
    assert f'action="{path}"' in browse(cast.marko).get(page).text
    answer = browse(cast.marko).post(path)
    assert "The librarians have it now" in answer.text
    draft = session.scalars(select(Resource)).one()
    assert (draft.title, draft.state, draft.access) == ("hand out one", ResourceState.DRAFT, "staff")
    assert session.scalars(select(ResourceFile.name)).all() == ["hand-out_one.txt"]
    step = session.scalars(select(ReviewStep)).one()
    assert (step.kind, step.by) == ("asked", cast.marko.id) and "Returns in practice" in step.text
    assert "hand out one" in browse(cast.elena).get("/desk/resources?state=draft").text
    assert browse(cast.arta).get(f"/library/{draft.id}").status_code == 404

    assert browse(cast.marko).post(path).status_code == 409
    assert len(session.scalars(select(Resource)).all()) == 1


def test_only_those_who_write_the_course_propose(browse, visitor, session, cast, place) -> None:
    _page, path = place
    assert visitor.post(path).status_code == 401
    assert browse(cast.stranger).post(path).status_code in {403, 404}
    assert browse(cast.arta).post(path).status_code in {403, 404}
    assert browse(cast.marko).post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browse(cast.marko).post(path.replace("/proposal", "9/proposal")).status_code == 404
    assert session.scalars(select(Resource)).all() == []
