"""Start a program apart from the site: it waits behind the site for the processor, and ends with all it has started."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 3
"""How much nicer (1 to 19) than the site; more would let a busy machine starve a reading until its time is up."""


@contextmanager
def apart(
    command: Sequence[str], output: IO[bytes] | int, surroundings: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A running program without input; when the block ends, it and its children are killed.

    It gets a process group, not a session: the kernel would share the processor between sessions alike, however nice.
    """
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
        cwd=ROOT, env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **surroundings}, process_group=0,
    ) as process:  # fmt: skip
        step_back(process.pid)
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def step_back(process: int) -> None:
    """Let a process, and what it starts from now on, wait behind this one, and not interrupt others when it wakes."""
    with suppress(OSError):  # it has ended, or somebody made it nicer still
        os.setpriority(os.PRIO_PROCESS, process, min(19, os.getpriority(os.PRIO_PROCESS, 0) + PATIENCE))
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(process, os.SCHED_BATCH, os.sched_param(0))
