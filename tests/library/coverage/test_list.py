"""The list of plans: filters, pages, and the same number of queries however many there are."""

from datetime import date

import pytest

from library.municipalities.registry import Kind, local_governments, registry
from library.plans.models import ActionPlan, Axis, PlanTopic
from library.resources.models import Resource, ResourceState
from rmtc.clock import now
from rmtc.i18n.serbian import to_latin
from tests.factories.plans import a_plan

DAY = "as_of=2026-11-22"


def titles(browser, query: str) -> list[str]:
    text = browser.get(f"/library/plans?{DAY}&{query}").text
    return [
        part.partition("</a>")[0].rpartition(">")[2]
        for part in text.split('<td class="broad"><a href="/library/plans/')[1:]
    ]


def test_filters_narrow_the_list(visitor, session) -> None:
    a_plan(session, "ada", (2023, 2027), title="Alpha", themes=["stigma"], groups=["roma"])
    a_plan(session, "novi-sad", (2022, 2026), title="Beta", themes=["stigma", "youth"])
    a_plan(session, "dakovica", (2019, 2023), title="Gamma", groups=["roma"])
    a_plan(session, "sid", (2027, 2030), title="Delta", adopted_on=date(2026, 5, 1))
    for query, expected in {
        "": ["Alpha", "Gamma", "Beta", "Delta"],
        "q=нови+сад": ["Beta"],
        "q=Sid": ["Delta"],
        "q=gamm": ["Gamma"],
        "district=RS-06": ["Beta"],
        "status=in_force": ["Alpha", "Beta"],
        "status=soon": ["Beta"],
        "status=adopted": ["Delta"],
        "status=expired": ["Gamma"],
        "theme=stigma": ["Alpha", "Beta"],
        "group=roma": ["Alpha", "Gamma"],
        "group=roma&theme=stigma": ["Alpha"],
        "theme=youth&status=expired": [],
        "district=nowhere&status=odd&page=x": ["Alpha", "Gamma", "Beta", "Delta"],
    }.items():
        assert titles(visitor, query) == expected, query
    assert "No plan fits" in visitor.get("/library/plans?theme=gender").text
    assert "resolution 1244" in visitor.get("/library/plans").text
    assert titles(visitor, "as_of=2023-06-01&status=in_force") == ["Alpha", "Gamma", "Beta"]


def test_an_empty_list_says_what_to_do(visitor) -> None:
    assert "No plan is known yet" in visitor.get("/library/plans").text


def fill(session, many: int) -> None:
    """Plans without the services: a thousand are wanted."""
    governments = local_governments()
    starts = [2000 + number % 25 for number in range(many)]
    records = [
        Resource(
            kind="action_plan", state=ResourceState.PUBLISHED, title=f"Plan {number}", titles={}, abstracts={},
            language="en", created_at=now(), changed_at=now(), published_at=now(), details={},
        )
        for number in range(many)
    ]  # fmt: skip
    session.add_all(records)
    session.flush()
    session.add_all(
        ActionPlan(
            resource_id=record.id, municipality=governments[number % len(governments)].key,
            starts=date(start, 1, 1), ends=date(start + 4, 12, 31), adopted_on=date(start, 1, 1),
            source="A list", checked_on=date(2026, 1, 1), changed_at=now(),
        )
        for number, (record, start) in enumerate(zip(records, starts, strict=True))
    )  # fmt: skip
    session.flush()
    session.add_all(PlanTopic(plan_id=record.id, axis=Axis.THEME, key="housing") for record in records)
    session.commit()


@pytest.mark.parametrize("path", ["", "/gaps", "/districts", "/municipalities", "/municipalities/ada"])
def test_a_thousand_plans_ask_for_no_more_queries_than_ten(visitor, session, path) -> None:
    fill(session, 10)
    for _once in ("with what is kept for all pages", "without it"):
        visitor.get(f"/library/plans{path}?{DAY}&theme=housing")
    few = len(visitor.queries)
    fill(session, 990)
    page = visitor.get(f"/library/plans{path}?{DAY}&theme=housing")
    assert page.status_code == 200
    assert len(visitor.queries) == few <= 12
    if not path:
        assert "1000 plans" in page.text and page.text.count('name="plan"') == 25


def test_the_registry_holds_every_local_government(visitor) -> None:
    kinds = [one.kind for one in registry().values() if not one.is_noted]
    assert (kinds.count(Kind.MUNICIPALITY), kinds.count(Kind.CITY), kinds.count(Kind.CITY_MUNICIPALITY)) == (
        117,
        28,
        26,
    )
    assert sum(one.is_noted for one in registry().values()) == 29
    assert len({one.code for one in registry().values() if one.code}) == 198
    assert all(_checks(one.code) for one in registry().values() if one.code)
    page = "".join(visitor.get(f"/library/plans/municipalities?number={number}").text for number in (1, 2))
    assert "Cities and municipalities: 174" in page and "17 July 2023" in page and "not an official register" in page
    assert all(to_latin(one.cyrillic) in page for one in local_governments(with_noted=True))


def _checks(code: str) -> bool:
    """The modulus 11 check of a code of five figures: weights 5, 4, 3, 2 and the last figure."""
    rest = 11 - sum(int(figure) * weight for figure, weight in zip(code, (5, 4, 3, 2), strict=False)) % 11
    return int(code[4]) == rest % 11 % 10


def test_the_script_follows_the_language(visitor) -> None:
    cyrillic = visitor.get("/library/plans/municipalities?lang=sr-Cyrl").text
    assert cyrillic.index(">Ада<") < cyrillic.index(">Житиште<") < cyrillic.index(">Зрењанин<")
    assert ">Шид<" in visitor.get("/library/plans/municipalities?lang=sr-Cyrl&number=2").text
    assert ">Žitište<" in visitor.get("/library/plans/municipalities?lang=sr-Latn&number=2").text
