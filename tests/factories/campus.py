"""A small whole site, made by the services: one thing of each kind that a page is about, and people who may see it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from courses.attempts.queries import activity_of_run
from courses.attempts.services import start_attempt, submit_attempt
from courses.awards.models import Certificate
from courses.catalogue.models import Course, Edition
from courses.content.editions import publish_course
from courses.content.forms import SourceForm
from courses.content.models import Activity, CourseFile, Section
from courses.content.services import set_sources
from courses.curricula.models import Assessment, LearningOutcome, Module
from courses.enrolment.models import Enrolment
from courses.progress.forms import NoteForm
from courses.progress.models import Note
from courses.progress.services import add_note
from courses.questions.models import Question
from courses.quizzes.forms import QuizForm
from courses.quizzes.models import Attempt
from courses.quizzes.services import add_slots, ensure_quiz, save_quiz
from courses.runs.forms import RunDateForm
from courses.runs.models import CourseRun
from courses.runs.services import add_run_date
from library.collections.forms import CollectionForm, SubjectForm
from library.collections.models import Subject
from library.collections.services import add_collection, add_subject
from library.deposit.forms import DepositForm
from library.deposit.models import Deposit
from library.deposit.services import open_deposit
from library.gathering.forms import RepositoryForm
from library.gathering.models import PartnerRepository
from library.gathering.services import add_repository
from library.leave.forms import RequestForm
from library.leave.models import AccessRequest
from library.leave.services import ask_for_leave
from library.municipalities.registry import local_governments
from library.packages.models import Package
from library.packages.services import add_package
from library.plans.models import ActionPlan
from library.reading.forms import HighlightForm
from library.reading.models import Highlight
from library.reading.services import add_highlight
from library.removals.forms import RemovalForm
from library.removals.models import RemovalGround, RemovalRequest
from library.removals.services import ask_for_removal
from library.resources.models import AccessLevel, Creator, Resource, ResourceFile
from library.searches.forms import NewSearchForm
from library.searches.models import Letters, SavedSearch
from library.searches.services import save_search
from library.searches.tokens import token_of
from rmtc.accounts.models import Institution, Person, PersonState, RoleName, TicketPurpose
from rmtc.accounts.tickets import issue_ticket
from rmtc.clock import now, today
from rmtc.db import WriteSession
from rmtc.files.services import look_at
from rmtc.front.kinds import PostKind
from rmtc.front.models import Post
from rmtc.parts import ACTIVITY_KINDS
from rmtc.site import Site
from tests.factories.awards import Graded, a_graded_run, decide
from tests.factories.courses import a_learner, a_run, as_actor
from tests.factories.curricula import a_curriculum
from tests.factories.library import give_text, make_record, take_text
from tests.factories.plan_reviews import a_review
from tests.factories.plans import a_plan
from tests.factories.posts import make_post
from tests.factories.quizzes import DATA, a_question
from tests.factories.writing import a_lesson, a_picture, a_section, a_written_course
from tests.personas import Cast


@dataclass
class Campus:
    """What the pages are about."""

    site: Site
    cast: Cast
    session: WriteSession
    moment: datetime = field(default_factory=now)
    ministry: Institution = field(init=False)
    arta: Person = field(init=False)
    ada: Person = field(init=False)
    cora: Person = field(init=False)
    invited: Person = field(init=False)
    ticket: str = ""
    search: SavedSearch = field(init=False)
    stop_token: str = ""
    highlight: Highlight = field(init=False)
    course: Course = field(init=False)
    section: Section = field(init=False)
    lesson: Activity = field(init=False)
    reading: Activity = field(init=False)
    handout: Activity = field(init=False)
    readings: Activity = field(init=False)
    quiz: Activity = field(init=False)
    picture: CourseFile = field(init=False)
    questions: list[Question] = field(default_factory=list)
    edition: Edition = field(init=False)
    run: CourseRun = field(init=False)
    enrolment: Enrolment = field(init=False)
    note: Note = field(init=False)
    attempt: Attempt = field(init=False)
    review: Attempt = field(init=False)
    graded: Graded = field(init=False)
    certificate: Certificate = field(init=False)
    parts: dict[str, int] = field(default_factory=dict)
    posts: dict[PostKind, Post] = field(default_factory=dict)
    record: Resource = field(init=False)
    file: ResourceFile = field(init=False)
    deposit: Deposit = field(init=False)
    closed: Resource = field(init=False)
    request: AccessRequest = field(init=False)
    package: Package = field(init=False)
    removal: RemovalRequest = field(init=False)
    repository: PartnerRepository = field(init=False)
    maker: Creator = field(init=False)
    subject: Subject = field(init=False)
    plan: ActionPlan = field(init=False)
    older_plan: ActionPlan = field(init=False)
    governments: list[str] = field(default_factory=list)


def a_campus(session: WriteSession, cast: Cast, site: Site, folder: Path) -> Campus:
    """Everything in its place, in the order in which things need each other."""
    campus = Campus(site, cast, session)
    _people(campus)
    _library(campus, folder)
    _writing(campus)
    _teaching(campus)
    _posts(campus)
    session.commit()
    return campus


def _people(campus: Campus) -> None:
    cast, session = campus.cast, campus.session
    campus.ministry, campus.arta, campus.ada = cast.ministry, cast.arta, cast.ada
    campus.cora = cast.make("Cora Coordinator", RoleName.COORDINATOR, institution=cast.ministry)
    campus.invited = cast.make("Ines Invited")
    campus.invited.state = PersonState.INVITED
    campus.ticket = issue_ticket(session, campus.invited, TicketPurpose.INVITATION)
    assert cast.elena and cast.ivana and cast.stranger  # made now, not in the middle of a page


def _library(campus: Campus, folder: Path) -> None:
    session = campus.session
    by = as_actor(campus.cast.elena, ("librarian", "", 0))
    partner = RepositoryForm(name="Partner repository", address="https://partner.example/oai")
    campus.repository = add_repository(session, partner, by=by)
    add_collection(session, CollectionForm(key="shelf", titles={"en": "A shelf"}), by=by)
    campus.subject = add_subject(session, SubjectForm(key="returns", labels={"en": "Returns"}), by=by)
    about = {"collections": ["shelf"], "subjects": ["returns"], "creators": ["Office for Migration"]}
    taken = take_text(session, campus.site, "Returns are counted.", title="Returns in figures", **about)
    cover = folder / "cover.webp"
    cover.write_bytes(b"RIFF\x04\x00\x00\x00WEBP")
    give_text(session, campus.site, taken, ["Returns are counted."], cover)
    assert taken.file is not None
    campus.record, campus.file = taken.resource, taken.file
    campus.deposit = open_deposit(session, DepositForm(collection="shelf"), by=by)
    removal = RemovalForm(name="Ana", email="ana@test.example", ground=RemovalGround.RIGHTS, text="It is ours, please.")
    places = {"to": "centre@test.example", "address": "", "site_url": ""}
    campus.removal = ask_for_removal(session, campus.record, removal, **places)
    campus.package = add_package(session, look_at(cover, "crowd-package.zip"), by=by)
    campus.maker = session.query(Creator).filter_by(name="Office for Migration").one()
    campus.governments = [government.key for government in local_governments()]
    campus.older_plan = a_plan(session, years=(2019, 2022), groups=["roma"])
    campus.plan = a_plan(session, groups=["returnees"], replaces_id=campus.older_plan.resource_id)
    a_review(session, campus.plan, campus.plan.starts.year, text="Crowd review", report_id=campus.record.id)
    closed = {"title": "Returns behind a door", "files_access": AccessLevel.STAFF}
    campus.closed = take_text(session, campus.site, "Closed.", name="closed.txt", **closed).resource
    asking = RequestForm(name="Crowd asker", email="asker@test.example", reason="To know more of returns.")
    campus.request = ask_for_leave(session, campus.closed, asking, by=None, address="")
    make_record(session, "Returns, the sequel", subjects=["returns"])
    form = NewSearchForm(name="Returns, weekly", query="q=returns&subject=returns", letters=Letters.WEEKLY)
    campus.search = save_search(session, form, [campus.record.id], by=as_actor(campus.arta))
    quoted = HighlightForm(page=1, quote="Returns are counted")
    campus.highlight = add_highlight(session, campus.record, campus.file, quoted, by=as_actor(campus.arta))
    campus.stop_token = token_of(campus.site.settings.key(), campus.search, "stop")


def _writing(campus: Campus) -> None:
    """A course of every kind of activity, published."""
    session, cast = campus.session, campus.cast
    by = as_actor(cast.mira, ("manager", "", 0))
    version = a_curriculum(session, by, code="DR")
    for name, table in (("outcomes", LearningOutcome), ("modules", Module), ("assessments", Assessment)):
        campus.parts[name] = session.scalars(select(func.min(table.id)).where(table.version_id == version.id)).one()
    campus.course = course = a_written_course(session, by, slug="returns-in-practice", title="Returns in practice")
    cast.give(cast.marko, RoleName.TRAINER, "course", course.id)
    campus.picture = a_picture(session, campus.site.settings, course, by)
    campus.section = a_section(session, course, by)
    campus.lesson = a_lesson(session, campus.section, by)
    set_sources(session, campus.lesson, [SourceForm(resource_id=campus.record.id, locator="p. 1")], by=by)
    about = {"resource_id": campus.record.id, "pages": "1", "page": 1}
    campus.reading = a_lesson(session, campus.section, by, "Read it", kind="reading", settings=about)
    campus.handout = a_lesson(session, campus.section, by, "A handout", kind="file", settings={"file": "line.svg"})
    campus.readings = a_lesson(session, campus.section, by, "What to read", kind="readings")
    set_sources(session, campus.readings, [SourceForm(resource_id=campus.record.id, page=1, required=True)], by=by)
    campus.quiz = a_lesson(session, campus.section, by, "Check yourself", kind="quiz", body="")
    campus.questions = [a_question(session, course, kind) for kind in DATA]
    ensure_quiz(session, campus.quiz, by=by)
    save_quiz(session, campus.quiz, QuizForm(minutes=30, marks=True, right=True, feedback=True), by=by)
    add_slots(session, campus.quiz, [question.id for question in campus.questions], by=by)
    campus.edition = publish_course(session, course, ACTIVITY_KINDS, "First", by=by)
    session.commit()


def _teaching(campus: Campus) -> None:
    """A run with a learner, whom another run has given a certificate."""
    session, cast = campus.session, campus.cast
    manager, arta = as_actor(cast.mira, ("manager", "", 0)), as_actor(cast.arta)
    campus.run = a_run(session, campus.edition, cast.mira)
    cast.give(cast.marko, RoleName.TRAINER, "run", campus.run.id)
    campus.enrolment = a_learner(session, campus.run, cast.arta, cast.mira)
    day = RunDateForm(title="Meeting", starts=campus.moment + timedelta(2), place="Plandište")
    add_run_date(session, campus.run, day, by=manager)
    campus.note = add_note(session, campus.run.id, campus.lesson.id, NoteForm(text="A note of mine"), by=arta)
    activity = activity_of_run(session, campus.run, campus.quiz.id)
    assert activity is not None
    campus.review = start_attempt(session, campus.enrolment, campus.run, activity, by=arta)
    submit_attempt(session, campus.review, by=arta)
    campus.attempt = start_attempt(session, campus.enrolment, campus.run, activity, by=arta)
    campus.graded = a_graded_run(session, cast)
    decide(session, campus.graded, f"{campus.graded.arta.id}:passed")
    campus.certificate = session.query(Certificate).one()
    session.commit()


def _posts(campus: Campus) -> None:
    by = as_actor(campus.cast.mira, ("manager", "", 0))
    for kind in PostKind:
        facts: dict[str, Any] = {"starts": today()} if kind is PostKind.EVENT else {}
        campus.posts[kind] = make_post(campus.session, f"The {kind} of today", kind, by=by, **facts)
