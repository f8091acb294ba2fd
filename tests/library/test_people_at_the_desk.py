"""Persons and bodies at the desk: found in any script, renamed, merged; who may not."""

import pytest
from sqlalchemy import select

from library.resources.models import Creator
from library.resources.queries import resource_with_files
from tests.factories.library import make_record

FORM = {"name": "Комесаријат за избеглице и миграције", "is_body": "on", "names": "KIRS\nCommissariat for Refugees"}


@pytest.fixture
def two(session):
    """Two records by what is really one body."""
    first = make_record(session, "First", creators=["Комесаријат за избеглице", "Hoxha, Arta"])
    second = make_record(session, "Second", creators=["Commissariat"], contributors={"lead": ["Commissariat"]})
    return first.id, second.id


def creator(session, name) -> Creator:
    return session.scalar(select(Creator).where(Creator.name == name))


def test_they_are_listed_found_and_suggested(two, browse, cast, session) -> None:
    elena = browse(cast.elena)
    page = elena.get("/desk/people")
    assert all(name in page.text for name in ("Комесаријат за избеглице", "Commissariat", "Hoxha, Arta"))
    assert len(elena.queries) <= 25
    found = elena.get("/desk/people?q=komesarijat+izbeglice")
    assert "Комесаријат за избеглице" in found.text
    assert "Hoxha" not in found.text
    assert "Nobody of this name" in elena.get("/desk/people?q=zzz").text
    assert elena.get("/desk/people/suggestions?q=komes").json() == {"suggestions": ["Комесаријат за избеглице"]}
    assert elena.get("/desk/people/suggestions?q=").json() == {"suggestions": []}


def test_a_name_is_changed_and_the_further_ones_are_understood(two, browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    number = creator(session, "Комесаријат за избеглице").id

    page = elena.post(f"/desk/people/{number}", data=FORM)

    assert "Saved. The records follow." in page.text
    assert "KIRS" in page.text
    work()
    assert browse().get("/api/v1/library/search?q=creator:migracije").json()["total"] == 1
    third = make_record(session, "Third", creators=["kirs"])
    assert [one.id for one in resource_with_files(session, third.id).authors] == [number]


def test_two_are_made_one(two, browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    double, kept = creator(session, "Commissariat").id, creator(session, "Комесаријат за избеглице").id

    page = elena.post(f"/desk/people/{double}/merger", data={"into": "Komesarijat za izbeglice"})

    assert page.url.path == f"/desk/people/{kept}"
    assert "Commissariat" in page.text, "its name is kept as a further one"
    session.expire_all()
    second = resource_with_files(session, two[1])
    assert [one.id for one in second.authors] == [kept]
    assert [one.id for one in second.people_as("lead")] == [kept]
    assert session.get(Creator, double) is None
    assert elena.get(f"/desk/people/{double}").status_code == 404


def test_what_cannot_be_is_said_beside_the_field(two, browse, cast, session) -> None:
    elena = browse(cast.elena)
    number = creator(session, "Commissariat").id
    taken = elena.post(f"/desk/people/{number}", data={**FORM, "name": "Komesarijat za izbeglice"})
    assert (taken.status_code, "has this name already" in taken.text) == (422, True)
    assert "KIRS" in taken.text
    assert elena.post(f"/desk/people/{number}", data={**FORM, "name": ""}).status_code == 422
    nobody = elena.post(f"/desk/people/{number}/merger", data={"into": "Nobody at all"})
    assert (nobody.status_code, "There is nobody of this name" in nobody.text) == (422, True)
    assert elena.post(f"/desk/people/{number}/merger", data={"into": str(number)}).status_code == 409


def test_it_is_for_librarians(two, browse, cast, session) -> None:
    number = creator(session, "Commissariat").id
    for path in ("/desk/people", "/desk/people/suggestions?q=k", f"/desk/people/{number}"):
        assert browse(cast.arta).get(path).status_code == 403
        assert browse().get(path, follow_redirects=False).status_code in {303, 401}
    for path in (f"/desk/people/{number}", f"/desk/people/{number}/merger"):
        assert browse(cast.arta).post(path, data=FORM).status_code == 403
        assert browse().post(path, data=FORM).status_code == 401
        elsewhere = browse(cast.elena).post(path, data=FORM, headers={"sec-fetch-site": "cross-site"})
        assert elsewhere.status_code == 403
    assert browse(cast.elena).get("/desk/people/99999999999").status_code == 404
