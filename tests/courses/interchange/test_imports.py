"""Backups written into courses: every thing is reported once, and what is said to be there is there."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from courses.catalogue.models import Course, CourseState
from courses.content.editions import publish_course
from courses.content.kinds.file import FILE
from courses.content.kinds.page import PAGE
from courses.content.models import Activity, CourseFile, Section
from courses.content.queries import activities_of_edition
from courses.interchange.imports import Imported, import_backup
from courses.interchange.readers.moodle import moodle_backup
from courses.interchange.report import Report
from courses.questions.models import Question, QuestionVersion
from courses.quizzes.freezing import QUIZ
from courses.quizzes.models import Quiz, QuizSlot
from rmtc.accounts.actors import the_site
from rmtc.cli import main
from rmtc.config import Settings
from rmtc.db import Database, WriteSession
from rmtc.errors import Refusal
from rmtc.files.store import open_store
from rmtc.site import Site
from tests.courses.interchange.test_moodle_counts import BACKUPS, counted, packed_course, unpack
from tests.courses.interchange.test_moodle_material import backup_with
from tests.fixture_files import fixture_file

KINDS = {kind.name: kind for kind in (PAGE, FILE, QUIZ)}
Bring = Callable[..., Imported]


@pytest.fixture
def bring(database: Database, settings: Settings) -> Bring:
    def bring(source: Path, slug: str = "brought") -> Imported:
        return import_backup(database, open_store(settings), source, slug, by=the_site())

    return bring


def kinds_of(report: Report) -> dict[str, int]:
    return {kind: sum(totals.values()) for kind, totals in report.totals_by_kind().items()}


def kept(report: Report, kind: str) -> int:
    totals = report.totals_by_kind().get(kind, {})
    return totals.get("taken", 0) + totals.get("changed", 0)


def rows(session: WriteSession, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def check_against_the_course(session: WriteSession, report: Report) -> None:
    """What the report says was kept stands in the database of this test, where no other course is."""
    course = session.scalars(select(Course)).one()
    assert (course.state, course.curriculum_version_id) == (CourseState.DRAFT, None)
    assert rows(session, Section) >= kept(report, "section")
    assert rows(session, Question) == kept(report, "question")
    assert rows(session, QuizSlot) == kept(report, "slot")
    titles = set(session.scalars(select(Activity.title)))
    alike = [entry for entry in report.of_kind("activity") if entry.where != "book" and len(entry.what) > 1]
    assert {entry.what for entry in alike if entry.outcome != "left_out"} <= titles
    named = re.findall(r"\(course-item:(\w+)\)", " ".join(session.scalars(select(Activity.body))))
    assert {int(one) for one in named} <= set(session.scalars(select(Activity.id)))


@pytest.mark.parametrize("name", BACKUPS)
def test_every_thing_of_a_backup_is_reported_once(
    tmp_path: Path, session: WriteSession, bring: Bring, name: str
) -> None:
    backup = fixture_file("moodle", "mbz", f"{name}.mbz")
    report = bring(backup).report
    expected = {kind: number for kind, number in counted(unpack(backup, tmp_path)).items() if number}
    assert {kind: number for kind, number in kinds_of(report).items() if kind in expected} == expected
    with moodle_backup(backup) as reading:
        assert kinds_of(report) == kinds_of(reading.report)
    assert all(entry.why for entry in report.entries if entry.outcome != "taken")
    check_against_the_course(session, report)


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_the_whole_course_is_reported_once(tmp_path: Path, session: WriteSession, bring: Bring, kind: str) -> None:
    report = bring(packed_course(tmp_path, kind)).report
    expected = counted(fixture_file("moodle2-course", "backup"))
    assert {kind: number for kind, number in kinds_of(report).items() if kind in expected} == expected
    check_against_the_course(session, report)
    activities, chapters = kept(report, "activity"), kept(report, "chapter")
    about = session.scalar(select(func.count(Activity.id)).where(Activity.title == "About this section")) or 0
    assert rows(session, Activity) - about == activities + chapters  # the book's own page holds its description
    assert rows(session, CourseFile) == 4  # seven files were taken, some of them the same bytes under the same name
    assert kept(report, "file") == 7


@pytest.fixture
def whole(bring: Bring) -> Imported:
    return bring(fixture_file("moodle2-course", "backup"), "sample")


def an_activity(session: WriteSession, title: str) -> Activity:
    return session.scalars(select(Activity).where(Activity.title == title)).one()


@pytest.mark.usefixtures("whole")
def test_activities_hold_what_the_backup_held(session: WriteSession) -> None:
    page = an_activity(session, "My Sample Page")
    assert page.body.startswith("Some Html Content **Bolded** in the description\n\nThis is the page content")
    assert "![Image Description](course-file:smaple_gif.gif)" in page.body
    assert "(course-file:Allegro%20from%20Duet%20in%20C%20Major.mp3)" in page.body
    assert an_activity(session, "Chapter 1 subchapter").body == "sub chapter description"
    file = an_activity(session, "Sample File")
    assert (file.kind, file.settings) == ("file", {"file": "Allegro from Duet in C Major.mp3"})
    assert an_activity(session, "Folder Name").body.count("](course-file:") == 3
    assert "](http://www.youtube.com/v/F7qKiVjCfuM#Monkey%20" in an_activity(session, "my sample url").body
    section = session.get_one(Section, an_activity(session, "My Sample Page").section_id)
    assert (section.title, section.summary) == ("My reordered Section", "was position3 is now 4")


@pytest.mark.usefixtures("whole")
def test_the_bytes_of_files_are_kept(session: WriteSession, settings: Settings) -> None:
    found = session.scalars(select(CourseFile).where(CourseFile.name == "smaple_gif.gif")).one()
    assert len(b"".join(open_store(settings).read(found.sha256))) == 2444236


@pytest.mark.usefixtures("whole")
def test_a_quiz_asks_its_questions_in_order(session: WriteSession) -> None:
    quiz = session.scalars(select(Quiz)).one()
    assert (quiz.time_limit, quiz.attempts_allowed, quiz.intro, quiz.closes_at) == (300, 7, "Quiz Description", None)
    asked = select(QuestionVersion.kind).join(QuizSlot, QuizSlot.question_id == QuestionVersion.question_id)
    assert list(session.scalars(asked.order_by(QuizSlot.position))) == ["single", "numerical", "short", "true_false"]


def test_a_time_limit_is_in_full_minutes_as_the_editor_has_it(
    bring: Bring, session: WriteSession, tmp_path: Path
) -> None:
    source = backup_with(tmp_path / "b", "")
    manifest = source / "moodle_backup.xml"
    manifest.write_text(manifest.read_text().replace("page", "quiz"))
    (source / "activities/page_5").rename(source / "activities/quiz_5")
    quiz = "<quiz><name>Q</name><timelimit>90</timelimit><question_instances/></quiz>"
    (source / "activities/quiz_5/quiz.xml").write_text(f'<activity contextid="1">{quiz}</activity>')
    report = bring(source).report
    assert session.scalars(select(Quiz.time_limit)).one() == 120
    assert "its time limit was rounded up to full minutes" in report.of_kind("activity")[0].why


@pytest.mark.usefixtures("whole")
def test_what_was_imported_can_be_published(session: WriteSession) -> None:
    course = session.scalars(select(Course)).one()
    edition = publish_course(session, course, KINDS, by=the_site())
    pages = {one.title: one.html for one in activities_of_edition(session, edition.id)}
    assert 'src="/courses/sample/files/smaple_gif.gif?v=' in pages["My Sample Page"]
    assert 'href="/courses/sample/files/Allegro%20from%20Duet%20in%20C%20Major.mp3?v=' in pages["My Sample Page"]


def a_page(content: str, name: str = "P") -> str:
    return f'<activity contextid="1"><page><name>{name}</name><content>{content}</content></page></activity>'


def test_links_between_activities_lead_to_the_new_ones(tmp_path: Path, session: WriteSession, bring: Bring) -> None:
    link = '&lt;a href="$@PAGEVIEWBYID*5@$"&gt;here&lt;/a&gt;'
    source = backup_with(tmp_path, a_page(link, "Myself"))
    (source / "activities/page_5/module.xml").write_text("<module><visible>1</visible></module>")
    report = bring(source).report
    page = an_activity(session, "Myself")
    assert page.body == f"[here](course-item:{page.id})"
    assert [entry.outcome for entry in report.of_kind("activity")] == ["taken"]


def test_what_is_hidden_can_be_brought_back_and_links_to_it_become_words(
    tmp_path: Path, session: WriteSession, bring: Bring
) -> None:
    link = '&lt;a href="$@PAGEVIEWBYID*5@$"&gt;here&lt;/a&gt;'
    source = backup_with(tmp_path, a_page(link, "Key to the test"))
    (source / "activities/page_5/module.xml").write_text("<module><visible>0</visible></module>")
    [entry] = bring(source).report.of_kind("activity")
    page = an_activity(session, "Key to the test")
    assert page.removed_at is not None
    assert page.body == "here"
    assert entry.outcome == "changed"
    assert "hidden from learners" in entry.why and "1 of its links" in entry.why


def test_what_the_course_refuses_moves_to_left_out(tmp_path: Path, session: WriteSession, bring: Bring) -> None:
    [entry] = bring(backup_with(tmp_path, a_page("word " * 50_000, "Endless"))).report.of_kind("activity")
    assert (entry.outcome, rows(session, Activity)) == ("left_out", 0)
    assert "200000" in entry.why


def test_names_of_one_letter_are_completed(tmp_path: Path, session: WriteSession, bring: Bring) -> None:
    [entry] = bring(backup_with(tmp_path, a_page("Text"))).report.of_kind("activity")
    assert session.scalars(select(Activity.title)).one() == "Without a name: P"
    assert entry.outcome == "changed"


def test_a_course_of_that_name_is_refused_and_nothing_is_written(
    tmp_path: Path, session: WriteSession, bring: Bring
) -> None:
    source = backup_with(tmp_path, a_page("Text"))
    bring(source)
    with pytest.raises(Refusal, match="There is a course “brought” already, so nothing was imported"):
        bring(source)
    assert (rows(session, Course), rows(session, Activity)) == (1, 1)


@pytest.mark.parametrize("slug", ["No", "two words", "-begin", "a" * 81])
def test_a_name_that_is_no_address_is_refused(tmp_path: Path, bring: Bring, slug: str) -> None:
    with pytest.raises(Refusal, match="cannot be the name of a course"):
        bring(backup_with(tmp_path, a_page("Text")), slug)


def run(monkeypatch: pytest.MonkeyPatch, settings: Settings, *arguments: str) -> object:
    with monkeypatch.context() as world:
        world.setenv("RMTC_DATA", str(settings.data))
        world.setenv("RMTC_DATABASE_URL", settings.database_url)
        world.setattr(sys, "argv", ["rmtc", "courses", "import", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return ended.value.code


def test_the_command_prints_the_totals_and_writes_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], real_site: Site
) -> None:
    backup, written = packed_course(tmp_path, "zip"), tmp_path / "report.json"
    assert run(monkeypatch, real_site.settings, str(backup), "--report", str(written)) in {0, None}
    out, err = capsys.readouterr()
    report = json.loads(written.read_text())
    totals = report["totals"]
    assert out == f"taken {totals['taken']}, changed {totals['changed']}, left out {totals['left_out']}\n"
    assert sum(totals.values()) == sum(entry["count"] for entry in report["entries"])
    assert {"what", "where", "why"} <= set(report["entries"][0])
    assert report["course"] == "sample-course" and "left out: activity Glossary Name (glossaries are not read)" in err
    with real_site.database.reading() as session:
        assert session.scalars(select(Course.state)).all() == [CourseState.DRAFT]

    again = run(monkeypatch, real_site.settings, str(backup))
    assert isinstance(again, str) and again.startswith("rmtc: There is a course “sample-course” already")


def test_the_command_refuses_what_is_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_site: Site
) -> None:
    (tmp_path / "words.docx").write_bytes(b"PK nothing")
    answer = run(monkeypatch, real_site.settings, str(tmp_path / "words.docx"))
    assert isinstance(answer, str) and answer.startswith("rmtc: ")


def test_where_no_report_can_be_written_nothing_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_site: Site
) -> None:
    backup, nowhere = packed_course(tmp_path, "zip"), tmp_path / "no folder" / "report.json"
    answer = run(monkeypatch, real_site.settings, str(backup), "--report", str(nowhere))
    assert isinstance(answer, str) and "The report cannot be written" in answer
    with real_site.database.reading() as session:
        assert session.scalars(select(Course.id)).all() == []
