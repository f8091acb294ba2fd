import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CONFINED = (
    "from library.intake.confinement import confine; from library.intake.outcomes import Limits; confine(Limits()); "
)


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
def test_a_reading_process_reaches_nobody(deed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED + deed], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "is not allowed here" in done.stderr


def test_memory_is_bounded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED + "b'x' * 2_000_000_000"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "MemoryError" in done.stderr
