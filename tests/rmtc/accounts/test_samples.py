"""The demonstration people."""

from sqlalchemy import func, select

from rmtc.accounts.actors import the_site
from rmtc.accounts.models import Institution, Person, Role, RoleName
from rmtc.accounts.samples import PASSWORD, load_people
from rmtc.audit.models import AuditEntry
from rmtc.db import WriteSession
from tests.browsing import Browser


def counts(session: WriteSession) -> list[int | None]:
    return [session.scalar(select(func.count()).select_from(kind)) for kind in (Institution, Person, Role, AuditEntry)]


def test_every_role_has_an_account_and_loading_again_changes_nothing(session: WriteSession, visitor: Browser) -> None:
    load_people(session, by=the_site())
    session.commit()
    once = counts(session)
    load_people(session, by=the_site())
    session.commit()

    assert counts(session) == once
    assert once[:3] == [13, 33, 33]
    assert set(session.scalars(select(Role.name))) == set(RoleName)
    names = dict(session.execute(select(Person.email, Person.name)).all())
    assert names["learner@demo.rmtc.example"] == "Arta Hoxha"
    assert names["trainer@demo.rmtc.example"] == "Marko Jovanović"
    form = {"email": "librarian@demo.rmtc.example", "password": PASSWORD}
    assert visitor.post("/sign-in", data=form, follow_redirects=False).status_code == 303
