"""What leave, withdrawal and states change about who sees what."""

import pytest

from library.leave.granting import GrantForm, end_grant, grant
from library.resources.forms import WithdrawalForm
from library.resources.models import AccessLevel, Resource, ResourceState
from library.resources.policies import is_public
from library.resources.queries import visible_resources
from library.resources.services import withdraw_resource
from rmtc.accounts.models import RoleName
from rmtc.clock import now
from tests.factories.library import make_record
from tests.library.rights.shelf import WORD, one_of_each_level


@pytest.fixture
def shelf(session, site, work, tmp_path):
    records = one_of_each_level(session, site, tmp_path)
    work()
    return records


def test_a_grant_opens_one_record_to_one_person_until_it_ends(shelf, session, browse, cast, work) -> None:
    number, name = shelf[AccessLevel.STAFF]
    resource = session.get(Resource, number)
    form = GrantForm(holder_kind="person", holder_id=cast.arta.id, reason="reads it in a course")
    given = grant(session, resource, form, by=None)
    session.commit()
    work()
    arta, stranger = browse(cast.arta), browse(cast.stranger)

    assert arta.get(f"/library/{number}/files/{name}").status_code == 200
    assert arta.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 3
    assert stranger.get(f"/library/{number}").status_code == 404
    assert stranger.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 2

    end_grant(session, resource, given, by=None)
    session.commit()
    work()
    assert arta.get(f"/library/{number}").status_code == 404
    assert arta.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 2
    assert given.until <= now()


def test_a_withdrawn_record_leaves_a_tombstone_for_those_it_was_open_to(shelf, session, browse, cast, work) -> None:
    for level in (AccessLevel.PUBLIC, AccessLevel.STAFF):
        resource = session.get(Resource, shelf[level][0])
        withdraw_resource(session, resource, WithdrawalForm(reason="Replaced by a new edition"), by=None)
    session.commit()
    work()
    visitor = browse()

    gone = visitor.get(f"/library/{shelf[AccessLevel.PUBLIC][0]}")

    assert gone.status_code == 410
    assert "Replaced by a new edition" in gone.text
    assert "Title public" in gone.text
    assert visitor.get(f"/library/{shelf[AccessLevel.PUBLIC][0]}/files/public.pdf").status_code == 410
    assert visitor.get(f"/library/{shelf[AccessLevel.STAFF][0]}").status_code == 404
    assert visitor.get(f"/api/v1/library/search?q={WORD}").json()["total"] == 0
    assert browse(cast.elena).get(f"/library/{shelf[AccessLevel.STAFF][0]}").status_code == 200


def test_a_grant_to_a_run_opens_to_those_in_it(shelf, session, browse, cast, work) -> None:
    number, _ = shelf[AccessLevel.STAFF]
    form = GrantForm(holder_kind="run", holder_id=7, reason="read in the run")
    grant(session, session.get(Resource, number), form, by=None)
    cast.give(cast.arta, RoleName.LEARNER, "run", 7)
    cast.give(cast.stranger, RoleName.LEARNER, "run", 8)
    session.commit()
    work()
    assert browse(cast.arta).get(f"/library/{number}").status_code == 200
    assert browse(cast.arta).get(f"/api/v1/library/search?q={WORD}").json()["total"] == 3
    assert browse(cast.stranger).get(f"/library/{number}").status_code == 404


@pytest.mark.parametrize("level", AccessLevel)
@pytest.mark.parametrize("state", ResourceState)
def test_what_is_public_is_the_same_with_and_without_a_query(session, level, state) -> None:
    resource = make_record(session, access=level)
    resource.state = state
    session.flush()
    assert is_public(resource) == bool(visible_resources(session, [resource.id], None))
