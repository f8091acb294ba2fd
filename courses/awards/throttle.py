"""Slowing down visitors who ask too often; counted in this process, by address."""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from rmtc.errors import TooOften
from rmtc.i18n.texts import gettext as _


class Throttle:
    """Lets each address do something so often ("30/minute") and no oftener."""

    def __init__(self, name: str, rate: str) -> None:
        self.name = name
        self.rate = parse(rate)
        self.counter = MovingWindowRateLimiter(MemoryStorage())

    def __call__(self, request: Request) -> None:
        """Count a request; raises TooOften when its address has had its share."""
        address = request.client.host if request.client else ""
        if not self.counter.hit(self.rate, self.name, address):
            raise TooOften(_("There were too many requests from your address. Wait a minute, then try again."))
