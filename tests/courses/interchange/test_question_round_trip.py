from dataclasses import replace
from decimal import Decimal
from hashlib import sha1

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.interchange.material import Answer, Question, StoredFile
from courses.interchange.readers.gift import read_gift
from courses.interchange.readers.moodle_xml import read_moodle_xml
from courses.interchange.writers.gift import write_gift
from courses.interchange.writers.moodle_xml import write_moodle_xml
from rmtc.errors import Refusal

WORDS = st.text(alphabet="abш Ž=~#{}:\\%*[]&<>\"'->.\n$/", min_size=1, max_size=25).map(str.strip).filter(bool)
LINES = WORDS.map(lambda text: " ".join(text.split()))
FEEDBACK = st.one_of(st.just(""), WORDS)
NUMBERS = st.decimals(-1000, 1000, places=3).map(lambda value: f"{value.normalize():f}")
PARTS = st.sampled_from([Decimal(0), Decimal("-0.5"), Decimal("0.3333333"), Decimal("0.5")])


def answer(text, fraction, feedback, tolerance=Decimal(0)):
    return Answer(text, Decimal(fraction), feedback, tolerance)


def wrong(texts):
    return st.lists(st.builds(answer, texts, PARTS, FEEDBACK), min_size=1, max_size=3)


def right(texts):
    return st.builds(answer, texts, st.just(1), FEEDBACK)


TOLERANCE = st.sampled_from([Decimal(0), Decimal("0.5")])
VALUES = st.builds(answer, NUMBERS, st.sampled_from([1, Decimal("0.5")]), FEEDBACK, TOLERANCE)
OTHER = st.builds(answer, st.just("*"), st.just(0), FEEDBACK)
HALVES = st.tuples(*(st.builds(answer, WORDS, st.just(Decimal("0.5")), FEEDBACK) for _ in range(2)))
TRUTH = st.builds(lambda a, b, c: (answer("true", a, b), answer("false", not a, c)), st.booleans(), FEEDBACK, FEEDBACK)
KINDS = st.one_of(
    st.tuples(st.just("single"), st.builds(lambda a, b: (a, *b), right(WORDS), wrong(WORDS))),
    st.tuples(st.just("multiple"), st.builds(lambda a, b: (*a, *b), HALVES, st.lists(
        st.builds(answer, WORDS, st.just(Decimal(-1)), FEEDBACK), max_size=2))),
    st.tuples(st.just("true_false"), TRUTH),
    st.tuples(st.just("numerical"), st.builds(lambda a, b: (*a, *b), st.lists(
        VALUES, min_size=1, max_size=3), st.lists(OTHER, max_size=1))),
    st.tuples(st.just("short"), st.builds(lambda a, b: (a, *b), right(LINES), wrong(LINES))),
)  # fmt: skip


def made(kind, name, stem, feedback, category):
    return Question("", kind[0], name, stem, kind[1], feedback, Decimal(1), category)


CATEGORIES = st.sampled_from(["", "Asylum", "Asylum/Limits"])
QUESTIONS = st.lists(st.builds(made, KINDS, LINES, WORDS, FEEDBACK, CATEGORIES), min_size=1, max_size=3)


def same(questions):
    """Keys are the places in a file; a category, once entered, is left only by another."""
    return [replace(question, key="") for question in questions]


@settings(max_examples=200, deadline=None)
@given(QUESTIONS)
def test_gift_comes_back_as_it_was(questions):
    written = write_gift(questions)
    kept = [
        question
        for question, entry in zip(questions, written.report.entries, strict=True)
        if entry.outcome != "left_out"
    ]
    try:
        read = read_gift(written.data)
    except Refusal:
        assert not kept
        return
    assert [entry.why for entry in read.report.entries if entry.outcome != "taken"] == []
    assert same(read.material.questions) == kept


@settings(max_examples=200, deadline=None)
@given(QUESTIONS, st.sampled_from([Decimal(1), Decimal("2.5"), Decimal(10)]), st.booleans())
def test_moodle_xml_comes_back_as_it_was(questions, mark, fixed):
    marked = [
        replace(
            question,
            default_mark=mark,
            shuffle=not fixed or question.kind not in {"single", "multiple"},
            case_sensitive=fixed and question.kind == "short",
        )
        for question in questions
    ]
    read = read_moodle_xml(write_moodle_xml(marked))
    assert [entry.why for entry in read.report.entries if entry.outcome != "taken"] == []
    assert same(read.material.questions) == marked


def picture_question(kind="single"):
    data = b"bytes of a picture"
    key = sha1(data, usedforsecurity=False).hexdigest()
    file = StoredFile(key, "mapa puta.png", len(data), key, "image/png", data=data)
    stem = f"![Map](course-file:{key})"
    return Question("", kind, "Map", stem, (answer("a", 1, ""), answer("b", 0, "")), files=(file,))


def test_moodle_xml_carries_files():
    [question] = read_moodle_xml(write_moodle_xml([picture_question()])).material.questions
    assert same([question]) == [picture_question()]


def test_gift_says_what_it_cannot_hold():
    [entry] = write_gift([replace(picture_question(), default_mark=Decimal(3), shuffle=False)]).report.entries
    assert entry.outcome == "changed"
    assert "its mark" in entry.why
    assert "its files" in entry.why
    assert "keep their order" in entry.why
