"""Repositories at the desk: noting, changing, asking; wrong forms, and who may not."""

import pytest
from sqlalchemy import select

from library.gathering.models import PartnerRepository, Visit
from rmtc.jobs.models import Job

LIST = "/desk/repositories"
FORM = {
    "name": "Partner",
    "address": "https://partner.example/oai",
    "part": "",
    "collection": "",
    "language": "sr-Cyrl",
    "is_active": "on",
}


def test_a_repository_is_noted_asked_and_changed(browse, cast, session) -> None:
    elena = browse(cast.elena)
    assert "No repository is known yet" in elena.get(LIST).text
    page = elena.post(LIST, data=FORM)
    assert page.status_code == 200 and "The repository is asked now." in page.text
    repository = session.scalars(select(PartnerRepository)).one()
    assert (repository.language, repository.publishes, repository.is_active) == ("sr-Cyrl", False, True)
    jobs = session.scalars(select(Job).where(Job.kind == "library.gather")).all()
    assert [job.args for job in jobs] == [{"repository_id": repository.id}]
    changed = elena.post(f"{LIST}/{repository.id}", data={**FORM, "name": "Renamed", "publishes": "on"})
    assert "Renamed" in changed.text
    session.refresh(repository)
    assert repository.publishes
    assert elena.post(f"{LIST}/{repository.id}/visits").status_code == 200
    assert "Renamed" in elena.get(LIST).text
    assert len(elena.queries) <= 25


def test_a_visit_to_an_inner_address_is_told(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    elena.post(LIST, data={**FORM, "address": "http://127.0.0.1:8080/oai"})
    work()
    assert "not on the open internet" in str(session.scalars(select(Visit.why)).one())
    assert "not on the open internet" in elena.get(LIST).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("address", "partner.example"),
        ("address", "file:///etc/passwd"),
        ("address", "https://partner.example/oai?verb=x"),
        ("part", "a b"),
        ("collection", "none-such"),
        ("language", "xx"),
    ],
)
def test_a_wrong_form_comes_back(browse, cast, session, field, value) -> None:
    page = browse(cast.elena).post(LIST, data={**FORM, "name": "Kept name", field: value})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert field == "name" or 'value="Kept name"' in page.text
    assert session.scalars(select(PartnerRepository)).all() == []


def test_two_repositories_do_not_share_a_name(browse, cast) -> None:
    elena = browse(cast.elena)
    elena.post(LIST, data=FORM)
    again = elena.post(LIST, data=FORM)
    assert again.status_code == 422
    assert "There is a repository with this name already." in again.text


def test_only_librarians_keep_repositories(browse, cast) -> None:
    elena = browse(cast.elena)
    number = elena.post(LIST, data=FORM).url.path.rpartition("/")[2]
    arta = browse(cast.arta)
    for path in (LIST, f"{LIST}/new", f"{LIST}/{number}"):
        assert arta.get(path).status_code == 403
        assert browse().get(path).url.path == "/sign-in"
    for path in (LIST, f"{LIST}/{number}", f"{LIST}/{number}/visits"):
        assert arta.post(path, data=FORM).status_code == 403
        assert elena.post(path, data=FORM, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert elena.get(f"{LIST}/999999").status_code == 404
