"""What every page prints about the Centre, kept in this process for half a minute."""

import time
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from rmtc.db import Database
from rmtc.front.models import CentreText
from rmtc.front.queries import centre_texts
from rmtc.i18n.languages import DEFAULT
from rmtc.i18n.serbian import to_latin
from rmtc.i18n.texts import gettext as _

SECONDS = 30


@dataclass(frozen=True)
class Centre:
    """The Centre in one language."""

    name: str
    funding_line: str
    disclaimer: str
    contact_email: str


class CentreTexts:
    """Says what to print about the Centre, by language; other processes notice a change within thirty seconds."""

    def __init__(self, database: Database, contact_email: str) -> None:
        self.database = database
        self.contact_email = contact_email
        self._kept: dict[str, CentreText] = {}
        self._until = 0.0

    def __call__(self, language: str) -> Centre:
        """The Centre in a language; what is not written in it is English."""
        texts = self._texts()
        latin = language == "sr-Latn" and language not in texts
        own = texts.get("sr-Cyrl" if latin else language)
        english = texts.get(DEFAULT)

        def part(name: str) -> str:
            if own is not None and (text := str(getattr(own, name))):
                return to_latin(text) if latin else text
            return str(getattr(english, name)) if english is not None else ""

        name = part("name") or _("Regional Migration Training Centre")
        return Centre(name, part("funding_line"), part("disclaimer"), self.contact_email)

    def forget(self) -> None:
        """Read the texts again at the next page."""
        self._until = 0.0

    def _texts(self) -> dict[str, CentreText]:
        if time.monotonic() < self._until:
            return self._kept
        try:
            with self.database.reading() as session:
                self._kept = centre_texts(session)
        except SQLAlchemyError:
            return self._kept  # the page that says what is wrong must still be shown
        self._until = time.monotonic() + SECONDS
        return self._kept
