"""How tests are spread over several processes."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling


class OneBrowser(LoadScopeScheduling):
    """Each test to whoever is free; all that drive a browser to one process, which fills their site once."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Spread the tests; groups by mark (`--dist loadgroup`) do nothing in pytest-xdist 3.8 with pytest 9.2."""
    return OneBrowser(config, log) if config.getvalue("dist") == "load" else None
