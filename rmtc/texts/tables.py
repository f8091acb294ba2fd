"""Tables that come from elsewhere as CSV: their letters made sound, and a plain sentence when they are no tables."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _
from rmtc.texts.letters import without_controls


@contextmanager
def opened_table(text: str) -> Iterator[StringIO]:
    """The lines of a table for the readers of `csv`; whatever of it they cannot read becomes a Refusal."""
    sound = without_controls(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    try:
        yield StringIO(sound)
    except csv.Error as problem:
        raise Refusal(_("This is not a table that can be read. Save it again as “CSV UTF-8”.")) from problem
