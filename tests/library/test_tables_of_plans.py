"""Local action plans from metadata.csv: facts beside the file, in the words people use; a wrong line stops no other."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from library.carried.plans_in_tables import plan_told
from library.importing.imports import Manner, import_files
from library.packages.jobs import go_through
from library.plans.models import ActionPlan, AdoptingBody, Axis, MigrationCouncil, PlanTopic
from library.resources.models import Resource, ResourceState
from rmtc.accounts.models import Institution
from rmtc.clock import today

HEAD = (
    "file;title;language;municipality;starts;ends;adopted_on;adopted_by;council;groups;themes;budget;institution;"
    "replaces;source;checked_on\n"
)
OLDER = "a.txt;Stari plan;sr-Latn;Општина Пландиште;2019;2023;2018-12-20;;;;;;;;Sl. list 3/2018;\n"
NEWER = (
    "b.txt;Нови план;sr-Cyrl;Plandište;2024;2028-06;2023-11-02;Скупштина општине или града;formed;"
    '"Returnees under readmission|Roma";"stigma|Незапосленост младих";'
    "1.250.000,00;Office;Stari plan;Sl. list;2026-01-15\n"
)


def folder(tmp_path, *lines: str):
    place = tmp_path / "in"
    place.mkdir()
    (place / "metadata.csv").write_text(HEAD + "".join(lines), encoding="utf-8")
    for number, name in enumerate("abcdefgh"):
        (place / f"{name}.txt").write_text(f"План број {number} за повратнике у општини.", encoding="utf-8")
    return place


def run(site, place, *, dry_run=False):
    told = []
    import_files(site, place, dry_run=dry_run, tell=told.append, further=plan_told)
    return [(one.what, str(one.sentence)) for one in told]


def test_a_table_makes_plans_that_follow_one_another(site, session, tmp_path, visitor) -> None:
    session.add(Institution(name="Office", country="RS"))
    session.commit()
    place = folder(tmp_path, OLDER, NEWER)
    assert [what for what, _said in run(site, place, dry_run=True)] == ["would add", "would add"]
    assert session.scalars(select(ActionPlan)).all() == []
    assert [what for what, _said in run(site, place)] == ["added", "added"]
    older, newer = session.scalars(select(ActionPlan).order_by(ActionPlan.starts)).all()
    assert (older.municipality, older.starts, older.ends) == ("plandiste", date(2019, 1, 1), date(2023, 12, 31))
    assert (older.checked_on, older.source, older.replaces_id) == (today(), "Sl. list 3/2018", None)
    assert (newer.ends, newer.replaces_id, newer.budget) == (date(2028, 6, 30), older.resource_id, Decimal(1_250_000))
    assert (newer.adopted_by, newer.council) == (AdoptingBody.ASSEMBLY, MigrationCouncil.FORMED)
    assert newer.institution_id is not None
    topics = session.execute(select(PlanTopic.axis, PlanTopic.key).where(PlanTopic.plan_id == newer.resource_id))
    assert set(map(tuple, topics)) == {
        (Axis.GROUP, "returnees"), (Axis.GROUP, "roma"), (Axis.THEME, "stigma"), (Axis.THEME, "youth"),
    }  # fmt: skip
    kinds = session.execute(select(Resource.kind, Resource.state)).all()
    assert set(map(tuple, kinds)) == {("action_plan", ResourceState.PUBLISHED)}
    assert "Нови план" in visitor.get("/library/plans/municipalities/plandiste").text
    assert [what for what, _said in run(site, place)] == ["known", "known"]


@pytest.mark.parametrize(
    "name", ["plandiste", "Plandište", "Пландиште", "PLANDISTE", "општина Пландиште", "Opština Plandište", "80349"]
)
def test_a_local_government_is_known_by_its_names(site, session, tmp_path, name) -> None:
    run(site, folder(tmp_path, OLDER.replace("Општина Пландиште", name)))
    assert session.scalars(select(ActionPlan.municipality)).all() == ["plandiste"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("Општина Пландиште", "Атлантида"), "Column “municipality” cannot be “Атлантида”."),
        (("Општина Пландиште", ""), "The column “municipality” is empty."),
        ((";2019;", ";soon;"), "Column “starts” cannot be “soon”."),
        ((";2019;2023;", ";2023;2019;"), "Column “ends” cannot be “2019”."),
        (("Sl. list 3/2018", ""), "Column “source” cannot be “”."),
        (("2018-12-20;;;;", "2018-12-20;;;martians;"), "Column “groups” cannot be “martians”."),
        (("2018-12-20;;", "2018-12-20;;maybe"), "Column “council” cannot be “maybe”."),
    ],
)
def test_a_wrong_line_is_refused_and_the_next_taken(site, session, tmp_path, wrong, sentence) -> None:
    good = OLDER.replace("a.txt", "c.txt").replace("Општина Пландиште", "Ада")
    place = folder(tmp_path, OLDER.replace(*wrong), good)
    assert run(site, place, dry_run=True)[0] == ("refused", sentence)
    assert [what for what, _said in run(site, place)] == ["refused", "added"]
    assert session.scalars(select(ActionPlan.municipality)).all() == ["ada"]


def test_what_is_not_known_stays_outside_and_is_said(site, session, tmp_path) -> None:
    [(what, said)] = run(site, folder(tmp_path, NEWER.replace("Office", "Nobody")))
    assert what == "added"
    assert "The institution “Nobody” is not known here." in said
    assert "There is no older plan “Stari plan” of this local government." in said


def test_lines_without_a_plan_stay_records(site, session, tmp_path) -> None:
    place = folder(tmp_path, "a.txt;A report;en;;;;;;;;;;;;;\n")
    assert run(site, place)[0][0] == "added"
    assert session.scalars(select(ActionPlan)).all() == []


def test_a_package_at_the_desk_makes_drafts_of_plans(site, session, tmp_path, browse, cast) -> None:
    told = []
    go_through(site, folder(tmp_path, OLDER), told.append, Manner(publish=False, read=False))
    assert [one.what for one in told] == ["added"]
    assert session.scalars(select(Resource.state)).all() == [ResourceState.DRAFT]
    assert session.scalars(select(ActionPlan.municipality)).all() == ["plandiste"]
    assert "municipality, starts, ends" in browse(cast.elena).get("/desk/packages").text
