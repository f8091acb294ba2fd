"""Real files nobody here made, through `rmtc library add`'s own way: each ends in a state with a sentence, in time."""

import time

import pytest
from sqlalchemy import select

from library.importing.imports import add_one, arrived
from library.intake.outcomes import SENTENCES
from library.resources.models import FileState, ResourceFile
from tests.fixture_files import fixture_file

HANDFUL = ("nasty/own__200k_pages.pdf", "nasty/tika__file1.pdf", "nasty/pypdf__r5-user-password.pdf",
           "office/testWORD_truncated.docx", "office/protect.xlsx", "office/testPPT_various.pptx")  # fmt: skip
ENDS = {FileState.READY, FileState.NEEDS_REVIEW, FileState.QUARANTINED}
LIMIT = 180.0
"""Seconds for one file: 120 of reading, and some more for pictures of pages."""


def take(site, path):
    with path.open("rb") as file, arrived(site, file, path.name) as incoming:
        return add_one(site, incoming, "", {}, [], [])


def ends(session) -> dict[str, tuple[FileState, str]]:
    rows = session.execute(select(ResourceFile.name, ResourceFile.state, ResourceFile.reason))
    return {name: (state, reason) for name, state, reason in rows}


@pytest.mark.parametrize("name", HANDFUL)
def test_a_hostile_file_ends_in_a_state_with_a_sentence(name, site, session) -> None:
    outcome = take(site, fixture_file("library", *name.split("/")))
    ((state, reason),) = ends(session).values()
    assert state in ENDS
    assert outcome.sentence == reason
    assert reason in SENTENCES.values()


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["nasty", "office"])
def test_every_file_ends_in_a_state_with_a_sentence(folder, site, session) -> None:
    files = sorted(fixture_file("library", folder).iterdir())
    slow, told = {}, {}
    for path in files:
        started = time.monotonic()
        told[path.name] = take(site, path)
        slow[path.name] = time.monotonic() - started

    found = ends(session)

    assert max(slow.values()) < LIMIT, max(slow, key=lambda name: slow[name])
    assert set(found) == {name for name, outcome in told.items() if outcome.what == "added"}
    assert {outcome.what for name, outcome in told.items() if name not in found} <= {"known"}
    assert all(outcome.sentence for outcome in told.values())
    assert {name: state for name, (state, _) in found.items() if state not in ENDS} == {}
    assert {reason for _, reason in found.values()} <= set(SENTENCES.values())
    assert len({state for state, _ in found.values()}) > 1
