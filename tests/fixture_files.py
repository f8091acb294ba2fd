"""Find the real files that tests read; they are not part of the repository."""

import os
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).resolve().parents[1]


def _folder() -> Path | None:
    named = os.environ.get("RMTC_FIXTURES")
    places = [Path(named)] if named else [_REPOSITORY / "../shared/fixtures", _REPOSITORY / "../../shared/fixtures"]
    return next((place.resolve() for place in places if place.is_dir()), None)


def fixture_file(*parts: str) -> Path:
    """Give the path of a fixture; skips the test without fixtures, fails in CI when only this one is missing."""
    folder = _folder()
    if folder is None:
        pytest.skip("The fixtures folder is not here; set RMTC_FIXTURES to its path.")
    path = folder.joinpath(*parts)
    if not path.exists():
        missing = f"The fixture {'/'.join(parts)} is missing in {folder}."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return path
