"""The demonstration site in a folder of its own, and the command `rmtc` upon it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def rmtc(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the site in a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RMTC_")}
    environment |= {"RMTC_DATA": str(data), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "rmtc", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)


def fill(folder: Path) -> Path:
    """Fill a folder, or copy one that was filled before by the same two commands (RMTC_TEST_DEMO)."""
    if filled := os.environ.get("RMTC_TEST_DEMO"):
        return Path(shutil.copytree(filled, folder, dirs_exist_ok=True))
    assert rmtc(folder, "migrate").returncode == 0
    made = rmtc(folder, "demo")
    assert made.returncode == 0, made.stderr
    assert "learner@demo.rmtc.example" in made.stdout
    return folder
