"""What a watcher and `rmtc check` are told of the index: whole, missing, broken, behind."""

from library.finding.indexing import index_of
from library.finding.jobs import tidy_index
from library.resources.services import touch
from rmtc.commands.findings import index
from rmtc.worker import HANDLERS, SCHEDULE
from tests.factories.library import make_record


def test_a_whole_index_is_well(visitor, session, site, work) -> None:
    make_record(session, "One")
    work()
    assert visitor.get("/readyz").status_code == 200
    assert index(site).problems == []
    assert "1 records" in index(site).line


def test_a_broken_index_is_named_with_its_remedy(visitor, session, site, work, break_index) -> None:
    make_record(session, "One")
    work()
    break_index()

    ready = visitor.get("/readyz")

    assert (ready.status_code, ready.json()["index"]) == (503, False)
    assert "rmtc library reindex" in index(site).problems[0]


def test_an_index_behind_the_database_is_named(session, site, work) -> None:
    make_record(session, "One")
    work()
    make_record(session, "Two")
    assert "1 records differ" in index(site).problems[0]


def test_the_index_is_tidied_every_night(session, site, work) -> None:
    for number in range(3):
        paper = make_record(session, f"Paper {number}")
        work()
    touch(session, paper)
    session.commit()
    work()
    if site.settings.search_engine == "whoosh":
        assert index_of(site.settings).status().segments > 1

    tidy_index(site, {})

    assert index_of(site.settings).status().segments == 1
    assert {every.kind for every in SCHEDULE} <= set(HANDLERS)
    assert "library.tidy_index" in {every.kind for every in SCHEDULE}


def test_a_broken_index_is_found_and_built_anew_at_night(session, site, work, break_index) -> None:
    make_record(session, "One")
    work()
    break_index()

    tidy_index(site, {})

    assert index(site).problems == []
    assert index_of(site.settings).status().documents == 1
