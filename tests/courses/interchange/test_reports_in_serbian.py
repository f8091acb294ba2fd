"""What a report says is Serbian to who reads Serbian; what stands in the source keeps its own words."""

import re

import pytest

from courses.interchange.readers.gift import read_gift
from courses.interchange.readers.moodle import moodle_backup
from courses.interchange.report import Report
from courses.interchange.report_words import KINDS, OUTCOMES, kind_name, outcome_name
from rmtc.errors import Refusal
from rmtc.i18n.languages import speaking
from tests.fixture_files import fixture_file

PROPER = re.compile(r"„[^“]*“|\([^)]*\)|Moodle|GIFT|ANSWER|UTF-8|Windows-1250|XML|zip|tar\.gz|MB|\S+\.\w+")
"""What keeps Latin letters in a Serbian sentence: quoted names, and names of formats and files."""


def latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", PROPER.sub("", text))


def reasons(report: Report) -> set[str]:
    return {entry.why for entry in report.entries if entry.why}


@pytest.mark.parametrize("path", [("moodle2-course", "backup"), ("moodle", "mbz", "legacy_course_completion.mbz")])
def test_a_backup_is_reported_in_serbian(path: tuple[str, ...]) -> None:
    with speaking("sr-Cyrl"), moodle_backup(fixture_file(*path)) as reading:
        said = reasons(reading.report)
    assert len(said) > 3
    assert {text: latin(text) for text in said if latin(text)} == {}


def test_a_question_file_is_reported_in_serbian_and_the_report_keeps_its_keys() -> None:
    with speaking("sr-Cyrl"):
        report = read_gift(b"::A::Pair {=a -> b =c -> d}\n\n::B::Number {#=five}\n\n::C::Fine? {T}").report
        names = [kind_name(kind) for kind in KINDS] + [outcome_name(outcome) for outcome in OUTCOMES]
    assert reasons(report) == {"питања са упаривањем се не преузимају", "„five“ није број"}
    assert [(entry.kind, entry.outcome, entry.where) for entry in report.entries][1] == (
        "question",
        "left_out",
        "ред 1",
    )
    assert [latin(name) for name in names if latin(name)] == []


def test_a_refusal_is_serbian() -> None:
    with speaking("sr-Cyrl"), pytest.raises(Refusal, match="није пронађено ниједно питање"):
        read_gift(b"// nothing")
