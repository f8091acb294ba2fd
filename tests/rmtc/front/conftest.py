"""What tests of the public site start from."""

import pytest

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.db import WriteSession
from tests.personas import Cast


@pytest.fixture
def mira(cast: Cast) -> Actor:
    """The manager as an actor, for arranging."""
    person = cast.mira
    return Actor(id=person.id, name=person.name, email=person.email, grants=frozenset({(RoleName.MANAGER, "", 0)}))


@pytest.fixture
def loaded(session: WriteSession, mira: Actor) -> None:
    """The demonstration content of the public site."""
    from rmtc.front.samples.loader import load_front  # noqa: PLC0415 - only where it is needed

    load_front(session, by=mira)
    session.commit()
