"""A site with something of everything, for tests that go through all its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from courses.content.editions import publish_course
from library.finding.indexing import bring_up_to_date, index_of, rebuild
from rmtc.accounts.models import RoleName
from rmtc.config import Settings
from rmtc.parts import ACTIVITY_KINDS
from tests.conftest import OneConnection
from tests.factories.campus import a_campus
from tests.factories.courses import a_learner, a_run, as_actor
from tests.factories.library import make_record
from tests.factories.writing import a_lesson, a_section, a_written_course
from tests.lasting import lasting_site
from tests.personas import Cast
from tests.rmtc.web.absurd_forms import Walk


@pytest.fixture
def things(session, cast) -> dict[str, object]:
    """A course with a run and a learner, and a record of the library, by the names that addresses call them."""
    by = as_actor(cast.mira, ("manager", "", 0))
    course = a_written_course(session, by)
    section = a_section(session, course, by)
    lesson = a_lesson(session, section, by)
    run = a_run(session, publish_course(session, course, ACTIVITY_KINDS, by=by), cast.mira)
    enrolment = a_learner(session, run, cast.arta, cast.mira)
    record = make_record(session, "Global Compact")
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    session.commit()
    return {
        "slug": course.slug,
        "course_id": course.id,
        "section_id": section.id,
        "activity_id": lesson.id,
        "run_id": run.id,
        "id": run.id,
        "enrolment_id": enrolment.id,
        "resource_id": record.id,
        "person_id": cast.arta.id,
        "language": "en",
    }


@pytest.fixture
def searchable(app: FastAPI, settings: Settings, database: OneConnection, things, tmp_path: Path) -> Iterator[None]:
    """An index of its own for the site of one test, so that its search answers."""
    index = index_of(settings.model_copy(update={"data": tmp_path}))
    rebuild(database, index)
    app.state.index = index
    yield
    index.close()


@pytest.fixture
def pages(things) -> list[str]:
    """Pages with forms, about things that are there."""
    teach, runs, lesson = f"/teach/courses/{things['slug']}", f"/teach/runs/{things['run_id']}", things["activity_id"]
    return [
        "/sign-in",
        "/register",
        "/password-reset",
        "/contact",
        "/account",
        "/account/tokens",
        "/account/security",
        "/account/second-step",
        "/teach/courses/new",
        f"{teach}/facts",
        teach,
        f"{teach}/editions",
        f"{teach}/questions/new",
        f"/teach/sections/{things['section_id']}",
        f"/teach/sections/{things['section_id']}/activities/new",
        f"/teach/sections/{things['section_id']}/activities/new?kind=reading",
        f"/teach/activities/{lesson}",
        f"/teach/activities/{lesson}/sources",
        f"/teach/courses/{things['course_id']}/runs/new",
        f"{runs}/settings",
        f"{runs}/dates",
        f"{runs}/enrolments",
        f"{runs}/grades/{things['enrolment_id']}",
        f"/runs/{things['run_id']}/activities/{lesson}",
        f"/records/runs/{things['run_id']}/decisions/new",
        "/manage/posts/new",
        "/manage/centre",
        "/manage/partners/new",
        "/manage/people/invitations",
        "/manage/people/imports",
        f"/manage/people/{things['person_id']}",
        "/manage/institutions/new",
        "/manage/nominations",
        "/curricula/new",
        "/desk/resources/new",
        f"/desk/resources/{things['resource_id']}",
    ]


@pytest.fixture(scope="module")
def walk(
    bare_app: FastAPI, settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walk]:
    """A walk through the forms of a small whole site, which all tests of a module share."""
    folder = tmp_path_factory.mktemp("absurd")
    with lasting_site(bare_app, settings, engine, folder) as (site, database, session):
        campus = a_campus(session, Cast(session), site, folder)
        bring_up_to_date(database, bare_app.state.index)
        yield Walk(bare_app, campus, database)
