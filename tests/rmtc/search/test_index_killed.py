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


MERGER = """
import sys
from pathlib import Path
from rmtc.search.engines import whoosh_merging
from rmtc.search.index import Document
from rmtc.search.whoosh_index import WhooshIndex

def saying(name):
    original = getattr(whoosh_merging, name)
    def said(*given):
        print(name, flush=True)
        return original(*given)
    setattr(whoosh_merging, name, said)

saying(sys.argv[3])
index = WhooshIndex(Path(sys.argv[1]), patience=20)
if sys.argv[2] == "0":
    index.rebuild([Document(f"k{n}", "stalno", access=frozenset({"public"})) for n in range(40)])
for round in range(10_000):
    new = Document(f"{sys.argv[2]}-{round}", "novo", access=frozenset({"public"}))
    index.update([new])
    print(new.id, flush=True)
    index.settle()
"""


def started(script: str, *given: str) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[3]
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, *given],
        stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip


def killed(writer: subprocess.Popen[str], said: list[str]) -> list[str]:
    """Kill a writer; gives all whole lines it has written."""
    assert writer.stdout is not None
    writer.send_signal(signal.SIGKILL)
    said = [line.strip() for line in [*said, *writer.stdout] if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    return said


@pytest.mark.slow
def test_kill_9_in_the_middle_of_changes_rebuilds_and_swaps(tmp_path: Path) -> None:
    dice = random.Random(7)  # noqa: S311 - the same dice in every run
    folder = tmp_path / "index"
    for turn in range(12):
        writer = started(WRITER, str(folder), str(turn))
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(6)]
        time.sleep(dice.random() * 0.3)
        said = killed(writer, said)
        since_rebuild = said[len(said) - said[::-1].index("rebuilt") :]
        index = WhooshIndex(folder)
        assert index.search(Query("stalno", PUBLIC)).total == 40
        found = set(index.stamps())
        # A rebuild that was finished but not yet reported may have taken the last ones away.
        assert set(since_rebuild) <= found or found == {f"k{number}" for number in range(40)}
        index.close()


@pytest.mark.slow
def test_kill_9_in_the_middle_of_merging_and_taking_over(tmp_path: Path) -> None:
    dice = random.Random(8)  # noqa: S311 - the same dice in every run
    folder = tmp_path / "index"
    acknowledged: set[str] = set()
    for turn in range(12):
        stage, longest = (("_written", 0.05), ("_take_over", 0.004))[turn % 2]
        writer = started(MERGER, str(folder), str(turn), stage)
        assert writer.stdout is not None
        said: list[str] = []
        while said.count(f"{stage}\n") < 2:
            said.append(writer.stdout.readline())
        time.sleep(dice.random() * longest)
        acknowledged |= {line for line in killed(writer, said) if line != stage}
        index = WhooshIndex(folder)
        assert index.search(Query("stalno", PUBLIC)).total == 40
        found = set(index.stamps())
        # The last change may have been made without being reported.
        assert acknowledged <= found
        assert len(found) - 40 <= len(acknowledged) + turn + 1
        index.verify()
        assert index.status().documents == len(found)
        index.close()
