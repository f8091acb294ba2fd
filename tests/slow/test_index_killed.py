"""The index is killed in the middle of adding, building and swapping: after the next start it equals the database."""

import multiprocessing
import random
import shutil
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from library.finding.indexing import difference, index_of
from library.finding.jobs import index as index_job
from library.resources.models import Resource
from rmtc.config import Settings
from rmtc.search.index import IndexDamaged, Query
from rmtc.search.whoosh_index import WhooshIndex
from rmtc.site import Site, open_site
from tests.slow.index_writer import MOMENTS, work

pytestmark = pytest.mark.slow

STAGES = [stage for stage in MOMENTS for _ in range(3)]
FORK = multiprocessing.get_context("fork")
"""A process begins at once, with everything imported."""
PUBLIC = frozenset({"public"})


def kill_while(stage: str, settings: Settings, dice: random.Random) -> None:
    """Let a process work until the stage has begun a few times, then kill it."""
    here, there = FORK.Pipe(duplex=False)
    writer = FORK.Process(target=work, args=(settings, stage, there), daemon=True)
    writer.start()
    there.close()
    try:
        for _ in range(dice.randint(2, 6)):
            assert here.poll(30), "nothing happens"
            assert here.recv() == stage
        time.sleep(dice.random() * (0.003 if stage == "swapping" else 0.03))
    finally:
        writer.kill()
        writer.join()
        here.close()


def answers_or_says_damaged(folder: Path) -> None:
    index = WhooshIndex(folder)
    try:
        index.search(Query("stalno", PUBLIC))
    except IndexDamaged:
        assert not (folder / "current.json").exists(), "a finished index is never lost"
    finally:
        index.close()


def check_equal(site: Site) -> int:
    """What the index answers is what the database holds."""
    index = WhooshIndex(site.settings.data / "index")
    assert not difference(site.database, index)
    with site.database.reading() as session:
        shown = select(func.count()).select_from(Resource).where(Resource.state == "published")
        published = session.scalar(shown)
    for word in ("stalno", "azil", "povratak", ""):
        assert index.search(Query(word, PUBLIC)).total == published
    assert index.status().documents == published
    index.close()
    return published or 0


def test_after_kill_9_the_index_equals_the_database(empty_sqlite: Path, tmp_path: Path) -> None:
    dice = random.Random(11)  # noqa: S311 - the same dice in every run
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(empty_sqlite, data / "rmtc.sqlite3")
    settings = Settings(data=data)
    most = 0
    for stage in STAGES:
        kill_while(stage, settings, dice)
        answers_or_says_damaged(data / "index")
        with open_site(settings) as site:
            index_job(site, {})
            most = max(most, check_equal(site))
            index_of(settings).close()
    assert most >= 12
    assert len(list((data / "index").glob("generation-*"))) <= 3
