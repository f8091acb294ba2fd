"""The site asks the open internet and nothing else."""

import ipaddress
import socket
import time

import pytest

from rmtc.errors import Refusal
from rmtc.outbound import PUBLIC, Guard, fetch, is_public
from tests.stand_in_sites import HERE, stand_in


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, is_open: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is is_open


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:8080/oai", "not on the open internet"),
        ("http://localhost/oai", "not on the open internet"),
        ("http://[::1]/", "not on the open internet"),
        ("http://2130706433/", "not on the open internet"),
        ("http://0x7f.1/", "not on the open internet"),
        ("http://169.254.169.254/latest/meta-data/", "not on the open internet"),
        ("http://93.184.215.14:22/", "this port"),
        ("http://93.184.215.14:99999/", "not an address"),
        ("file:///etc/passwd", "not an address"),
        ("gopher://example.org/", "not an address"),
        ("http://user:word@example.org/", "not an address"),
        ("http://", "not an address"),
        ("http://no-such-place.invalid/", "does not exist"),
    ],
)
def test_what_is_not_on_the_open_internet_is_refused(url: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        fetch(url)


def test_a_name_with_one_inner_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(*_asked: object, **_more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 1, 6, "", (one, 80)) for one in ("93.184.215.14", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(Refusal, match="not on the open internet"):
        fetch("http://two-faced.example/")


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])

    def found(*_asked: object, **_more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 1, 6, "", (next(answers), 80))]

    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_more: object) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Refusal, match="does not answer"):
        fetch("http://changing.example/")
    assert asked == [("93.184.215.14", 80)]


def test_redirections_stay_with_the_host_and_end() -> None:
    def answer(path: str, _asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        onward = {"/away": "http://127.0.0.2/x", "/round": "/round", "/on": "/there", "/inside": "http://localhost/x"}
        return (
            (302, {"location": onward[path]}, b"") if path in onward else (200, {"content-type": "text/xml"}, b"<a/>")
        )

    with stand_in(answer) as site:
        got = fetch(f"{site}/on", HERE)
        assert (got.status, got.media_type, got.body, got.url) == (200, "text/xml", b"<a/>", f"{site}/there")
        for path, why in (("/away", "another site"), ("/inside", "another site"), ("/round", "circle")):
            with pytest.raises(Refusal, match=why):
                fetch(site + path, HERE)
        with pytest.raises(Refusal, match="not on the open internet"):
            fetch(f"{site}/on", Guard(ports=None))


def test_answers_without_end_are_cut_off() -> None:
    with stand_in(lambda _path, _asked: (200, {}, bytes(300_000))) as site, pytest.raises(Refusal, match="too large"):
        fetch(site, HERE)

    def slow(_path: str, _asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        time.sleep(1.0)
        return 200, {}, b""

    hasty = Guard(HERE.allowed, None, 0.2, 1000)
    with stand_in(slow) as site, pytest.raises(Refusal, match="does not answer"):
        fetch(site, hasty)


def test_the_usual_guard_lets_nothing_through_but_the_web() -> None:
    assert PUBLIC.ports == {80, 443, 8080, 8443}
    assert PUBLIC.allowed is is_public
