"""The gap report: who has no plan, an expired one, one that ends soon, or no file; on the screen and as CSV."""

import codecs
import csv
import io
import re
from datetime import date

import pytest

from library.municipalities.registry import local_governments
from library.resources.models import AccessLevel, FileState
from tests.factories.plan_reviews import a_review
from tests.factories.plans import a_plan, give_file

DAY = "2026-11-22"


def rows(browser, query: str = "", day: str = DAY) -> dict[str, dict[str, str]]:
    answer = browser.get(f"/library/plans/gaps.csv?as_of={day}{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.content.startswith(codecs.BOM_UTF8), "spreadsheet programs guess the letters without it"
    table = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {row["local_government_latn"]: row for row in table}


@pytest.fixture
def seeded(session, site) -> None:
    """A plan of every sort."""
    give_file(session, site, a_plan(session, "plandiste", (2023, 2027)))
    give_file(session, site, a_plan(session, "kikinda", (2022, 2026)), FileState.NEEDS_REVIEW)
    give_file(session, site, a_plan(session, "vrsac", (2019, 2023)), FileState.QUARANTINED)
    a_plan(session, "loznica", (2025, 2029))
    a_plan(session, "sid", (2020, 2024), extended_to=date(2027, 12, 31))
    a_plan(session, "ruma", (2027, 2031), adopted_on=date(2026, 10, 1))
    a_plan(session, "indija", (2024, 2028), adopted_on=None)
    older = a_plan(session, "subotica", (2021, 2026))
    give_file(session, site, older)
    a_plan(session, "subotica", (2027, 2031), adopted_on=date(2026, 9, 1), replaces_id=older.resource_id)


def test_the_report_says_how_every_local_government_stands(visitor, seeded) -> None:
    found = rows(visitor)
    assert len(found) == 145
    told = {name: (row["cover"], row["no_file"], row["covered_until"]) for name, row in found.items() if row["plan"]}
    assert told == {
        "Plandište": ("valid", "no", "2027-12-31"),
        "Kikinda": ("expiring", "no", "2026-12-31"),
        "Vršac": ("expired", "yes", "2023-12-31"),
        "Loznica": ("valid", "yes", "2029-12-31"),
        "Šid": ("valid", "yes", "2027-12-31"),
        "Subotica": ("valid", "no", "2031-12-31"),
    }
    assert {row["cover"] for row in found.values() if not row["plan"]} == {"none"}
    assert found["Ruma"]["cover"] == "none" and found["Inđija"]["cover"] == "none"
    kikinda = found["Kikinda"]
    assert kikinda["code"] == "80209" and kikinda["local_government_cyrl"] == "Кикинда"
    assert kikinda["days_left"] == "39" and kikinda["plan_checked_on"] == "2026-01-15"
    assert kikinda["plan_source"] == "Decision of the local assembly"
    assert kikinda["as_of"] == DAY and kikinda["local_governments_date"] == "2023-07-17"


@pytest.mark.parametrize(
    ("day", "cover"),
    [("2022-12-31", "none"), ("2023-01-01", "valid"), ("2026-12-30", "valid"), ("2026-12-31", "expiring"),
     ("2027-12-31", "expiring"), ("2028-01-01", "expired")],
)  # fmt: skip
def test_the_report_is_for_the_day_asked_for(visitor, session, day, cover) -> None:
    a_plan(session, "plandiste", (2023, 2027))
    assert rows(visitor, day=day)["Plandište"]["cover"] == cover


def test_a_replaced_plan_covers_until_it_is_replaced(visitor, session) -> None:
    older = a_plan(session, "ada", (2020, 2030))
    a_plan(session, "ada", (2024, 2025), adopted_on=date(2023, 6, 1), replaces_id=older.resource_id)
    for day, cover, until, left in (
        ("2023-07-01", "valid", "2025-12-31", "914"),
        ("2024-02-29", "valid", "2025-12-31", "671"),
        ("2026-02-28", "expired", "2025-12-31", "-59"),
    ):
        row = rows(visitor, day=day)["Ada"]
        assert (row["cover"], row["covered_until"], row["days_left"]) == (cover, until, left), day


def test_the_page_lists_gaps_and_can_be_narrowed(visitor, seeded) -> None:
    page = visitor.get(f"/library/plans/gaps?as_of={DAY}")
    assert "of 145 local governments on 22 November 2026" in page.text
    assert "Local governments with a gap: 143" in page.text
    assert page.text.index("Vršac") < page.text.index("Kikinda") < page.text.index("Loznica") < page.text.index("Ada")
    assert "File without text" in page.text
    assert "39 days left" in page.text
    assert len(visitor.queries) <= 12
    only = visitor.get(f"/library/plans/gaps?as_of={DAY}&gap=expired").text
    assert "Vršac" in only and "Kikinda" not in only and "Local governments with a gap: 1<" in only
    assert set(rows(visitor, "&gap=no_file")) == {"Vršac", "Loznica", "Šid"}
    assert set(rows(visitor, "&district=RS-04")) == {
        "Alibunar", "Bela Crkva", "Vršac", "Kovačica", "Kovin", "Opovo", "Pančevo", "Plandište",
    }  # fmt: skip
    assert "adopted, begins on 1 January 2027" in visitor.get(f"/library/plans/gaps?as_of={DAY}&district=RS-07").text
    whole = visitor.get(f"/library/plans/gaps?as_of={DAY}&whole=yes").text
    assert all(f">{one.name}</a>" in whole for one in local_governments() if one.key not in {"plandiste", "subotica"})


def test_kosovo_is_asked_for_and_noted(visitor) -> None:
    found = rows(visitor, "&kosovo=with")
    assert len(found) == 174
    assert found["Zvečan*"]["note"].startswith("References to Kosovo*")
    page = visitor.get("/library/plans/gaps?kosovo=with&whole=yes").text
    assert "Zvečan*" in page and "resolution 1244 (1999)" in page
    assert "resolution 1244 (1999)" not in visitor.get("/library/plans/gaps").text


def test_a_wrong_day_comes_back(visitor) -> None:
    for address in ("/library/plans", "/library/plans/gaps", "/library/plans/districts"):
        for day, message in (("soon", "year-month-day"), ("1848-03-15", "between 1990 and 2100")):
            page = visitor.get(f"{address}?as_of={day}")
            assert page.status_code == 422
            assert f'value="{day}"' in page.text and message in page.text
    assert visitor.get("/library/plans/gaps.csv?as_of=soon").status_code == 422
    assert visitor.get("/library/plans/municipalities/ada?as_of=soon").status_code == 422


def test_hidden_plans_leave_no_trace(browse, cast, session) -> None:
    a_plan(session, "ada", (2023, 2027), access=AccessLevel.SIGNED_IN)
    older = a_plan(session, "apatin", (2021, 2030))
    a_plan(session, "apatin", (2024, 2032), access=AccessLevel.STAFF, replaces_id=older.resource_id)
    a_plan(session, "arilje", (2023, 2027), publish=False)
    seen = {}
    for who in ("", "arta", "elena"):
        browser = browse(getattr(cast, who) if who else None)
        seen[who] = {name: row["covered_until"] for name, row in rows(browser).items() if row["plan"]}
        tiles = browser.get(f"/library/plans/districts?as_of={DAY}").text
        listed = browser.get(f"/library/plans?as_of={DAY}").text
        assert ("Replaced" in listed.partition("<table")[2]) == (who == "elena")
        assert "1 of 6 valid" in tiles if who else "0 of 6 valid. No plan: 6" in tiles
    assert seen[""] == {"Apatin": "2030-12-31"}
    assert seen["arta"] == {"Ada": "2027-12-31", "Apatin": "2030-12-31"}
    assert seen["elena"] == {"Ada": "2027-12-31", "Apatin": "2032-12-31"}


def test_a_formula_in_a_title_is_only_text(visitor, session) -> None:
    a_plan(session, "ada", (2023, 2027), title='=HYPERLINK("https://x.example")', source="@SUM(A1)")
    row = rows(visitor)["Ada"]
    assert row["plan"].startswith("'=") and row["plan_source"].startswith("'@")


def test_the_last_review_is_the_one_known_on_the_day(visitor, session) -> None:
    plan = a_plan(session, "plandiste", (2023, 2027))
    a_plan(session, "ada", (2023, 2027))
    a_review(session, plan, 2024, reported_on="2025-03-01")
    a_review(session, plan, 2023, reported_on="2025-06-30")
    a_review(session, plan, 2025, reported_on="2026-04-15")
    told = {}
    for day in ("2025-02-28", "2025-03-01", "2026-04-14", "2026-04-15"):
        row = rows(visitor, day=day)["Plandište"]
        told[day] = (row["last_review_for"], row["last_review_reported_on"])
    assert told == {
        "2025-02-28": ("", ""), "2025-03-01": ("2024", "2025-03-01"), "2026-04-14": ("2024", "2025-03-01"),
        "2026-04-15": ("2025", "2026-04-15"),
    }  # fmt: skip
    assert rows(visitor)["Ada"]["last_review_for"] == rows(visitor)["Ruma"]["last_review_for"] == ""
    for query in ("", "&whole=yes"):
        page = visitor.get(f"/library/plans/gaps?as_of=2026-04-14&gap=no_file{query}")
        assert len(visitor.queries) <= 12
        cells = re.findall(r'data-label="Last review">(.*?)</td>', page.text)
        assert [" ".join(re.sub(r"<.*?>", " ", cell).split()) for cell in cells] == ["none", "for 2024 1 March 2025"]


def test_the_map_says_in_words_what_it_shows(visitor, seeded) -> None:
    page = visitor.get(f"/library/plans/districts?as_of={DAY}").text
    assert 'aria-label="Južnobanatski 1 of 8 valid. Valid plan: 1, Expired: 1, No plan: 6"' in page
    assert page.count('class="tile"') == 25
    assert len(visitor.queries) <= 12
    assert visitor.get(f"/library/plans/districts?as_of={DAY}&kosovo=with").text.count('class="tile"') == 30
