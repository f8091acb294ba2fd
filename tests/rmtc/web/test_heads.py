"""HEAD is answered as GET is, without the body (RFC 9110, 9.3.2)."""

import pytest

from tests.browsing import Browser


@pytest.mark.parametrize(
    "path", ["/", "/library", "/courses", "/sign-in", "/verify/RMTC-1999-0001", "/oai?verb=Identify"]
)
def test_a_head_is_that_of_the_page(visitor: Browser, path: str) -> None:
    plain = {"accept-encoding": "identity"}  # packed, each answer has a length of its own
    page, head = visitor.get(path, headers=plain), visitor.head(path, headers=plain)
    assert page.content and head.content == b""
    assert head.status_code == page.status_code
    for name in ("content-type", "content-length", "cache-control"):
        assert head.headers.get(name) == page.headers.get(name), name
    assert "content-security-policy" in head.headers


def test_a_head_is_refused_where_get_is(visitor: Browser, browse, cast) -> None:
    assert visitor.head("/nowhere").status_code == 404
    assert visitor.head("/sign-out").status_code == visitor.get("/sign-out").status_code == 405
    assert visitor.head("/manage", follow_redirects=False).status_code == 303
    assert browse(cast.arta).head("/teach/runs").status_code == 403
