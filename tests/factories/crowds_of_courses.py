"""A site that has grown: courses, contents, runs, learners and certificates by the hundred."""

from datetime import date, timedelta
from itertools import cycle, product
from typing import Any

from sqlalchemy import select

from courses.awards.models import BoardDecision, Certificate, CertificateEvent, DecisionLine
from courses.catalogue.models import Course, CourseState, Edition, EditionActivity
from courses.content.models import Activity, ActivitySource, CourseFile, Section
from courses.curricula.models import Curriculum, CurriculumVersion, VersionState
from courses.enrolment.models import Enrolment, EnrolmentState, EnrolmentStep
from courses.grades.models import Grade, GradeItem
from courses.progress.models import ActivityProgress, Note
from courses.questions.models import Question, QuestionVersion
from courses.quizzes.models import Attempt, AttemptSlot, AttemptState, Quiz, QuizSlot
from courses.runs.models import CourseRun, RunDate, RunState, RunTrainer
from library.resources.models import Resource
from rmtc.clock import now, today
from rmtc.db import WriteSession
from tests.factories.campus import Campus
from tests.factories.crowds import MANY, PARTS
from tests.factories.rows import Row, add_rows, put_rows, stamped

IN_A_SECTION = 40
CITED = 400
"""How many records a course cites at most."""


def few(numbers: range) -> range:
    """As many of a range as parts of one thing may be."""
    return range(numbers.start, max(numbers.start, min(numbers.stop, PARTS)))


def courses(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Courses with a curriculum, an edition and a run each; Arta takes part in all, Marko teaches them."""
    some = range(numbers.start, min(numbers.stop, MANY))
    curricula = add_rows(session, Curriculum, [stamped(code=f"C{n}", title=f"Crowd {n:04}") for n in some])
    facts = {"number": 1, "state": VersionState.APPROVED, "level": 5, "ects": 2.0}
    versions = [stamped(curriculum_id=one, title=f"Crowd curriculum {n:04}", **facts)
                for n, one in zip(some, curricula, strict=True)]  # fmt: skip
    kept = add_rows(session, CurriculumVersion, versions)
    facts = {"state": CourseState.PUBLISHED, "language": "en"}
    rows = [stamped(slug=f"crowd-{n}", title=f"Crowd course {n:04}", curriculum_version_id=version, **facts)
            for n, version in zip(numbers, cycle(kept))]  # fmt: skip
    _runs(session, campus, numbers, add_rows(session, Course, rows))


def _runs(session: WriteSession, campus: Campus, numbers: range, courses: list[int]) -> None:
    moment, day = now(), today()
    editions = add_rows(session, Edition, [_edition(one, 1) for one in courses])
    put_rows(session, EditionActivity, [_step(one, 1, 1) for one in editions])
    rows = [
        stamped(
            course_id=course,
            edition_id=edition,
            code=f"CROWD-{n}",
            title=f"Crowd run {n:04}",
            state=RunState.FINISHED if n % 4 == 0 else RunState.OPEN,
            starts=day + timedelta(days=n % 60 - 20),
            ends=day + timedelta(days=n % 60 + 20),
            self_enrolment=True,
        )
        for n, course, edition in zip(numbers, courses, editions, strict=True)
    ]
    runs = add_rows(session, CourseRun, rows)
    put_rows(session, RunTrainer, [{"run_id": one, "person_id": campus.cast.marko.id} for one in runs])
    put_rows(session, RunDate, [{"run_id": one, "title": "Crowd day", "starts": moment + timedelta(3)} for one in runs])
    mine = [stamped(run_id=one, person_id=campus.arta.id, state=EnrolmentState.ACTIVE) for one in runs]
    ids = add_rows(session, Enrolment, mine)
    steps = [{"enrolment_id": one, "state": EnrolmentState.ACTIVE, "at": moment} for one in ids]
    put_rows(session, EnrolmentStep, steps)


def _edition(course_id: int, number: int) -> Row:
    return {"course_id": course_id, "number": number, "published_at": now(), "digest": "0" * 64, "note": "Crowd"}


def _step(edition_id: int, activity_id: int, place: int, section: int = 1) -> Row:
    """A lesson of an edition."""
    return {
        "edition_id": edition_id,
        "activity_id": activity_id,
        "position": place,
        "number": f"{section}.{place}",
        "section_number": section,
        "section_title": f"Crowd section {section}",
        "kind": "page",
        "title": f"Crowd lesson {place:04}",
        "minutes": 10,
        "required": True,
        "outcomes": [],
        "content": {},
        "html": "<p>Words.</p>",
    }


def contents(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Activities in sections of forty, questions, files and editions of the campus's course."""
    course = campus.course.id
    groups = range(numbers.start // IN_A_SECTION, -(-numbers.stop // IN_A_SECTION))
    sections = add_rows(
        session, Section, [{"course_id": course, "position": 10 + n, "title": f"Crowd section {n:02}"} for n in groups]
    )
    by_group = dict(zip(groups, sections, strict=True))
    facts = {"course_id": course, "kind": "page", "outcomes": [], "settings": {}, "body": "Words.", "updated_at": now()}
    rows = [
        {"section_id": by_group[n // IN_A_SECTION], "position": n, "title": f"Crowd lesson {n:04}", **facts}
        for n in numbers
    ]
    ids = add_rows(session, Activity, rows)
    steps = [_step(campus.edition.id, one, 10 + n, 2 + n // IN_A_SECTION) for n, one in zip(numbers, ids, strict=True)]
    put_rows(session, EditionActivity, steps)
    done = [
        {"enrolment_id": campus.enrolment.id, "activity_id": one, "opened_at": now()} for one in ids[: len(ids) // 2]
    ]
    put_rows(session, ActivityProgress, done)
    sha256 = campus.picture.sha256
    put_rows(session, CourseFile, [stamped(course_id=course, name=f"crowd-{n:04}.svg", sha256=sha256) for n in numbers])
    _editions(session, campus, numbers)
    _questions(session, campus, numbers)
    _parts(session, campus, numbers)


def _editions(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Editions, of which the newest holds as many lessons as there are records; the first hundreds cite one each."""
    newest = add_rows(session, Edition, [_edition(campus.course.id, 2 + n) for n in numbers])[-1]
    cited = session.scalars(select(Resource.id).where(Resource.title.startswith("Crowd record")).order_by(Resource.id))
    steps = [
        _step(newest, 1_000_000 + one, n, 1 + n // IN_A_SECTION)
        | {"content": {"sources": [{"resource_id": one}] if n <= CITED else []}}
        for n, one in enumerate(cited, 1)
    ]
    put_rows(session, EditionActivity, steps)


def _questions(session: WriteSession, campus: Campus, numbers: range) -> None:
    """A bank of questions, of which the quiz and its sittings ask some."""
    ids = add_rows(session, Question, [stamped(course_id=campus.course.id) for _ in numbers])
    model = session.query(QuestionVersion).filter_by(question_id=campus.questions[0].id).one()
    facts = {"number": 1, "kind": model.kind, "stem": model.stem, "data": model.data, "mark": 1.0}
    rows = [stamped(question_id=one, name=f"Crowd question {n:04}", **facts)
            for n, one in zip(numbers, ids, strict=True)]  # fmt: skip
    versions = add_rows(session, QuestionVersion, rows)
    quiz = session.query(Quiz).filter_by(activity_id=campus.quiz.id).one()
    asked = list(zip(few(numbers), ids, versions, strict=False))
    put_rows(session, QuizSlot, [{"quiz_id": quiz.id, "question_id": one, "position": 10 + n} for n, one, _ in asked])
    slots = [
        {"attempt_id": attempt.id, "position": 10 + n, "question_version_id": version, "mark": 1.0, "order": [0, 1, 2]}
        for attempt, (n, _, version) in product((campus.attempt, campus.review), asked)
    ]
    put_rows(session, AttemptSlot, slots)


def _parts(session: WriteSession, campus: Campus, numbers: range) -> None:
    """What belongs to one lesson, one run, one learner."""
    moment, some = now(), few(numbers)
    source = {"activity_id": campus.lesson.id, "resource_id": campus.record.id, "locator": "p. 2"}
    put_rows(session, ActivitySource, [source | {"position": 10 + n} for n in some])
    note = {"person_id": campus.arta.id, "run_id": campus.run.id, "activity_id": campus.lesson.id, "text": "Crowd note"}
    put_rows(session, Note, [stamped(updated_at=moment, **note) for _ in some])
    days = [{"run_id": campus.run.id, "title": f"Crowd day {n}", "starts": moment + timedelta(n)} for n in some]
    put_rows(session, RunDate, days)
    sitting = {"enrolment_id": campus.enrolment.id, "activity_id": campus.quiz.id, "edition_id": campus.edition.id}
    facts = {"state": AttemptState.SUBMITTED, "seed": 1, "started_at": moment, "submitted_at": moment, "score": 1.0}
    put_rows(session, Attempt, [{"number": 10 + n, "full": 2.0, **facts, **sitting} for n in some])
    happened = {"certificate_id": campus.certificate.id, "kind": "reinstated", "at": moment, "by": campus.cast.mira.id}
    put_rows(session, CertificateEvent, [happened | {"reason": f"Crowd reason {n}"} for n in some])


def learners(session: WriteSession, campus: Campus, numbers: range, people: list[int]) -> None:
    """Everybody in the campus's run and in the graded one, with progress, grades and certificates."""
    moment = now()
    for run, state in ((campus.run, EnrolmentState.ACTIVE), (campus.graded.run, EnrolmentState.ACTIVE)):
        rows = [stamped(run_id=run.id, person_id=one, state=state) for one in people]
        ids = add_rows(session, Enrolment, rows)
        put_rows(session, EnrolmentStep, [{"enrolment_id": one, "state": state, "at": moment} for one in ids])
        seen = {"activity_id": campus.lesson.id, "opened_at": moment}
        put_rows(session, ActivityProgress, [seen | {"enrolment_id": one} for one in ids])
        _grades(session, run, ids)
    _certificates(session, campus, numbers, people, ids)


def _grades(session: WriteSession, run: CourseRun, enrolments: list[int]) -> None:
    items = session.query(GradeItem.id).filter_by(run_id=run.id).all()
    entries = [{"item_id": item, "enrolment_id": one, "value": 70.0, "at": now()}
               for (item,), one in product(items, enrolments)]  # fmt: skip
    put_rows(session, Grade, entries)


def _certificates(
    session: WriteSession, campus: Campus, numbers: range, people: list[int], enrolments: list[int]
) -> None:
    moment, year = now(), 2025
    meeting = {"run_id": campus.graded.run.id, "year": year, "decided_on": date(year, 3, 1), "members": ["Ana"]}
    meeting |= {"recorded_at": moment, "recorded_by": campus.cast.mira.id}
    decisions = add_rows(session, BoardDecision, [meeting | {"number": 1 + n} for n in numbers])
    half = slice(0, len(people) // 2)
    lines = [{"decision_id": decision, "enrolment_id": one, "passed": True, "mark": 70.0}
             for decision, one in zip(decisions[half], enrolments[half], strict=True)]  # fmt: skip
    kept = add_rows(session, DecisionLine, lines)
    certificates = [
        _certificate(n, person, line, campus) for n, person, line in zip(numbers, people, kept, strict=False)
    ]
    issued = add_rows(session, Certificate, certificates)
    event: dict[str, Any] = {"kind": "issued", "at": moment, "by": campus.cast.mira.id}
    put_rows(session, CertificateEvent, [event | {"certificate_id": one} for one in issued])


def _certificate(n: int, person: int, line: int, campus: Campus) -> Row:
    return {
        "serial": f"RMTC-2025-DR-{n + 1:05}",
        "year": 2025,
        "number": n + 1,
        "line_id": line,
        "person_id": campus.arta.id if n < PARTS and n % 4 == 0 else person,
        "holder": f"Crowd holder {n:04}",
        "programme": "Crowd programme",
        "curriculum_code": "DR",
        "level": 5,
        "level_status": "indicative",
        "ects": 2.0,
        "hours": 50,
        "mark": 70.0,
        "code": f"crowd-{n}",
        "issued_at": now(),
    }
