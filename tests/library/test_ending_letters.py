"""Letters that come again end in one step: headers for mail programs, a page for people, no account needed."""

import email
import email.policy
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from library.coverage.jobs import send_reminders
from library.coverage.tokens import token_of
from library.plans.models import PlanSilence
from rmtc.accounts.models import Institution, PersonState, RoleName
from rmtc.clock import at
from rmtc.mail.jobs import deliver, message_of
from rmtc.mail.services import post
from tests.factories.plans import a_plan
from tests.letters import letters_to

LAST = date(2026, 12, 31)
ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def vera(session, cast):
    """The coordinator of a town whose plan ends."""
    town = Institution(name="Municipality of Plandište", country="RS")
    session.add(town)
    session.commit()
    a_plan(session, years=(2022, 2026), institution_id=town.id)
    person = cast.make("Vera Coordinator", institution=town)
    cast.give(person, RoleName.COORDINATOR, "institution", town.id)
    return person


def remind(site, days_before: int) -> None:
    day = LAST - timedelta(days=days_before)
    with at(datetime(day.year, day.month, day.day, 6, tzinfo=ZoneInfo("Europe/Belgrade"))):
        send_reminders(site, {})


def address_in(message) -> str:
    """The path of the address that the header names."""
    [found] = message.get_all("List-Unsubscribe")
    assert found.startswith("<http") and found.endswith(">")
    assert message.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    return urlsplit(found.strip("<>")).path


def test_a_mail_program_ends_reminders_by_the_header_alone(session, site, cast, vera, browse) -> None:
    elena = cast.elena
    remind(site, 180)
    [letter] = letters_to(session, vera.email)
    deliver(site, {"mail_id": letter.id})
    written = (site.settings.data / "outbox" / f"{letter.id:06}.eml").read_bytes()
    path = address_in(email.message_from_bytes(written, policy=email.policy.default))
    assert path in letter.text

    program = browse()
    program.cookies.clear()
    answer = program.post(path, content=ONE_CLICK, headers=FORM, follow_redirects=False)

    assert answer.status_code == 200, "mail programs follow no redirect"
    assert program.post(path, content=ONE_CLICK, headers=FORM).status_code == 200
    remind(site, 90)
    assert len(letters_to(session, vera.email)) == 1
    assert letters_to(session, elena.email), "where nobody is left, the Centre is told"


def test_a_person_is_asked_and_may_change_their_mind(session, site, vera, browse) -> None:
    path = f"/library/plans/reminders/{token_of(site.settings.key(), vera.id)}"
    visitor = browse()

    page = visitor.get(path)
    assert "Send me no more reminders" in page.text
    assert len(visitor.queries) <= 12
    assert page.headers["referrer-policy"] == "no-referrer" and "no-store" in page.headers["cache-control"]
    assert session.get(PlanSilence, vera.id) is None, "opening a link changes nothing"
    assert visitor.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert "You get no more reminders." in visitor.post(path).text
    assert "Send me no more reminders" in visitor.post(f"{path}/resumption").text
    remind(site, 180)
    assert len(letters_to(session, vera.email)) == 1


def test_an_address_that_is_forged_or_of_nobody_opens_nothing(session, site, cast, vera, visitor) -> None:
    right = token_of(site.settings.key(), vera.id)
    wrong = ["x", "-", "1", "²-a", "999999999999999-a", right[:-1] + ("0" if right[-1] != "0" else "1")]
    wrong.append(f"{cast.arta.id}-{right.partition('-')[2]}")
    for token in wrong:
        path = f"/library/plans/reminders/{token}"
        answers = [
            visitor.get(path),
            visitor.post(path, content=ONE_CLICK, headers=FORM),
            visitor.post(f"{path}/resumption"),
        ]
        assert [one.status_code for one in answers] == [404, 404, 404], token
    vera.state = PersonState.CLOSED
    session.commit()
    assert visitor.get(f"/library/plans/reminders/{right}").status_code == 404


def test_letters_that_answer_somebody_have_no_such_header(session, site) -> None:
    message = message_of(post(session, to="a@b.example", subject="Your question", text="Yes."), site.settings)

    assert message["List-Unsubscribe"] is None
    assert message["List-Unsubscribe-Post"] is None
