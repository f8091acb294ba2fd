"""How tests are spread over several processes, and which of them ask the database."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.scheduler.protocol import Scheduling

COUNTING = "tests/architecture/test_query_counts.py"
MATRIX = "tests/library/rights/test_matrix.py"
TOGETHER = ("tests/browser/", "tests/slow/test_demo.py", "tests/rmtc/i18n/test_catalogue.py", MATRIX, COUNTING)
"""What shares a site that takes long to fill, or texts that take long to collect."""


class FillingOnce(LoadScopeScheduling):
    """Each test to whoever is free, the largest groups first; those that share a filled site to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Spread the tests; groups by mark (`--dist loadgroup`) do nothing in pytest-xdist 3.8 with pytest 9.2."""
    return FillingOnce(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests, so that no process waits for one at the end; mark those that ask the database.

    Whoever comes to the database does so through `settings`. The others give the same result whichever it is, as do
    those of real sites, which are run on both kinds each time, and the counts of queries, which are SQLAlchemy's.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for item in items:
        counts = item.nodeid.startswith(COUNTING)
        if "settings" in getattr(item, "fixturenames", ()) and not counts:
            item.add_marker("database")
