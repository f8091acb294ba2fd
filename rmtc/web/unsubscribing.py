"""Ending letters from a mail program, without signing in: a POST to a signed address (RFC 8058).

Mail programs send no cookie and so no token of a visit; the address itself, which only the letter holds, says who asks.
They follow no redirect, so they are answered at once.
"""

from typing import Annotated

from fastapi import Depends, Request

FIELD, VALUE = "List-Unsubscribe", "One-Click"


def trust_address(request: Request) -> None:
    """Note that the signature of the address was right and is token enough for this request."""
    request.state.token_is_enough = True


async def is_one_click(request: Request) -> bool:
    """Say whether a mail program asks, not a page of ours."""
    form = await request.form(max_files=1, max_fields=20)
    return form.get(FIELD) == VALUE


OneClick = Annotated[bool, Depends(is_one_click)]
