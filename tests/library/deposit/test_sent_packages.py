"""A package sent piece by piece: gone on with after a break, tried in the background, never for those outside."""

import io
import zipfile

from sqlalchemy import func, select

from library.collections.forms import CollectionForm
from library.collections.policies import SUBMITTER
from library.collections.services import add_collection, give_role
from library.deposit.models import Deposit, SentFile
from library.packages.models import Package, PackageState
from library.resources.models import Resource
from tests.library.deposit.test_sending import SCRIPT, TEXT, announce, send

TABLE = "file,title,year,language,kind\na.txt,First,2023,en,guide\nb.txt,Second,2024,en,guide\n"


def packed() -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("metadata.csv", TABLE)
        for name in ("a.txt", "b.txt"):
            archive.writestr(name, f"The words of {name}. " * 50)
    return place.getvalue()


def begin(browser) -> str:
    answer = browser.post("/desk/packages", data={}, headers=SCRIPT)
    assert answer.status_code == 201
    return answer.json()["url"]


def test_a_package_sent_in_pieces_goes_on_after_a_break_and_is_tried(browse, cast, session, site, work) -> None:
    elena, whole = browse(cast.elena), packed()
    url = begin(elena)
    (told,) = announce(elena, url, ("papers.zip", len(whole))).json()["files"]
    send(elena, url, told["id"], 0, whole[:300])

    later = browse(cast.elena)
    assert "Package" in later.get(url).text and 'accept=".zip"' in later.get(url).text
    (again,) = announce(later, url, ("papers.zip", len(whole))).json()["files"]
    assert (again["id"], again["received"]) == (told["id"], 300)
    send(later, url, told["id"], 300, whole[300:])
    work()

    package = session.scalars(select(Package)).one()
    assert (package.state, package.created_by, package.name) == (PackageState.CHECKED, cast.elena.id, "papers.zip")
    assert f'href="/desk/packages/{package.id}"' in later.get(url).text
    assert session.scalar(select(func.count()).select_from(Resource)) == 0
    later.post(f"/desk/packages/{package.id}/run")
    work()
    assert sorted(session.scalars(select(Resource.title))) == ["First", "Second"]
    assert list((site.settings.data / "incoming").iterdir()) == []
    assert "Package" in later.get("/deposits").text


def test_a_form_without_scripts_sends_on_what_was_begun(browse, cast, session, work) -> None:
    elena = browse(cast.elena)
    page = elena.post(f"{begin(elena)}/files", files=[("files", ("papers.zip", packed()))], data={})
    assert "Package" in page.text
    work()
    assert session.scalars(select(Package.state)).all() == [PackageState.CHECKED]


def test_what_is_no_zip_is_refused_when_it_has_arrived(browse, cast, session, site, work) -> None:
    elena = browse(cast.elena)
    url = begin(elena)
    (told,) = announce(elena, url, ("papers.zip", len(TEXT))).json()["files"]
    send(elena, url, told["id"], 0, TEXT)
    work()
    assert "Please choose a ZIP." in elena.get(url).text
    assert session.scalar(select(func.count()).select_from(Package)) == 0
    assert list((site.settings.data / "incoming").iterdir()) == []


def test_packages_stay_with_the_staff(browse, cast, session) -> None:
    shelf = add_collection(session, CollectionForm(key="papers", titles={"en": "Papers"}), by=None)
    give_role(session, shelf, SUBMITTER, ("person", cast.arta.id), by=None)
    url = begin(browse(cast.elena))
    session.get(Deposit, int(url.rsplit("/", 1)[1])).created_by = cast.arta.id
    session.commit()
    arta = browse(cast.arta)
    assert arta.post("/desk/packages", data={}, headers=SCRIPT).status_code == 403
    assert arta.get(url).status_code == 404
    assert announce(arta, url, ("papers.zip", 10)).status_code == 404
    assert session.scalar(select(func.count()).select_from(SentFile)) == 0
    elsewhere = browse(cast.elena).post("/desk/packages", data={}, headers=SCRIPT | {"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
