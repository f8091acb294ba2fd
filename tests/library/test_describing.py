"""Describing records at the desk: fields of a kind, languages, dates, identifiers, people, rights."""

import pytest
from sqlalchemy import select

from library.resources.models import Creator, Resource
from library.resources.queries import resource_with_files
from tests.factories.library import make_record

PRACTICE = {
    "title": "Повратак кући", "kind": "practice", "language": "sr-Cyrl", "access": "public", "date": "око 2019",
    "period": "2018-2021", "creators": "Petrović, Marko\nКомесаријат за избеглице", "title_en": "Coming home",
    "title_sr_Cyrl": "does not count", "abstract_en": "A project.", "identifiers": "10.1000/182\nISBN 0-306-40615-2",
    "licence": "CC BY 4.0", "rights": "The municipality.", "of_practice_lead": "Komesarijat za izbeglice\nGrad Niš",
    "of_practice_donor": "European Union", "of_practice_objectives": ["21", "23"], "of_practice_targets": "10.7, 8.8",
    "of_practice_status": "ended", "of_practice_geography": "Niš; Prizren", "of_law_adopted": "nonsense",
}  # fmt: skip


def described(session, resource_id):
    session.expire_all()
    return resource_with_files(session, resource_id)


def test_a_project_is_described_and_shown(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    page = elena.post("/desk/resources", data=PRACTICE)
    assert "The draft is saved." in page.text
    number = session.scalar(select(Resource.id))
    resource = described(session, number)

    assert (resource.date, resource.year, resource.period) == ("2019~", 2019, "2018/2021")
    assert (str(resource.period_from), str(resource.period_to)) == ("2018-01-01", "2021-12-31")
    assert resource.titles == {"en": "Coming home"}
    assert resource.details == {
        "status": "ended", "geography": "Niš; Prizren", "objectives": ["21", "23"], "targets": ["10.7", "8.8"],
    }  # fmt: skip
    assert [(one.scheme, one.value) for one in resource.identifiers] == [
        ("doi", "10.1000/182"), ("isbn", "9780306406157"),
    ]  # fmt: skip
    assert [one.name for one in resource.people_as("lead")] == ["Комесаријат за избеглице", "Grad Niš"]
    assert len(session.scalars(select(Creator)).all()) == 4, "one body in two scripts is one"

    elena.post(f"/desk/resources/{number}/publication")
    work()
    visitor = browse()
    page = visitor.get(f"/library/{number}")
    for text in ("Coming home", "about 2019", "2018–2021", "European Union", "Grad Niš", "10.7, 8.8",
                 "The municipality.",
                 "Return, readmission, reintegration", "https://doi.org/10.1000/182", "/licenses/by/4.0/",
                 f"http://127.0.0.1:8000/library/{number}"):  # fmt: skip
        assert text in page.text, text
    assert len(visitor.queries) <= 12
    assert visitor.get("/api/v1/library/search?q=creator:nis+prizren").json()["total"] == 1
    assert visitor.get(f"/api/v1/library/resources/{number}").json()["date"] == "2019~"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("creators", "x" * 201, "at most 200 characters in a line"),
        ("creators", "\n".join(f"Person {n}" for n in range(51)), "at most 50 lines"),
        ("of_practice_lead", "x" * 201, "at most 200 characters in a line"),
        ("identifiers", "\n".join(f"https://a.example/{n}" for n in range(21)), "at most 20 lines"),
        ("subjects", "\n".join(f"subject {n}" for n in range(41)), "at most 40 lines"),
        ("date", "о" * 50, "at most 40 characters"),
    ],
)
def test_too_much_of_anything_is_said_beside_the_field(browse, cast, session, field, typed, said) -> None:
    answer = browse(cast.elena).post("/desk/resources", data=PRACTICE | {field: typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Повратак кући" in answer.text
    assert session.scalars(select(Resource.id)).all() == []


def test_the_form_shows_what_is_there_and_saving_it_changes_nothing(browse, cast, session) -> None:
    elena = browse(cast.elena)
    elena.post("/desk/resources", data=PRACTICE)
    number = session.scalar(select(Resource.id))
    before = described(session, number)
    kept = (
        before.date,
        before.period,
        dict(before.titles),
        dict(before.details),
        [x.value for x in before.identifiers],
    )

    page = elena.get(f"/desk/resources/{number}")
    assert len(elena.queries) <= 25
    for text in ('value="2018/2021"', 'value="Coming home"', "DOI: 10.1000/182", 'value="10.7 8.8"', "Grad Niš"):
        assert text in page.text, text
    again = {**PRACTICE, "date": "2019~", "identifiers": "DOI: 10.1000/182\nISBN: 9780306406157"}
    elena.post(f"/desk/resources/{number}", data=again)

    after = described(session, number)
    assert kept == (after.date, after.period, after.titles, after.details, [x.value for x in after.identifiers])


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("date", "next week", "Please write a date such as"),
        ("period", "2021-2019", "ends before it begins"),
        ("identifiers", "978-3-16-148410-1", "not an identifier we know"),
        ("of_practice_targets", "10.7 99.9", "There is no “99.9”."),
        ("of_practice_status", "unheard", "Please choose one of the options."),
        ("of_practice_objectives", ["24"], "Please choose one of the options."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(name, typed, said, browse, cast, session) -> None:
    page = browse(cast.elena).post("/desk/resources", data={**PRACTICE, name: typed})
    assert page.status_code == 422
    assert f'id="{name}-error"' in page.text
    assert said in page.text
    assert 'value="Coming home"' in page.text, "what was typed elsewhere is still there"
    assert session.scalars(select(Resource)).all() == []


def test_an_identifier_of_one_document_is_kept_once(browse, cast, session) -> None:
    make_record(session, "The first", identifiers=["10.1000/182", "ISSN 0378-5955"])
    elena = browse(cast.elena)
    refused = elena.post("/desk/resources", data=PRACTICE)
    assert refused.status_code == 422
    assert "belongs to record" in refused.text
    assert "The first" in refused.text
    assert elena.post("/desk/resources", data={**PRACTICE, "identifiers": "ISSN 0378-5955"}).status_code == 200


def test_a_change_of_kind_leaves_what_it_does_not_know(browse, cast, session) -> None:
    elena = browse(cast.elena)
    elena.post("/desk/resources", data=PRACTICE)
    number = session.scalar(select(Resource.id))
    law = {**PRACTICE, "kind": "law", "of_law_adopted": "31.3.2018", "of_law_gazette": "24/2018"}
    elena.post(f"/desk/resources/{number}", data=law)
    resource = described(session, number)
    assert resource.details == {"adopted": "2018-03-31", "gazette": "24/2018"}
    assert resource.people_as("donor") == []
