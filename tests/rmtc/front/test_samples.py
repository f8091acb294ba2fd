"""The demonstration content of the public site."""

from sqlalchemy import func, select

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution
from rmtc.audit.models import AuditEntry
from rmtc.db import WriteSession
from rmtc.front.models import CentreText, Post, PostVersion
from rmtc.front.samples.loader import load_front


def counts(session: WriteSession) -> list[int]:
    models = (Post, PostVersion, Institution)
    return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def test_it_loads_once_and_keeps_what_was_changed(session: WriteSession, mira: Actor) -> None:
    load_front(session, by=mira)
    counted = counts(session)
    assert counted[0] >= 24
    assert counted[1] == 2 * counted[0]
    assert counted[2] >= 12
    first = session.scalars(select(PostVersion).where(PostVersion.language == "sr-Cyrl")).first()
    assert first is not None
    assert not first.proofread
    first.title = "Промењено"
    session.get_one(CentreText, "en").funding_line = "Changed"
    noted = session.scalar(select(func.count()).select_from(AuditEntry))

    load_front(session, by=mira)

    assert [
        session.scalar(select(func.count()).select_from(model)) for model in (Post, PostVersion, Institution)
    ] == counted
    assert first.title == "Промењено"
    assert session.get_one(CentreText, "en").funding_line == "Changed"
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == noted
