"""What reads a file waits behind the site for the processor, and ends with all it has started."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from library.intake.apart import PATIENCE, apart

TELLS = "import os; print(os.getpriority(os.PRIO_PROCESS, 0), os.getsid(0), os.getpgid(0) == os.getpid())"


def test_it_waits_behind_the_site_in_the_same_session() -> None:
    """Sessions share the processor alike whatever their niceness (sched_autogroup), groups in one do not."""
    later = f"import time; time.sleep(0.3)\n{TELLS}"
    with apart([sys.executable, "-c", later], subprocess.PIPE, {}) as process:
        output, _ = process.communicate(timeout=60)
    nicer = min(19, os.getpriority(os.PRIO_PROCESS, 0) + PATIENCE)
    assert output.decode().split() == [str(nicer), str(os.getsid(0)), "True"]


def test_what_it_started_ends_with_it() -> None:
    program = "sleep 300 & echo $!; exec sleep 300"
    with apart(["/bin/sh", "-c", program], subprocess.PIPE, {}) as process:
        assert process.stdout is not None
        grandchild = int(process.stdout.readline())
        os.kill(grandchild, 0)
    until = time.monotonic() + 20
    while time.monotonic() < until and is_alive(grandchild):
        time.sleep(0.05)
    assert not is_alive(grandchild)
    assert process.returncode is not None


def is_alive(process: int) -> bool:
    """Say whether a process runs; a dead one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_cannot_be_started_leaves_nothing() -> None:
    with pytest.raises(FileNotFoundError), apart(["/no/such/program"], subprocess.PIPE, {}):
        pass
