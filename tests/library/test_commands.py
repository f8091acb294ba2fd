"""The commands `rmtc library …`: what they print and how they end."""

import json

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from library.finding import commands
from library.importing import commands as intake
from library.packages import commands as packages
from library.resources.models import Resource
from library.resources.queries import resource_with_files
from library.review.commanding import publish_by_command
from library.review.models import PersonalDataCheck
from tests.factories.library import make_record, take_text
from tests.sites import opened


@pytest.fixture
def rmtc(site, monkeypatch):
    """Run a command of the library on the site of the test."""
    monkeypatch.setattr(commands, "open_site", opened(site))
    monkeypatch.setattr(intake, "open_site", opened(site))
    monkeypatch.setattr(packages, "open_site", opened(site))

    def run(*arguments):
        return CliRunner().invoke(commands.app, list(map(str, arguments)))

    return run


def test_files_are_added_and_found(rmtc, tmp_path) -> None:
    (tmp_path / "plan.txt").write_text("Seasonal workers of the municipality.")
    (tmp_path / "empty.txt").touch()

    added = rmtc("add", tmp_path / "plan.txt", "--collection", "Local plans", "--title", "A plan", "--language", "en")
    broken = rmtc("add", tmp_path / "plan.txt", tmp_path / "empty.txt", tmp_path / "none.txt")

    assert added.exit_code == 0
    assert "added: plan.txt" in added.stdout
    assert broken.exit_code == 1
    assert "known: plan.txt" in broken.stdout
    assert "refused" in broken.stderr
    assert "The file is empty." in broken.stderr
    found = rmtc("search", "seasonal")
    assert "1 found in" in found.stdout
    assert "A plan" in found.stdout
    answer = json.loads(rmtc("search", "seasonal", "--json", "--limit", "1").stdout)
    assert (answer["total"], answer["hits"][0]["page"]) == (1, 1)
    assert answer["facets"]["collection"] == {"local-plans": 1}


def test_the_index_is_compared_and_built_anew(rmtc, session, site, work) -> None:
    make_record(session, "One")
    take_text(session, site, "Two.", name="two.txt", publish=False)
    assert rmtc("status").exit_code == 1

    built = rmtc("reindex")
    state = rmtc("status")

    assert (built.exit_code, built.stdout) == (0, "1 records indexed\n")
    assert state.exit_code == 0
    assert "records: draft 1, published 1" in state.stdout
    assert "two.txt: not read yet" in state.stdout
    assert "equal to the database" in state.stdout


def test_a_folder_is_tried_before_it_is_taken_in(rmtc, tmp_path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("A first text of the folder.")
    tried = rmtc("import", folder, "--dry-run")
    taken = rmtc("import", folder)
    again = rmtc("import", folder)
    assert "would add 1" in tried.stdout
    assert "added 1" in taken.stdout
    assert "known 1" in again.stdout


def test_bad_usage_ends_with_two(rmtc) -> None:
    assert rmtc("add").exit_code == 2
    assert rmtc("search", "x", "--limit", "0").exit_code == 2
    assert rmtc("nothing").exit_code == 2


def test_records_go_out_as_bags_and_come_in_again(rmtc, session, site, tmp_path) -> None:
    take_text(session, site, "One.", name="one.txt")
    make_record(session, "Two")
    every = rmtc("export", "--all", "--bagit", tmp_path / "all")
    assert "2 records are in" in every.stdout
    known = rmtc("import", tmp_path / "all")
    assert known.stdout.count("known: record-") == 2
    number = session.query(Resource).filter_by(title="Two").one().id
    assert rmtc("export", number, "--bagit", tmp_path / "two.zip").exit_code == 0
    assert "known: two.zip" in rmtc("import", tmp_path / "two.zip").stdout
    for wrong in (
        (number, "--bagit", tmp_path / "two.zip"),
        ("--bagit", tmp_path / "x"),
        (999, "--bagit", tmp_path / "y"),
    ):
        assert rmtc("export", *wrong).exit_code == 1


PLANS = """file,title,year,language,kind,licence,access
plan.txt,Plan of a municipality,2024,en,action_plan,CC BY 4.0,public
guide.txt,Guide to the registers,2024,en,guide,CC BY 4.0,public
twin.txt,Guide to the registrs,2024,en,guide,CC BY 4.0,public
"""


def described(tmp_path):
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "metadata.csv").write_text(PLANS)
    for name in ("plan", "guide", "twin"):
        (folder / f"{name}.txt").write_text(f"The commissioners of {name} speak of juniperberry.")
    return folder


def states(session):
    return {one.title: one.state for one in session.scalars(select(Resource)).all()}


def test_a_command_makes_the_checks_and_says_what_they_found(rmtc, session, tmp_path) -> None:
    folder = described(tmp_path)
    taken = rmtc("import", folder)
    assert taken.exit_code == 0
    assert "added 3\n" in taken.stdout
    lines = [line.strip() for line in taken.stdout.splitlines()]
    place = next(number for number, line in enumerate(lines) if line.startswith("added: plan.txt"))
    assert lines[place + 1] == "Nobody has answered the questions about personal data yet."
    assert any(line.startswith("There is a record with nearly the same title. (#") for line in lines)
    assert set(states(session).values()) == {"published"}
    assert "3 found in" in rmtc("search", "juniperberry").stdout


def test_a_record_without_a_title_stays_a_draft(session) -> None:
    make_record(session, "Lost", publish=False).title = ""
    session.commit()
    draft = session.scalars(select(Resource)).one()
    verdict = publish_by_command(session, resource_with_files(session, draft.id), by=None)
    assert not verdict.is_published and draft.state == "draft"
    assert verdict.sentences[0] == "It has no title."


def test_a_command_may_answer_the_questions_about_personal_data(rmtc, session, tmp_path) -> None:
    taken = rmtc("import", described(tmp_path), "--no-personal-data")
    assert "added 3\n" in taken.stdout
    assert states(session)["Plan of a municipality"] == "published"
    answers = session.scalars(select(PersonalDataCheck.answers)).all()
    assert [set(one.values()) for one in answers] == [{"no"}] * 3


def test_a_command_may_leave_everything_to_the_desk(rmtc, session, tmp_path) -> None:
    (tmp_path / "plan.txt").write_text("Seasonal workers of the municipality.")
    taken = rmtc("add", tmp_path / "plan.txt", "--drafts")
    assert taken.exit_code == 0
    assert states(session) == {"plan": "draft"}
    assert "0 found in" in rmtc("search", "seasonal").stdout
