"""A writer that is killed at any moment leaves an index that answers, with nothing lost that was acknowledged."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rmtc.search.index import Query
from rmtc.search.whoosh_index import WhooshIndex

PUBLIC = frozenset({"public"})
WRITER = """
import sys
from pathlib import Path
from rmtc.search.index import Document
from rmtc.search.whoosh_index import WhooshIndex

index = WhooshIndex(Path(sys.argv[1]), patience=20)
kept = [Document(f"k{n}", "stalno", access=frozenset({"public"})) for n in range(40)]
for round in range(10_000):
    new = Document(f"{sys.argv[2]}-{round}", "novo", access=frozenset({"public"}))
    if round % 5 == 4:
        index.rebuild(kept)
        print("rebuilt", flush=True)
    else:
        index.update([new])
        print(new.id, flush=True)
"""


@pytest.mark.slow
def test_kill_9_in_the_middle_of_changes_rebuilds_and_swaps(tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311 - the same dice in every run
    root = Path(__file__).resolve().parents[3]
    folder = tmp_path / "index"
    for turn in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", WRITER, str(folder), str(turn)],
            stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(6)]
        time.sleep(dice.random() * 0.3)
        writer.send_signal(signal.SIGKILL)
        said = [line.strip() for line in [*said, *writer.stdout] if line.endswith("\n")]
        writer.wait()
        writer.stdout.close()
        since_rebuild = said[len(said) - said[::-1].index("rebuilt") :]
        index = WhooshIndex(folder)
        assert index.search(Query("stalno", PUBLIC)).total == 40
        found = set(index.stamps())
        # A rebuild that was finished but not yet reported may have taken the last ones away.
        assert set(since_rebuild) <= found or found == {f"k{number}" for number in range(40)}
        index.close()
