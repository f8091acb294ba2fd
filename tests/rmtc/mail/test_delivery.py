"""Mail: written with the change, delivered afterwards, once."""

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from rmtc.clock import now
from rmtc.jobs.queries import dead_jobs
from rmtc.mail.jobs import deliver, forget_delivered
from rmtc.mail.models import Mail
from rmtc.mail.services import post
from rmtc.site import Site
from rmtc.worker import make_worker


class Postbox:
    """Takes what comes; refuses what is for nobody."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(email.message_from_bytes(envelope.content or b"", policy=email.policy.default))  # type: ignore[arg-type]
        return self.answer


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def write(site: Site, subject: str = "Позив на курс") -> int:
    with site.database.writing() as session:
        text = "Поштовани,\n.\nкурс почиње."
        return post(session, to="arta@demo.rmtc.example", subject=subject, text=text, language="sr-Cyrl").id


def sent(site: Site, mail_id: int) -> bool:
    with site.database.reading() as session:
        return session.get_one(Mail, mail_id).sent_at is not None


def over_smtp(site: Site, address: str) -> Site:
    return Site(site.settings.model_copy(update={"smtp_url": type(site.settings.smtp_url)(address)}), site.database)


def test_without_a_server_mail_lies_in_the_outbox(real_site: Site) -> None:
    mail_id = write(real_site)
    make_worker(real_site).run_due()
    [path] = (real_site.settings.data / "outbox").iterdir()
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "Позив на курс"
    assert message["To"] == "arta@demo.rmtc.example"
    assert "курс почиње" in message.get_content()
    assert sent(real_site, mail_id)


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_mail_goes_to_the_server_once(real_site: Site, postbox: tuple[Postbox, str]) -> None:
    box, address = postbox
    site = over_smtp(real_site, address)
    mail_id = write(site)
    make_worker(site).run_due()
    deliver(site, {"mail_id": mail_id})  # as after a worker died just before it could say so
    [message] = box.taken
    assert message["Subject"] == "Позив на курс"
    assert message.get_content().split() == ["Поштовани,", ".", "курс", "почиње."]
    assert message["Message-ID"].startswith(f"<mail-{mail_id}-")


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_what_the_server_refuses_for_good_is_given_up_with_its_words(
    real_site: Site, postbox: tuple[Postbox, str]
) -> None:
    box, address = postbox
    box.answer = "550 no such person"
    site = over_smtp(real_site, address)
    mail_id = write(site)
    make_worker(site).run_due()
    with site.database.reading() as session:
        [dead] = dead_jobs(session)
    assert "no such person" in (dead.error or "")
    assert not sent(site, mail_id)


@pytest.mark.parametrize("real_settings", ["sqlite"], indirect=True)
def test_what_the_server_refuses_for_now_is_tried_again(real_site: Site, postbox: tuple[Postbox, str]) -> None:
    box, address = postbox
    box.answer = "451 try later"
    site = over_smtp(real_site, address)
    mail_id = write(site)
    make_worker(site).run_due()
    assert not sent(site, mail_id)
    box.answer = "250 OK"
    with time_machine.travel(now().timestamp() + 11):
        make_worker(site).run_due()
    assert sent(site, mail_id)


def test_a_subject_cannot_bring_headers_of_its_own(real_site: Site) -> None:
    write(real_site, "Hello\r\nBcc: everyone@example.org")
    make_worker(real_site).run_due()
    [path] = (real_site.settings.data / "outbox").iterdir()
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["Bcc"] is None


def test_delivered_mail_is_forgotten_after_thirty_days(real_site: Site) -> None:
    with time_machine.travel("2026-10-01T00:00:00Z"):
        write(real_site)
        make_worker(real_site).run_due()
        waiting = write(real_site)
    with time_machine.travel("2026-11-22T00:00:00Z"):
        forget_delivered(real_site, {})
    with real_site.database.reading() as session:
        assert session.scalars(select(Mail.id)).all() == [waiting]
