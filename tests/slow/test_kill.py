"""Twelve learners save answers while the site is killed ten times: whatever was acknowledged is there."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from courses.attempts.queries import slots_of_attempt
from courses.attempts.services import replayed_score, submit_attempt
from courses.quizzes.models import Attempt
from rmtc.accounts.models import Person
from rmtc.accounts.sessions import open_session
from rmtc.clock import now
from rmtc.config import Settings
from tests.factories.courses import as_actor
from tests.factories.quizzes import a_quiz, an_attempt
from tests.personas import Cast
from tests.slow.serving import Served

pytestmark = pytest.mark.slow

CLIENTS = 12
KILLS = 10
Acknowledged = dict[tuple[int, int], tuple[int, str]]
"""What the site said it keeps: by attempt and position, the count and the text of the newest answer."""


@pytest.fixture
def served(real_settings: Settings) -> Iterator[Served]:
    site = Served(real_settings)
    yield site
    site.close()


def arrange(site: Served) -> list[tuple[Attempt, str]]:
    """Twelve learners, each with an open attempt and a signed-in browser."""
    found = []
    with site.database.writing() as session:
        cast = Cast(session)
        quiz = a_quiz(session, cast.mira, "short", "short", "short", time_limit=0)
        for number in range(CLIENTS):
            person = Person(email=f"p{number}@test.example", name=f"Learner {number}", created_at=now())
            session.add(person)
            session.flush()
            _, attempt = an_attempt(session, quiz, person, cast.mira)
            found.append((attempt, open_session(session, person)))
        session.commit()
    return found


class Learner(threading.Thread):
    """Answers as fast as the site lets, and remembers what was acknowledged."""

    def __init__(self, site: Served, attempt_id: int, token: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site, self.attempt_id, self.token, self.stop = site, attempt_id, token, stop
        self.kept: Acknowledged = {}
        self.surprises: list[str] = []

    def run(self) -> None:
        """One answer after the other; what was not acknowledged is sent again, as the page does it."""
        seq = 0
        with self.site.client(self.token) as client:
            while not self.stop.is_set():
                seq += 1
                position = seq % 3 + 1
                text = f"answer {seq} of {self.attempt_id}"
                sent = {"csrf_token": self.site.token, "slot": position, "seq": seq, "answer": text}
                told = self.send(client, position, sent)
                if told is not None:
                    self.kept[self.attempt_id, position] = (told["seq"], text)

    def send(self, client: httpx2.Client, position: int, sent: dict[str, Any]) -> dict[str, Any] | None:
        while not self.stop.is_set():
            try:
                answer = client.post(f"/attempts/{self.attempt_id}/slots/{position}/steps", data=sent)
            except httpx2.HTTPError:
                time.sleep(0.5)
                continue
            if answer.status_code == 200:
                told: dict[str, Any] = answer.json()
                return told
            if answer.status_code < 500:
                self.surprises.append(f"{answer.status_code}: {answer.text[:200]}")
                return None
        return None


def test_no_acknowledged_answer_is_lost(served: Served) -> None:
    attempts = arrange(served)
    stop = threading.Event()
    served.start()
    learners = [Learner(served, attempt.id, token, stop) for attempt, token in attempts]
    for learner in learners:
        learner.start()
    before = 0
    for _ in range(KILLS):
        until = time.monotonic() + 60
        while (newest := acknowledged(learners)) < before + 2 * CLIENTS:
            assert time.monotonic() < until, "nothing was acknowledged"
            time.sleep(0.02)
        before = newest
        served.kill()
        served.start()
    until = time.monotonic() + 60
    while not all(len(learner.kept) == 3 for learner in learners) and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    for learner in learners:
        learner.join(60)
    served.kill()
    assert [one for learner in learners for one in learner.surprises] == []
    assert all(len(learner.kept) == 3 for learner in learners)
    check_everything_is_there(served, learners)


def acknowledged(learners: list[Learner]) -> int:
    """A number that grows with every answer the site says it keeps."""
    return sum(seq for learner in learners for seq, _text in list(learner.kept.values()))


def check_everything_is_there(site: Served, learners: list[Learner]) -> None:
    with site.database.writing() as session:
        for learner in learners:
            for slot in slots_of_attempt(session, learner.attempt_id):
                seq, text = learner.kept[learner.attempt_id, slot.position]
                answers = {step.seq: step.data["response"]["text"] for step in slot.steps}
                assert answers[seq] == text
                # one more may have been kept whose acknowledgement never arrived
                assert max(answers) >= seq
        for learner in learners[:3]:
            attempt = session.get_one(Attempt, learner.attempt_id)
            by = session.get_one(Person, 2)
            assert submit_attempt(session, attempt, by=as_actor(by)).score == replayed_score(session, attempt.id)


def test_every_pooled_connection_waits_for_the_disk(served: Served) -> None:
    if served.engine.dialect.name != "sqlite":
        with served.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
        return
    connections = [served.engine.connect() for _ in range(5)]
    try:
        assert [one.exec_driver_sql("PRAGMA synchronous").scalar() for one in connections] == [2] * 5
        assert {one.exec_driver_sql("PRAGMA journal_mode").scalar() for one in connections} == {"wal"}
    finally:
        for connection in connections:
            connection.close()
