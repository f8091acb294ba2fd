"""The kinds of questions: what they accept, and what an answer earns."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from courses.questions.kinds import KINDS, multiple, numerical, short
from courses.questions.kinds.kind import FIELD
from tests.fixture_files import fixture_file

SINGLE = {"choices": [{"text": "a", "fraction": 1.0}, {"text": "b", "fraction": -0.5}, {"text": "c", "fraction": 0.25}]}


def choices(fractions):
    return {"choices": [{"text": f"choice {n}", "fraction": f, "feedback": f"so {n}"} for n, f in enumerate(fractions)]}


def oracle():
    return json.loads(fixture_file("grading-oracle", "oracle.json").read_text())


def test_a_single_choice_earns_its_part_and_never_less_than_nothing() -> None:
    kind, data = KINDS["single"], KINDS["single"].validate(SINGLE)
    earned = [kind.grade(data, kind.parse(data, {FIELD: [str(n)]})) for n in range(3)]
    assert earned == [1.0, 0.0, 0.25]
    assert kind.grade(data, {}) == 0.0
    assert kind.right_answer(data) == ["a"]


@pytest.mark.parametrize("name", ["single", "multiple"])
@pytest.mark.parametrize("value", ["7", "-1", "x", "1.0", "²"])
def test_a_choice_that_is_not_there_is_refused(name: str, value: str) -> None:
    data = KINDS[name].validate(choices([1, 0, 0]))
    with pytest.raises(ValueError, match="one of the answers shown"):
        KINDS[name].parse(data, {FIELD: [value]})


def test_multiple_choices_match_the_oracle() -> None:
    data = KINDS["multiple"].validate(choices([0.5, -1, 0.5, -1]))
    for case in oracle()["multichoice_multi"]["cases"]:
        typed = {FIELD: [str("ABCD".index(letter)) for letter in case["chosen"]]}
        assert multiple.grade(data, multiple.parse(data, typed)) == case["fraction"], case


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(lambda right: any(right) and not all(right)), st.data())
def test_even_shares_give_all_for_right_nothing_for_everything_and_stay_within(right, draw) -> None:
    data = KINDS["multiple"].validate(choices(multiple.even_shares(right)))
    good = {"choices": [n for n, is_right in enumerate(right) if is_right]}
    assert multiple.grade(data, good) == pytest.approx(1, abs=1e-5)
    assert multiple.grade(data, {"choices": list(range(len(right)))}) == pytest.approx(0, abs=1e-5)
    ticked = draw.draw(st.sets(st.integers(0, len(right) - 1)))
    assert 0 <= multiple.grade(data, {"choices": sorted(ticked)}) <= 1


@given(st.integers(2, 20), st.text(max_size=10))
def test_an_order_is_whole_and_stays_with_its_seed(count: int, seed: str) -> None:
    data = KINDS["single"].validate(choices([1] * count))
    order = KINDS["single"].prepare(data, seed)
    assert sorted(order) == list(range(count))
    assert order == KINDS["single"].prepare(data, seed)


def test_true_and_false() -> None:
    kind = KINDS["true_false"]
    data = kind.validate({"answer": False, "feedback_true": "No."})
    assert kind.grade(data, kind.parse(data, {FIELD: ["false"]})) == 1
    assert kind.grade(data, kind.parse(data, {FIELD: ["true"]})) == 0
    assert kind.grade(data, {}) == 0
    assert kind.remarks(data, {"value": True}) == ["No."]
    with pytest.raises(ValueError, match="one of the answers"):
        kind.parse(data, {FIELD: ["perhaps"]})


def test_numbers_match_the_oracle() -> None:
    for group in oracle()["numerical_tolerance"]:
        answers = [{"value": str(group["answer"]), "tolerance": str(group["tol"])}]
        data = numerical.validate({"answers": answers, "tolerance_kind": group["type"]})
        for value in group["in"]:
            assert numerical.grade(data, {"text": str(value)}) == 1, (group, value)
        for value in group["out"]:
            assert numerical.grade(data, {"text": str(value)}) == 0, (group, value)


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ("12.5", 1), ("12,5", 1), (" 12,50 km ", 1), ("12,4 KM", 1), ("12.39", 0), ("12500 m", 1), ("12 500 m", 1),
        ("12.500 m", 1), ("1.25e1", 1), ("1,25 × 10^1", 1), ("0,0125e3", 1), ("−12,5", 0), ("13", 0.5),
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_many_ways(text: str, earned: float) -> None:
    answers = [{"value": "12.5", "tolerance": "0,1"}, {"value": "13", "tolerance": "0.4", "fraction": 0.5}]
    data = numerical.validate({"answers": answers, "unit": "km", "units": {"m": "0.001"}})
    assert numerical.parse(data, {FIELD: [text]}) == {"text": text.strip()}
    assert numerical.grade(data, {"text": text}) == earned


@pytest.mark.parametrize("text", ["5,360", "5.360", "5 360", "5360", "5'360", "5,360.0", "5.360,0"])
def test_thousands_may_be_parted(text: str) -> None:
    data = numerical.validate({"answers": [{"value": "5360", "tolerance": "0.5"}]})
    assert numerical.grade(data, {"text": text}) == 1


@pytest.mark.parametrize("text", ["twelve", "12 miles", "12..5", "1,2,3", "--3", "9" * 100, "1e9999", "NaN"])
def test_what_is_no_number_is_refused_in_plain_words(text: str) -> None:
    data = numerical.validate({"answers": [{"value": "12"}], "unit": "km"})
    with pytest.raises(ValueError, match="Please write a number, alone or with its unit"):
        numerical.parse(data, {FIELD: [text]})
    assert numerical.grade(data, {"text": text}) == 0


@given(st.decimals(-(10**9), 10**9, places=4), st.decimals(0, 100, places=3), st.decimals(-200, 200, places=3))
def test_a_number_is_right_exactly_within_its_tolerance(value, tolerance, away) -> None:
    data = numerical.validate({"answers": [{"value": str(value), "tolerance": str(tolerance)}]})
    assert numerical.grade(data, {"text": f"{value + away:f}"}) == (1.0 if abs(away) <= tolerance else 0.0)


def test_short_answers_match_the_oracle() -> None:
    rows = oracle()["shortanswer_wildcard"]
    wrong = [row for row in rows if short.matches(row[0], row[1], case_sensitive=not row[2]) is not row[3]]
    assert len(rows) >= 30
    assert wrong == []


def test_a_short_answer_folds_spaces_case_and_script() -> None:
    data = short.validate({"answers": [{"text": "Voivodina*", "fraction": 1}, {"text": "vojvodina", "fraction": 0.5}]})
    assert short.grade(data, {"text": "  VOIVODINA   province"}) == 1
    assert short.grade(data, {"text": "Војводина"}) == 0.5
    assert short.right_answer(data) == ["Voivodina"]


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_text_can_be_graded(text: str, pattern: str) -> None:
    answers = [{"text": f"a{pattern}", "fraction": 1}, {"text": "*", "fraction": 0.5}]
    data = short.validate({"answers": answers})
    assert short.grade(data, {"text": text}) in {0.0, 0.5, 1.0}
    assert 0 <= numerical.grade(numerical.validate({"answers": [{"value": "1"}]}), {"text": text}) <= 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("single", choices([0, 0])), ("single", {"choices": []}), ("multiple", choices([1, 1])),
        ("numerical", {"answers": [{"value": "many"}]}), ("short", {"answers": [{"text": " ", "fraction": 1}]}),
        ("true_false", {}), ("single", {**choices([1, 0]), "surprise": 1}),
    ],
)  # fmt: skip
def test_data_that_makes_no_question_is_refused(name: str, data: dict) -> None:
    with pytest.raises((ValueError, ValidationError)):
        KINDS[name].validate(data)
