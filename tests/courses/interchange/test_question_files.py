from decimal import Decimal

import pytest

from courses.interchange.material import Question, Reading
from courses.interchange.readers.aiken import read_aiken
from courses.interchange.readers.gift import read_gift
from courses.interchange.readers.moodle_xml import read_moodle_xml
from rmtc.errors import Refusal
from tests.fixture_files import fixture_file


def content(name: str) -> bytes:
    return fixture_file("moodle", "questions", name).read_bytes()


def named(reading: Reading, name: str) -> Question:
    [question] = [one for one in reading.material.questions if one.name == name]
    return question


def left_out(reading: Reading) -> list[tuple[str, str]]:
    return [(entry.what, entry.why) for entry in reading.report.entries if entry.outcome == "left_out"]


def answers(question: Question) -> list[tuple[str, Decimal, str]]:
    return [(answer.text, answer.fraction, answer.feedback) for answer in question.answers]


def test_gift_takes_the_five_kinds_and_says_what_it_left():
    reading = read_gift(content("questions.gift.txt"))
    assert [question.kind for question in reading.material.questions] == [
        "single", "multiple", "numerical", "short", "true_false", "true_false", "true_false",
    ]  # fmt: skip
    assert [what for what, _ in left_out(reading)] == ["Q8", "Moodle activities"]
    assert reading.report.totals_by_kind()["question"] == {"taken": 7, "changed": 0, "left_out": 2}


def test_gift_keeps_fractions_feedback_and_tolerance():
    reading = read_gift(content("questions.gift.txt"))
    assert answers(named(reading, "colours")) == [
        ("yellow", Decimal("0.5"), "right; good!"),
        ("red", Decimal(-1), "wrong"),
        ("off-beige", Decimal("0.5"), "right; good!"),
        ("blue", Decimal(-1), "wrong"),
    ]
    [three, other] = named(reading, "Q5").answers
    assert (three.text, three.tolerance, other.text, other.feedback) == ("3", 2, "*", "Completely wrong")
    truth = named(reading, "Q1")
    assert answers(truth) == [
        ("true", Decimal(0), "42 is the Ultimate Answer."),
        ("false", Decimal(1), "You gave the right answer."),
    ]
    assert truth.general_feedback.startswith("This is, of course")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("What is open { =a ~b", "its braces do not close"),
        ("Number {#=about five}", "“about five” is not a number"),
        ("One choice {=a ~}", "it offers fewer than two answers"),
        ("Nothing right {~%-50%a ~%-50%b}", "no answer is right"),
        ("Only words", "a description asks nothing; put it into a page or a label"),
        ("Cloze {1:SHORTANSWER:=a}", "questions with embedded answers (cloze) are not read"),
        ("Two {=a} gaps {=b}", "questions with embedded answers (cloze) are not read"),
    ],
)
def test_gift_leaves_out_what_is_wrong_with_the_line(text, why):
    reading = read_gift(f"// a comment\n\n::Good::Fine?{{T}}\n\n{text}".encode())
    assert [question.name for question in reading.material.questions] == ["Good"]
    [entry] = [entry for entry in reading.report.entries if entry.outcome == "left_out"]
    assert (entry.where, entry.why) == ("line 5", why)


def test_gift_ranges_escapes_and_missing_words():
    text = r"""$CATEGORY: $course$/top/Asylum/Time limits

::Range::How many \{days\}?{#10..20#good =%50%5:1}

Time limits are {=short ~long} here."""
    reading = read_gift(text.encode())
    ranged, gap = reading.material.questions
    assert (ranged.stem, ranged.category) == ("How many {days}?", "Asylum/Time limits")
    assert [(one.text, one.tolerance, one.fraction) for one in ranged.answers] == [
        ("15", 5, 1), ("5", 1, Decimal("0.5")),
    ]  # fmt: skip
    assert gap.stem.startswith("Time limits are ")
    assert gap.stem.endswith(" here.")
    assert gap.kind == "single"


def test_letters_of_an_old_code_page_are_guessed_and_said_so():
    reading = read_gift("::Č::Šta je žalba?{T}".encode("cp1250"))
    assert reading.material.questions[0].stem == "Šta je žalba?"
    assert "Windows-1250" in reading.report.of_kind("source")[0].why


def test_aiken_good_and_wrong():
    good = read_aiken(content("questions.aiken.txt"))
    assert answers(good.material.questions[0])[1] == ("Martin Dougiamas", Decimal(1), "")
    reading = read_aiken(content("aiken_errors.txt"))
    assert len(reading.material.questions) == 3
    assert [(entry.where, entry.why) for entry in reading.report.entries if entry.outcome == "left_out"] == [
        ("line 1", "it offers fewer than two answers"),
        ("line 5", "its answers stand without a question"),
        ("line 14", "it has no line that begins with ANSWER:"),
    ]


def test_moodle_xml_brings_its_files():
    reading = read_moodle_xml(content("multichoice.xml"))
    [question] = reading.material.questions
    names = {file.key: file.name for file in reading.material.files}
    assert set(names.values()) == {
        "bonjour.mp3", "flag-uk.jpg", "flag-france.jpg", "flag-german.jpg", "flag-denmark.jpg",
    }  # fmt: skip
    assert question.stem.startswith("[Listen to this greeting:](course-file:")
    [right] = [answer for answer in question.answers if answer.fraction == 1]
    flag = right.text.partition("course-file:")[2].partition(")")[0]
    assert names[flag] == "flag-france.jpg"
    assert reading.material.files[0].read()


def test_moodle_xml_categories_and_other_kinds():
    reading = read_moodle_xml(content("nested_categories_with_questions.xml"))
    assert named(reading, "Lambda Question").category == "Iota/Kappa/Lambda"
    assert [what for what, _ in left_out(reading)] == ["Kappa Essay Question"]
    assert read_moodle_xml(content("broken_cloze_questions.xml")).report.totals()["left_out"] == 5


def test_moodle_xml_mends_grades_and_says_so():
    reading = read_moodle_xml(content("error_invalid_grades.xml"))
    [question] = reading.material.questions
    assert abs(sum(answer.fraction for answer in question.answers if answer.fraction > 0) - 1) < Decimal("0.000001")
    assert "99.67 %" in reading.report.of_kind("question")[0].why


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"<quiz>", "not well-formed"),
        (b"<html/>", "not a question file"),
        (b"<quiz/>", "No question was found"),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "document type"),
    ],
)
def test_what_is_no_question_file_is_refused(data, message):
    with pytest.raises(Refusal, match=message):
        read_moodle_xml(data)


@pytest.mark.parametrize("reader", [read_gift, read_aiken])
def test_an_empty_text_is_refused(reader):
    with pytest.raises(Refusal, match="No question was found"):
        reader(b"\n\n")
