"""Questions travel from files into the bank and back."""

import re

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from courses.question_files.services import import_questions, read_questions, write_questions
from courses.questions.models import QuestionVersion
from courses.questions.queries import newest_versions
from tests.factories.courses import a_course
from tests.factories.quizzes import DATA, a_question

GIFT = b"""::Users:: Which figure counts? {=The users #Yes. ~The returnees}

::Sum:: 2 + 2 = {#4:0.1}

::Pair:: Match {=a -> b =c -> d =e -> f}

::Irregular:: Say the word {=irregular* =%50%undocumented}
"""


@pytest.fixture
def course(session):
    return a_course(session)


def versions(session, course):
    wanted = (
        select(QuestionVersion).join(QuestionVersion.question).where(QuestionVersion.question.has(course_id=course.id))
    )
    return {version.name: version for version in session.scalars(wanted)}


def test_a_file_comes_in_with_a_report_of_everything(browse, session, cast, course) -> None:
    browser = browse(cast.mira)
    path = f"/teach/courses/{course.slug}/question-files"
    assert browser.get(f"{path}/new").status_code == 200
    page = browser.post(path, files={"file": ("quiz.gift", GIFT)}, data={})
    assert "questions are in the bank now." in page.text
    assert "1 was left out" in page.text
    assert "matching questions are not read" in page.text
    found = versions(session, course)
    assert set(found) == {"Users", "Sum", "Irregular"}
    assert found["Sum"].data["answers"][0]["tolerance"] == "0.1"
    again = browser.post(path, files={"file": ("quiz.gift", GIFT)}, data={})
    assert "it is in the bank already" in again.text
    assert len(versions(session, course)) == 3


def test_a_wrong_file_is_refused_beside_its_field(browse, session, cast, course) -> None:
    browser = browse(cast.mira)
    path = f"/teach/courses/{course.slug}/question-files"
    for sent in (
        {},
        {"file": ("empty.txt", b"")},
        {"file": ("a.xml", b"<html></html>")},
    ):
        page = browser.post(path, files=sent, data={})
        assert page.status_code == 422, sent
        assert 'id="file-error"' in page.text


def test_strangers_cannot_bring_or_take_questions(browse, visitor, cast, course) -> None:
    path = f"/teach/courses/{course.slug}/question-files"
    assert browse(cast.arta).post(path, files={"file": ("quiz.gift", GIFT)}, data={}).status_code == 404
    assert browse(cast.marko).get(path).status_code == 403
    assert visitor.post(path, files={"file": ("quiz.gift", GIFT)}, data={}).status_code == 401
    assert browse(cast.arta).get(path).status_code == 404


@pytest.mark.parametrize("file_format", ["gift", "moodle-xml"])
def test_a_bank_written_and_read_again_is_the_same(session, course, file_format) -> None:
    plain = {"feedback_true": "", "see": None, "units": {}, "unit": ""}
    originals = [a_question(session, course, kind, name=kind, mark=1) for kind in DATA]
    data, _report = write_questions(session, course.id, file_format)
    other = a_course(session)
    report = import_questions(session, other.id, read_questions(data, "bank", file_format), by=None)
    assert report.totals()["left_out"] == 0
    copies = versions(session, other)
    for version in newest_versions(session, [one.id for one in originals]).values():
        copy = copies[version.kind]
        assert copy.stem == version.stem
        assert copy.data | plain == version.data | plain, version.kind


def test_a_bank_is_taken_along_as_a_file(browse, session, cast, course) -> None:
    a_question(session, course)
    answer = browse(cast.mira).get(f"/teach/courses/{course.slug}/question-files", params={"format": "moodle-xml"})
    assert answer.headers["content-disposition"] == f'attachment; filename="{course.slug}-questions.xml"'
    assert b"<quiz>" in answer.content


def test_the_commands_read_and_write(tmp_path, monkeypatch, database, settings, session, course) -> None:
    from rmtc.cli import app  # noqa: PLC0415 - the command line is put together once
    from rmtc.site import Site  # noqa: PLC0415
    from tests.sites import opened  # noqa: PLC0415

    monkeypatch.setattr("courses.question_files.commands.open_site", opened(Site(settings, database)))
    file = tmp_path / "quiz.gift"
    file.write_bytes(GIFT)
    done = CliRunner().invoke(
        app, ["questions", "import", str(file), "--course", course.slug, "--report", str(tmp_path / "r.json")]
    )
    assert done.exit_code == 0
    assert re.search(r"^taken 4, changed 0, left out 1$", done.output, re.MULTILINE)
    assert '"why": "matching questions are not read"' in (tmp_path / "r.json").read_text()
    out = tmp_path / "bank.txt"
    assert CliRunner().invoke(app, ["questions", "export", "--course", course.slug, "--out", str(out)]).exit_code == 0
    assert "irregular" in out.read_text()
    assert CliRunner().invoke(app, ["questions", "import", str(file), "--course", "nowhere"]).exit_code == 1


def test_a_trainer_who_reads_serbian_reads_the_report_in_serbian(browse, cast, course) -> None:
    browser = browse(cast.mira)
    browser.get("/teach", params={"lang": "sr-Cyrl"})
    page = browser.post(f"/teach/courses/{course.slug}/question-files", files={"file": ("quiz.gift", GIFT)}, data={})
    assert "питања са упаривањем се не преузимају" in page.text
    assert "изостављено" in page.text
    assert "matching questions" not in page.text
