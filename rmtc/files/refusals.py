"""Why a file could not be taken."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

from rmtc.errors import Refusal
from rmtc.i18n.said import say

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
REPORTED = re.compile(r"os error (\d+)")


class TooLarge(Refusal):
    """The file is larger than the limit."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(
            say("The file is larger than %(limit)d MB, the most that is taken here.", limit=limit // 1_000_000)
        )


class StorageFull(Refusal):
    """There is no room left on the disk."""

    status = 507

    def __init__(self) -> None:
        super().__init__(say("There is no room left on the site’s disk. Nothing was saved; please tell the Centre."))


class StoreAway(Refusal):
    """The store of files does not answer, or not us: it lies on another machine, or its disk is not there."""

    status = 503

    def __init__(self) -> None:
        super().__init__(say("The site’s files cannot be reached at the moment. Please try again in a few minutes."))


@contextmanager
def refusing_when_away() -> Iterator[None]:
    """Turn the ways in which a store does not answer into StoreAway; that a file is not in it passes."""
    try:
        yield
    except BaseError as error:
        raise StoreAway from error


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """Turn the machine's ways of saying that the disk is full into StorageFull; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull from error
        raise
    except BaseError as error:  # the store writes outside Python and tells the number in its text
        if any(int(number) in FULL for number in REPORTED.findall(str(error))):
            raise StorageFull from error
        raise
