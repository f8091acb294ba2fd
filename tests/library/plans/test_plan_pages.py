"""A plan's page, two plans compared, and who may see what of it."""

from datetime import date

from library.plans.words import EXAMPLE_SOURCE
from library.resources.models import AccessLevel
from tests.factories.library import make_record
from tests.factories.plans import a_plan, give_file

FACTS = {
    "groups": ["returnees", "diaspora"],
    "themes": ["stigma", "youth"],
    "budget": "9.600.000,00",
    "council": "formed",
    "council_formed_on": date(2022, 5, 4),
    "adopted_by": "assembly",
    "decision": "No. 016-55/2022",
    "office": "Department of social affairs",
    "period_note": "The cover says 2022–2027.",
}


def test_the_page_tells_what_is_known_with_date_and_source(visitor, session, site) -> None:
    older = a_plan(session, years=(2019, 2022))
    plan = a_plan(session, **FACTS, replaces_id=older.resource_id)
    give_file(session, site, plan)
    page = visitor.get(f"/library/plans/{plan.resource_id}").text
    told = ("2023–2027", "The cover says 2022–2027.", "31 December 2022", "Local assembly", "No. 016-55/2022",
            "4 May 2022", "Returnees under readmission", "Stigma and discrimination", "9,600,000 RSD",
            "Department of social affairs", "Decision of the local assembly", "Checked on 15 January 2026",
            f"plan-{plan.resource_id}.txt", "replaced by the plan on this page", "until 31 December 2027")  # fmt: skip
    assert [words for words in told if words not in page] == []
    assert len(visitor.queries) <= 12
    before = visitor.get(f"/library/plans/{older.resource_id}").text
    assert "The library does not have the file of this plan." in before
    assert "replaces the plan on this page" in before and "Replaced" in before
    assert f'href="/library/plans/{plan.resource_id}"' in visitor.get(f"/library/{plan.resource_id}").text


def test_a_municipality_shows_its_plans_in_the_course_of_time(visitor, session) -> None:
    a_plan(session, years=(2019, 2022))
    a_plan(session, years=(2023, 2027))
    page = visitor.get("/library/plans/municipalities/plandiste?as_of=2024-05-01").text
    assert page.index("2023–2027") < page.index("2019–2022")
    assert "In force" in page and "Expired" in page and "80349" in page and "Пландиште" in page
    assert len(visitor.queries) <= 12
    assert "No plan of this local government is known" in visitor.get("/library/plans/municipalities/ada").text
    assert visitor.get("/library/plans/municipalities/atlantis").status_code == 404


def test_two_plans_are_compared_line_by_line(visitor, session) -> None:
    older = a_plan(session, years=(2019, 2022), groups=["returnees", "roma"], budget="9600000")
    newer = a_plan(session, **FACTS)
    page = visitor.get(f"/library/plans/comparison?plan={older.resource_id}&plan={newer.resource_id}").text
    budget = page.partition(">Budget</th>")[2].partition("</tr>")[0]
    groups = page.partition(">Target groups</th>")[2].partition("</tr>")[0]
    assert "same" in budget and "different" in groups
    assert 'class="value">Returnees under readmission' in groups
    assert groups.count('class="value only"') == 2 and groups.count('aria-label="only here"') == 2
    assert page.count("Decision of the local assembly") == 2
    assert len(visitor.queries) <= 12


def test_a_comparison_needs_two_plans_that_may_be_seen(visitor, session) -> None:
    one = a_plan(session)
    hidden = a_plan(session, "ada", access=AccessLevel.STAFF)
    for chosen in ("", f"?plan={one.resource_id}", f"?plan={one.resource_id}&plan={one.resource_id}", "?plan=x"):
        page = visitor.get(f"/library/plans/comparison{chosen}")
        assert page.status_code == 200 and "Please choose two plans" in page.text
    both = f"?plan={one.resource_id}&plan={hidden.resource_id}"
    assert visitor.get(f"/library/plans/comparison{both}").status_code == 404
    assert visitor.get("/library/plans/comparison?plan=1&plan=99999999999999").status_code in {200, 404}


def test_a_plan_is_open_to_whom_its_record_is_open(browse, cast, session) -> None:
    public, members, staff, draft = (
        a_plan(session, "ada"),
        a_plan(session, "apatin", access=AccessLevel.SIGNED_IN),
        a_plan(session, "arilje", access=AccessLevel.STAFF),
        a_plan(session, "bac", publish=False),
    )
    expected = {"": (200, 401, 404, 404), "arta": (200, 200, 404, 404), "elena": (200, 200, 200, 200)}
    for who, codes in expected.items():
        browser = browse(getattr(cast, who) if who else None)
        plans = (public, members, staff, draft)
        found = [browser.get(f"/library/plans/{plan.resource_id}", follow_redirects=False) for plan in plans]
        assert tuple(401 if answer.status_code == 303 else answer.status_code for answer in found) == codes, who
    assert "Draft, seen by staff only" in browse(cast.elena).get(f"/library/plans/{draft.resource_id}").text
    no_plan = make_record(session, "Only a report").id
    assert browse().get(f"/library/plans/{no_plan}").status_code == 404
    assert browse().get("/library/plans/99999999999999").status_code == 404


def test_an_example_says_that_it_is_none_of_a_real_place(visitor, session) -> None:
    plan = a_plan(session, is_example=True)
    page = visitor.get(f"/library/plans/{plan.resource_id}").text
    assert "Nothing in it is a fact about Plandište." in page
    for address in ("/library/plans", "/library/plans/gaps", "/library/plans/districts"):
        assert "1 of the plans counted here is an example" in visitor.get(address).text


def test_the_source_of_an_example_is_said_in_the_readers_language(visitor, session) -> None:
    example = a_plan(session, "plandiste", source=EXAMPLE_SOURCE, is_example=True).resource_id
    real = a_plan(session, "ada", source="Službeni list opštine Ada").resource_id

    for language, said in (
        ("en", "Made up by the Centre"),
        ("sr-Cyrl", "Саставио Центар за потребе приказа."),
        ("sr-Latn", "Sastavio Centar za potrebe prikaza."),
    ):
        assert said in visitor.get(f"/library/plans/{example}?lang={language}").text
        assert said in visitor.get(f"/library/plans/comparison?plan={example}&plan={real}&lang={language}").text
    assert "Službeni list opštine Ada" in visitor.get(f"/library/plans/{real}?lang=sr-Cyrl").text
