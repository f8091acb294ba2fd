"""Mail over a real connection: headers as mail programs read them, encryption, names and passwords, outages."""

import email
import email.policy
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from rmtc.config import Settings
from rmtc.jobs.worker import GiveUp
from rmtc.mail.jobs import message_of
from rmtc.mail.models import Mail
from rmtc.mail.relay import NotSent, send

LONG = "https://library.rmtc.example.org/library/searches/ending/" + "0123456789abcdef" * 8
SUBJECT = "Подсетник: локални акциони план општине Пландиште истиче за деведесет дана, дана 31. децембра"


class Server:
    """What a server took, as it came and parsed, and whether the connection was encrypted."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.encrypted: list[bool] = []
        self.names: list[bytes] = []

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        self.raw.append(content if isinstance(content, bytes) else (content or "").encode())
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.names.append(given.login)
        return AuthResult(success=given == LoginPassword(b"centre@rmtc", b"p@ss:word"), handled=False)

    @property
    def messages(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]


Started = Callable[..., tuple[Server, str]]


@pytest.fixture
def start() -> Iterator[Started]:
    running: list[Controller] = []

    def run(**settings: Any) -> tuple[Server, str]:
        server = Server()
        if settings.pop("authenticated", False):
            settings |= {"authenticator": server.authenticate, "auth_required": True}
        controller = Controller(server, hostname="127.0.0.1", port=free_port(), **settings)
        controller.start()
        running.append(controller)
        return server, f"127.0.0.1:{controller.port}"

    yield run
    for each in running:
        each.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate that signs itself for 127.0.0.1 and the name localhost, and a server's context with it."""
    folder, key = tmp_path_factory.mktemp("certificate"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256())
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(signed.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def letter() -> EmailMessage:
    """A reminder that comes again, in Serbian, as the site writes it."""
    mail = Mail(
        id=7, to="vera@plandiste.example", subject=SUBJECT, text="Поштована Вера,\n\nПлан истиче. " + "ђ" * 1500,
        language="sr-Cyrl", stops_at=LONG, created_at=datetime(2026, 10, 2, 6, tzinfo=UTC),
    )  # fmt: skip
    return message_of(mail, Settings(mail_from="Центар за обуку <letters@rmtc.example>"))


def test_a_letter_arrives_as_it_was_written(start: Started) -> None:
    server, where = start()
    send(letter(), f"smtp://{where}")
    [message] = server.messages
    assert message["Subject"] == SUBJECT
    assert message["From"] == "Центар за обуку <letters@rmtc.example>"
    assert message["Content-Language"] == "sr-Cyrl"
    assert message.get_content().replace("\r\n", "\n").startswith("Поштована Вера,\n\nПлан истиче. ђђђ")
    assert max(map(len, server.raw[0].split(b"\r\n"))) <= 998
    assert server.raw[0].isascii()


def test_the_address_that_ends_letters_travels_in_plain_words(start: Started) -> None:
    """Mail programs read these two by the letter (RFC 2369, RFC 8058): no encoded words, no break."""
    server, where = start()
    send(letter(), f"smtp://{where}")
    lines = server.raw[0].split(b"\r\n")
    assert f"List-Unsubscribe: <{LONG}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    words = re.findall(rb"=\?[^? ]+\?[bqBQ]\?[^? ]*\?=", server.raw[0])
    assert words and max(map(len, words)) <= 75, "RFC 2047 §2"


@pytest.mark.parametrize("begin", range(0, 30, 3))
def test_every_subject_and_sender_arrives_with_all_its_spaces(begin: int) -> None:
    """Where a line ends must not matter."""
    words = "Нацрт извештаја о ђацима и рoдитељима (2026): “šta” je novo, шта није – и зашто, у 12 општина?"
    subject, sender = f"{'а' * begin} {words}".strip(), f"{words[begin : begin + 60].strip()}"
    mail = Mail(id=1, to="a@b.example", subject=subject, text="y", language="sr-Cyrl", created_at=datetime.now(UTC))
    raw = message_of(mail, Settings(mail_from=f'"{sender}" <letters@rmtc.example>')).as_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"] == subject
    written = email.message_from_bytes(raw)["From"]  # as text: Python's parser of addresses adds spaces of its own
    assert str(make_header(decode_header(written))).split() == [*sender.split(), "<letters@rmtc.example>"]
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("sender", ["centre@rmtc.example", "Centre <c@rmtc.example>", '"Centre, the" <c@rmtc.example>'])
def test_plain_senders_and_subjects_stay_as_they_are(sender: str) -> None:
    mail = Mail(id=1, to="a@b.example", subject="x " * 90, text="y", language="en", created_at=datetime.now(UTC))
    raw = message_of(mail, Settings(mail_from=sender)).as_bytes()
    assert f"From: {sender}\r\n".encode() in raw
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"].split() == ["x"] * 90


def test_an_address_cannot_bring_headers_of_its_own(start: Started) -> None:
    mail = Mail(id=1, to="a@b.example", subject="x", text="y", language="en", created_at=datetime.now(UTC),
                stops_at="https://x.example/\r\nBcc: all@b.example")  # fmt: skip
    with pytest.raises(ValueError, match="linefeed"):
        message_of(mail, Settings())


def test_what_offers_encryption_is_used_encrypted(start: Started, certificate: tuple[Path, ssl.SSLContext]) -> None:
    """Without a password any certificate will do: the other choice is none."""
    server, where = start(tls_context=certificate[1], require_starttls=True)
    send(letter(), f"smtp://{where}")
    assert server.encrypted == [True]


def test_a_password_goes_to_a_known_server_only(
    start: Started, certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, where = start(tls_context=certificate[1], authenticated=True)
    address = f"smtp://centre%40rmtc:p%40ss%3Aword@{where.replace('127.0.0.1', 'localhost')}"
    with pytest.raises(NotSent, match="no safe connection to the mail server localhost"):
        send(letter(), address)
    assert server.names == []

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    send(letter(), address)
    assert (server.names, server.encrypted) == ([b"centre@rmtc"], [True])
    with pytest.raises(NotSent, match="did not accept the name and password"):
        send(letter(), address.replace("word", "sword"))
    assert len(server.raw) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")  # that is what is tried
def test_a_password_never_goes_in_the_clear(start: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    server, where = start(authenticated=True, auth_require_tls=False)
    monkeypatch.setattr("rmtc.mail.relay.LOOPBACK", frozenset())
    with pytest.raises(NotSent, match="offers no encryption; the password of SMTP_URL was not sent"):
        send(letter(), f"smtp://centre%40rmtc:p%40ss%3Aword@{where}")
    assert server.names == []
    monkeypatch.undo()  # a relay on this machine may have it
    send(letter(), f"smtp://centre%40rmtc:p%40ss%3Aword@{where}")
    assert len(server.raw) == 1


def test_a_server_that_is_away_is_said_and_not_for_good() -> None:
    port = free_port()
    with pytest.raises(NotSent, match=f"the mail server 127.0.0.1:{port} could not be used") as said:
        send(letter(), f"smtp://127.0.0.1:{port}")
    assert not isinstance(said.value, GiveUp)


@pytest.mark.parametrize("talk", [b"", b"hello\r\n", b"220 hello\r\n"])
def test_what_is_no_mail_server_is_said(talk: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rmtc.mail.relay.SECONDS", 5)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with listening.accept()[0] as caller:
                caller.sendall(talk)
                caller.settimeout(5)

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(NotSent, match="could not be used"):
            send(letter(), f"smtp://127.0.0.1:{listening.getsockname()[1]}")
