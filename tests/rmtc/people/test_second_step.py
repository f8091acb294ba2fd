"""A manager helps somebody who has lost their second step; its secret is of no use to who has only the database."""

import pyotp
import pytest
from sqlalchemy import select

from rmtc.accounts.models import RecoveryCode, RoleName, SecondFactor
from rmtc.accounts.sealed_secrets import seal, unseal
from rmtc.accounts.second_factor import has_second_factor, take_code
from rmtc.audit.models import AuditEntry
from rmtc.clock import now
from rmtc.mail.models import Mail

KEY = b"the key of the site"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def arta(session, cast):
    """Arta signs in with an app, and has a code on paper."""
    factor = SecondFactor(person_id=cast.arta.id, secret=seal(KEY, cast.arta.id, SECRET), created_at=now())
    factor.confirmed_at = now()
    session.add_all([factor, RecoveryCode(person_id=cast.arta.id, code_hash="0" * 64)])
    session.commit()
    return cast.arta


def test_a_manager_switches_it_off_and_the_person_is_told(browse, session, cast, arta) -> None:
    browser = browse(cast.mira)
    assert "Switch the second step off" in browser.get(f"/manage/people/{arta.id}").text
    page = browser.post(f"/manage/people/{arta.id}/second-step/removal")
    assert "is enough again" in page.text
    assert "Switch the second step off" not in page.text
    session.expire_all()
    assert not has_second_factor(session, arta.id)
    assert session.scalars(select(RecoveryCode)).all() == []
    noted = session.scalars(select(AuditEntry).where(AuditEntry.what == "second_factor.reset")).one()
    assert (noted.subject_id, noted.by) == (arta.id, cast.mira.id)
    letter = session.scalars(select(Mail).where(Mail.to == arta.email)).one()
    assert "The Centre has switched off the code" in letter.text
    assert browser.post(f"/manage/people/{arta.id}/second-step/removal").status_code == 409


def test_nobody_else_switches_it_off(browse, visitor, session, cast, arta) -> None:
    path = f"/manage/people/{arta.id}/second-step/removal"
    coordinator = cast.make("Cora Coordinator")
    cast.give(coordinator, RoleName.COORDINATOR, "institution", cast.ministry.id)
    assert browse(coordinator).post(path).status_code == 403
    elsewhere = cast.make("Cornelia Elsewhere")
    cast.give(elsewhere, RoleName.COORDINATOR, "institution", cast.ministry.id + 1)
    assert browse(elsewhere).post(path).status_code == 404
    assert browse(arta).post(path).status_code == 403
    assert visitor.post(path).status_code == 401
    assert browse(cast.mira).post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert has_second_factor(session, arta.id)


def test_a_manager_does_not_reach_an_administrator(browse, session, cast, arta) -> None:
    cast.give(arta, RoleName.ADMIN)
    path = f"/manage/people/{arta.id}/second-step/removal"
    assert browse(cast.mira).post(path).status_code == 403
    assert browse(cast.ada).post(path).status_code == 200


def test_a_sealed_secret_opens_with_its_key_for_its_person_only() -> None:
    sealed = seal(KEY, 7, SECRET)
    assert len(sealed) == 64
    assert sealed != seal(KEY, 7, SECRET)
    assert unseal(KEY, 7, sealed) == SECRET
    assert unseal(KEY, 8, sealed) is None
    assert unseal(b"another key", 7, sealed) is None
    assert unseal(KEY, 7, sealed[:-2] + "AA") is None
    assert unseal(KEY, 7, "not base64 at all é") is None


def test_a_secret_kept_open_is_sealed_when_it_is_used(session, cast) -> None:
    session.add(SecondFactor(person_id=cast.arta.id, secret=SECRET, created_at=now(), confirmed_at=now()))
    session.commit()
    assert take_code(session, cast.arta.id, pyotp.TOTP(SECRET).at(now()), KEY)
    kept = session.scalars(select(SecondFactor.secret)).one()
    assert kept != SECRET
    assert unseal(KEY, cast.arta.id, kept) == SECRET


def test_another_key_of_the_site_takes_no_code(session, cast, arta) -> None:
    assert not take_code(session, arta.id, pyotp.TOTP(SECRET).at(now()), b"another key")
