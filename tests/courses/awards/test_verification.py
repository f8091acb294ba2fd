"""Anyone verifies a certificate; the holder's name only with the code on it."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from courses.awards.forms import RevocationForm
from courses.awards.models import Certificate
from courses.awards.queries import standing
from courses.awards.services import change_standing
from rmtc.db import WriteSession
from tests.browsing import Browser
from tests.factories.awards import certify_arta
from tests.factories.courses import as_actor
from tests.personas import Cast


@pytest.fixture
def certificate(session: WriteSession, cast: Cast) -> Certificate:
    return certify_arta(session, cast)


def test_a_visitor_sees_that_it_stands_but_not_whose_it_is(visitor: Browser, certificate: Certificate) -> None:
    page = visitor.get(f"/verify/{certificate.serial}")
    assert page.status_code == 200 and "This certificate is valid" in page.text
    assert "Migration and Gender" in page.text and "Arta" not in page.text
    assert "indicative" in page.text
    assert len(visitor.queries) <= 12


def test_with_the_code_the_holder_is_shown(visitor: Browser, certificate: Certificate) -> None:
    spaced = f"{certificate.code[:4]}-{certificate.code[4:8]} {certificate.code[8:]}".lower()
    assert "Arta Hoxha" in visitor.get(f"/verify/{certificate.serial}", params={"code": spaced}).text


def test_a_wrong_code_is_said_to_be_wrong(visitor: Browser, certificate: Certificate) -> None:
    page = visitor.get(f"/verify/{certificate.serial}", params={"code": "AAAABBBBCCCCDDDD"})
    assert "is not the one on this certificate" in page.text and "Arta" not in page.text


def test_the_form_leads_to_the_verdict(visitor: Browser, certificate: Certificate) -> None:
    assert "Verify a certificate" in visitor.get("/verify").text
    empty = visitor.get("/verify", params={"serial": " "})
    assert empty.status_code == 422 and "Please fill this in." in empty.text
    found = visitor.get("/verify", params={"serial": f" {certificate.serial.lower()} ", "code": certificate.code})
    assert "Arta Hoxha" in found.text


def test_an_unknown_number_is_answered_plainly(visitor: Browser) -> None:
    page = visitor.get("/verify/RMTC-1999-0001")
    assert page.status_code == 404 and "holds no certificate with the number RMTC-1999-0001" in page.text


@pytest.mark.parametrize("typed", ["..", "/", "a/b", "RMTC 2026?x", "<script>", "Ж" * 500])
def test_what_is_no_number_leads_to_no_other_page(visitor: Browser, typed: str) -> None:
    answer = visitor.get("/verify", params={"serial": typed})
    assert (answer.status_code, answer.url.path) == (404, "/verify")
    assert "holds no certificate" in answer.text


def test_a_revoked_certificate_says_so_everywhere(
    visitor: Browser, session: WriteSession, cast: Cast, certificate: Certificate
) -> None:
    found = standing(session, certificate.serial)
    assert found is not None
    form = RevocationForm(kind="revoked", reason="Issued to the wrong person.")
    change_standing(session, found, form, by=as_actor(cast.mira))
    session.commit()

    assert "This certificate has been revoked" in visitor.get(f"/verify/{certificate.serial}").text
    assert visitor.get(f"/api/v1/certificates/{certificate.serial}").json()["status"] == "revoked"


def test_the_api_tells_the_same(visitor: Browser, certificate: Certificate) -> None:
    without = visitor.get(f"/api/v1/certificates/{certificate.serial}").json()
    assert without["status"] == "valid" and without["programme"] == "Migration and Gender"
    assert without["year"] == certificate.year and "holder" not in without
    with_code = visitor.get(f"/api/v1/certificates/{certificate.serial}", params={"code": certificate.code})
    assert with_code.json()["holder"] == "Arta Hoxha"
    unknown = visitor.get("/api/v1/certificates/RMTC-1999-0001")
    assert unknown.status_code == 404 and unknown.headers["content-type"] == "application/problem+json"


def test_the_holder_downloads_a_tagged_pdf(browse, certificate: Certificate, cast: Cast, tmp_path: Path) -> None:
    address = f"/record/certificates/{certificate.serial}.pdf"
    mine = browse(cast.arta).get(address)
    assert mine.status_code == 200 and mine.content.startswith(b"%PDF-")
    assert mine.content == browse(cast.ivana).get(address).content
    assert browse(cast.marko).get(address).status_code == 404
    if tool := shutil.which("pdftotext"):
        path = tmp_path / "certificate.pdf"
        path.write_bytes(mine.content)
        text = subprocess.run([tool, path, "-"], capture_output=True, text=True, check=True).stdout
        assert "Arta Hoxha" in text and certificate.serial in text and certificate.code in text
        assert "indicative" in text


def test_the_holder_finds_it_in_their_record(browse, certificate: Certificate, cast: Cast) -> None:
    browser = browse(cast.arta)
    assert certificate.serial in browser.get("/record").text
    assert len(browser.queries) <= 12


def test_the_register_is_for_those_who_read_records(
    browse, visitor: Browser, certificate: Certificate, cast: Cast
) -> None:
    browser = browse(cast.ivana)
    assert certificate.serial in browser.get("/records/certificates").text
    assert len(browser.queries) <= 25
    assert browse(cast.arta).get("/records/certificates").status_code == 403
    assert browse(cast.ivana).get("/records/certificates/RMTC-1999-0001").status_code == 404
    assert visitor.get("/records/certificates", follow_redirects=False).status_code == 303


def test_the_day_of_issue_is_the_day_in_plandiste(
    visitor: Browser, session: WriteSession, certificate: Certificate
) -> None:
    """Half past midnight there is the evening before in UTC."""
    certificate.issued_at = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    session.commit()
    told = visitor.get(f"/api/v1/certificates/{certificate.serial}").json()
    assert told["issued"] == "2026-03-05"
    assert "5 March 2026" in visitor.get(f"/verify/{certificate.serial}").text
