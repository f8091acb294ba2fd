"""Whatever is sent as a file: each form that takes files answers with words, and nothing breaks."""

from dataclasses import dataclass

import pytest

from tests.rmtc.web.absurd_forms import Found, Walk, wrong_with

BOUNDARY = "a-boundary-of-the-tests"


@dataclass(frozen=True)
class Part:
    """A part of a form as it goes over the line; the head may say anything."""

    head: str
    content: bytes

    def written(self) -> bytes:
        """The part with its boundary."""
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {self.head}\r\n\r\n"
        return head.encode("utf-8", "surrogatepass") + self.content + b"\r\n"


def a_file(field: str, name: str, content: bytes = b"some words") -> Part:
    return Part(f'name="{field}"; filename="{name}"', content)


def tries(field: str) -> dict[str, list[Part]]:
    """What is sent in the place of a file."""
    noise = bytes(range(256)) * 4
    return {
        "no part": [],
        "nothing chosen": [a_file(field, "", b"")],
        "empty": [a_file(field, "empty.csv", b"")],
        "of another kind": [a_file(field, "game.exe", b"MZ" + noise)],
        "noise with a known name": [a_file(field, "table.csv", noise)],
        "not what its name says": [a_file(field, "paper.pdf", b"<html><script>alert(1)</script></html>")],
        "huge name": [a_file(field, "x" * 5000 + ".csv")],
        "name of many folders": [a_file(field, "../../../etc/passwd\\..\\a.csv")],
        "control characters in its name": [a_file(field, "a\x00b\x01\x1f\u202e\ufeff.csv")],
        "name of dots": [a_file(field, "..")],
        "half letters in its name": [a_file(field, "a\ud800.csv")],
        "a text, not a file": [Part(f'name="{field}"', b"words")],
        "two of one name": [a_file(field, "one.csv"), a_file(field, "two.csv", b"")],
        "more than anybody sends": [a_file(field, f"{number}.csv") for number in range(30)],
    }


def typed(found: Found) -> list[Part]:
    """The other fields as they stand on the page."""
    return [Part(f'name="{name}"', value.encode()) for name, value in found.form.form_values() if name != "csrf_token"]


def files_for_texts(found: Found) -> list[Part]:
    """Files in the place of every other field."""
    return [a_file(name, "words.txt") for name in found.names() if name != "csrf_token"]


@pytest.mark.parametrize("who", ["elena", "marko", "mira", "author"])
def test_no_file_breaks_a_form(walk: Walk, who: str) -> None:
    wrong, seen = [], 0
    for found in [one for one in walk.forms(who) if one.has_files]:
        [field] = {one.get("name") for one in found.form.iter("input") if one.get("type") == "file"}
        sent = {name: [*typed(found), *parts] for name, parts in tries(field).items()}
        for name, parts in (sent | {"files for texts": files_for_texts(found)}).items():
            seen += 1
            what = f"{found.action}: {name}"
            with walk.undone(who) as browser:
                token = Part('name="csrf_token"', browser.token.encode())
                body = b"".join(part.written() for part in [token, *parts]) + f"--{BOUNDARY}--\r\n".encode()
                headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
                try:
                    answer = browser.post(found.action, content=body, headers=headers, follow_redirects=False)
                except Exception as error:  # noqa: BLE001 - whatever breaks is what this test looks for
                    wrong.append(f"{what}: {type(error).__name__}: {str(error)[:300]}")
                    continue
            if mistake := wrong_with(answer):
                wrong.append(f"{what}: {mistake}")
    assert seen
    assert not wrong, "\n".join(wrong)
