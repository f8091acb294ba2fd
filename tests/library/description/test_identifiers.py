"""Identifiers: known by their form, checked, written in one way."""

import pytest

from library.description.fields import FIELDS
from library.description.goals import OBJECTIVES, TARGETS
from library.description.identifiers import read_identifier
from library.resources.kinds import KINDS
from rmtc.assets import STATIC

TYPED = [
    ("10.1000/182", "doi", "10.1000/182"),
    ("https://doi.org/10.5555/ABC.d", "doi", "10.5555/abc.d"),
    ("DOI: 10.1000/182", "doi", "10.1000/182"),
    ("978-3-16-148410-0", "isbn", "9783161484100"),
    ("ISBN 0-306-40615-2", "isbn", "9780306406157"),
    ("080442957X", "isbn", "9780804429573"),
    ("ISSN 0378-5955", "issn", "0378-5955"),
    ("32024R1347", "celex", "32024R1347"),
    ("celex:32008l0115", "celex", "32008L0115"),
    ("02013R0604-20130629", "celex", "02013R0604-20130629"),
    ("http://data.europa.eu/eli/reg/2024/1347/oj", "eli", "http://data.europa.eu/eli/reg/2024/1347/oj"),
    ("https://hdl.handle.net/20.500.12345/99", "handle", "20.500.12345/99"),
    ("https://www.example.org/report.pdf", "uri", "https://www.example.org/report.pdf"),
]


@pytest.mark.parametrize(("typed", "scheme", "value"), TYPED)
def test_what_it_is_is_seen_from_its_form(typed, scheme, value) -> None:
    found = read_identifier(typed)
    assert (found.scheme, found.value) == (scheme, value)
    assert read_identifier(found.text) == found


@pytest.mark.parametrize(
    "typed", ["", "foo", "978-3-16-148410-1", "0-306-40615-3", "ISSN 0378-5954", "DOI: 11.1/x", "javascript:alert(1)"]
)
def test_a_wrong_digit_or_form_is_refused(typed) -> None:
    with pytest.raises(ValueError, match="not an identifier we know"):
        read_identifier(typed)


def test_frames_have_their_known_size() -> None:
    assert len(OBJECTIVES) == 23
    assert len(TARGETS) == len(set(TARGETS)) == 169
    assert {"10.7", "8.8", "17.18", "1.a", "16.b"} <= set(TARGETS)


def test_every_kind_has_fields_and_a_rule_that_shows_them() -> None:
    sheet = (STATIC / "css" / "campus" / "library.css").read_text()
    assert set(FIELDS) == set(KINDS)
    assert [kind for kind in KINDS if f'[value="{kind}"]:checked) [data-kind="{kind}"]' not in sheet] == []
