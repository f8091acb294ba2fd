"""Tables that come from anywhere."""

import csv

import pytest

from rmtc.errors import Refusal
from rmtc.texts.tables import opened_table


def cells(text: str) -> list[list[str]]:
    with opened_table(text) as table:
        return list(csv.reader(table))


@pytest.mark.parametrize(
    "text", ["\ufeffemail,name\r\na@b.rs,Ana\r\n", "email,name\ra@b.rs,Ana\r", "email,na\x00me\n\x01a@b.rs,Ana\n"]
)
def test_any_line_end_and_stray_control_is_read(text: str) -> None:
    assert cells(text) == [["email", "name"], ["a@b.rs", "Ana"]]


def test_what_is_no_table_is_refused_in_plain_words() -> None:
    with pytest.raises(Refusal, match="not a table that can be read"):
        cells('"' + "x" * 200_000)
