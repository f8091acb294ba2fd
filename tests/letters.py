"""Reading the letters a test has caused."""

import re

from sqlalchemy import select

from rmtc.db import WriteSession
from rmtc.mail.models import Mail


def letters_to(session: WriteSession, address: str) -> list[Mail]:
    session.expire_all()
    return list(session.scalars(select(Mail).where(Mail.to == address).order_by(Mail.id)))


def link_to(session: WriteSession, address: str) -> str:
    """The path of the link in the newest letter to an address."""
    found = re.search(r"https?://[^/\s]+(/\S*)", letters_to(session, address)[-1].text)
    assert found
    return found[1]
