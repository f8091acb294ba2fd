"""A site with its own folder for each test, as for the library."""

from tests.library.conftest import app, site, work

__all__ = ["app", "site", "work"]
