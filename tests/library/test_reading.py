"""A record's page, the text view, downloads with ranges, versions."""

from library.resources.forms import ResourceForm
from library.resources.services import add_file, add_version, edit_resource
from rmtc.files.services import keep_file
from rmtc.files.store import open_store
from tests.factories.library import make_pdf, make_record, take_file, take_text

TEXT = "Registri beleže ulaske. " * 20


def test_a_record_shows_what_is_known_in_the_readers_language(visitor, session) -> None:
    make_record(
        session, "Mbrojtja e të dhënave", language="sq", titles={"sr-Cyrl": "Заштита података"}, proofread=False,
        abstracts={"en": "A guide to data.", "sr-Cyrl": "Водич о подацима."}, number="A/73/12", licence="CC BY 4.0",
    )  # fmt: skip
    number = make_record(session, "Other").id - 1

    page = visitor.get(f"/library/{number}?lang=sr-Latn")

    assert '<h1 lang="sq">Mbrojtja' in page.text
    assert "Zaštita podataka" in page.text
    assert "Vodič o podacima." in page.text
    assert "A/73/12" in page.text
    assert len(visitor.queries) <= 12
    english = visitor.get(f"/library/{number}?lang=en")
    assert "A guide to data." in english.text
    assert "Not proofread" in english.text
    assert "not its text" in english.text


def test_text_is_read_without_scripts_and_bytes_come_in_ranges(visitor, session, site, work) -> None:
    taken = take_text(session, site, TEXT, name="Извештај 2024.txt", language="sr-Latn")
    work()
    base = f"/library/{taken.resource.id}"

    page = visitor.get(f"{base}/read?q=регистри")

    assert 'id="page=1"' in page.text
    assert "<mark>Registri</mark>" in page.text
    assert len(visitor.queries) <= 12
    whole = visitor.get(f"{base}/files/Извештај 2024.txt")
    assert whole.text == TEXT
    assert "filename*=UTF-8''%D0%98" in whole.headers["content-disposition"]
    part = visitor.get(f"{base}/files/Извештај 2024.txt", headers={"range": "bytes=0-7"})
    assert (part.status_code, part.text) == (206, "Registri")
    again = visitor.get(f"{base}/files/Извештај 2024.txt", headers={"if-none-match": whole.headers["etag"]})
    assert again.status_code == 304


def test_addresses_that_lead_nowhere(visitor, session, site, work) -> None:
    taken = take_text(session, site, TEXT)
    work()
    base = f"/library/{taken.resource.id}"
    for path in ("/library/999999", "/library/99999999999999999", f"{base}/files/other.txt", f"{base}/files/..%2Fx",
                 f"{base}/cover", f"{base}/read?file=other.txt", f"{base}/read?version=9"):  # fmt: skip
        assert visitor.get(path).status_code == 404, path
    assert visitor.get(f"{base}/read?at=99999").status_code == 200


def test_a_new_version_keeps_the_old_one_readable(visitor, session, site, work, tmp_path) -> None:
    taken = take_text(session, site, "The first edition.", name="law.txt")
    path = tmp_path / "law.txt"
    path.write_text("The second edition.")
    version = add_version(session, taken.resource, by=None)
    add_file(session, taken.resource, version, keep_file(session, open_store(site.settings), path), "law.txt", by=None)
    session.commit()
    work()
    base = f"/library/{taken.resource.id}"

    assert visitor.get(f"{base}/files/law.txt").text == "The second edition."
    assert visitor.get(f"{base}/files/law.txt?version=1").text == "The first edition."
    assert "Earlier versions" in visitor.get(base).text
    assert visitor.get("/api/v1/library/search?q=first+edition").json()["total"] == 0
    assert visitor.get("/api/v1/library/search?q=second+edition").json()["hits"][0]["page"] == 1


def test_an_edit_replaces_creators_and_reaches_the_index(visitor, session, work) -> None:
    resource = make_record(session, "Old name", creators=["Ministry", "Hoxha, Arta"])
    work()
    edit_resource(session, resource, ResourceForm(title="New name", language="en", creators=["Office"]), by=None)
    session.commit()
    work()

    found = visitor.get(f"/api/v1/library/resources/{resource.id}").json()

    assert (found["title"], found["creators"]) == ("New name", ["Office"])
    assert visitor.get("/api/v1/library/search?q=old").json()["total"] == 0
    assert visitor.get("/api/v1/library/search?q=new&limit=500").status_code == 422


def test_a_pdf_opens_in_the_reader_with_its_text_beneath(visitor, session, site, work, tmp_path) -> None:
    path = make_pdf(tmp_path / "two.pdf", ["First page about borders.", "Second page about seasonal work."])
    taken = take_file(session, site, path, language="en", title="Two pages")
    work()
    base = f"/library/{taken.resource.id}"

    page = visitor.get(f"{base}/read?q=seasonal")

    assert f'data-file="{base}/files/two.pdf"' in page.text
    assert 'data-query="seasonal"' in page.text
    assert "/ 2" in page.text
    assert "<mark>seasonal</mark>" in page.text
    assert len(visitor.queries) <= 12
    assert f'href="{base}/read?q=seasonal#page=2"' in visitor.get("/library?q=seasonal").text
    cover = visitor.get(f"{base}/cover")
    assert (cover.status_code, cover.headers["content-type"]) == (200, "image/webp")
