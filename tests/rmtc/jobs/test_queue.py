"""The queue: what is put in comes out once, however it goes."""

import threading
from datetime import timedelta

import time_machine
from sqlalchemy import select

from rmtc.clock import now
from rmtc.db import Database
from rmtc.jobs import queries, services
from rmtc.jobs.models import Job
from rmtc.jobs.schedule import Every, enqueue_scheduled
from rmtc.jobs.worker import GiveUp, Worker
from rmtc.site import Site


def put(site: Site, kind: str = "note", **options) -> int:
    with site.database.writing() as session:
        return services.enqueue(session, kind, **options).id


def job_of(database: Database, job_id: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, job_id)


def test_a_job_of_a_rolled_back_transaction_never_was(real_site):
    with real_site.database.writing() as session:
        services.enqueue(session, "note")
        session.rollback()
    with real_site.database.reading() as session:
        assert session.scalars(select(Job)).all() == []


def test_a_job_is_done_with_its_arguments(real_site):
    seen = []
    job_id = put(real_site, word="one")
    assert Worker(real_site, {"note": lambda site, args: seen.append(args)}, []).run_due() == 1
    assert seen == [{"word": "one"}]
    assert job_of(real_site.database, job_id).state == "done"


def test_a_key_keeps_one_waiting_and_one_that_began_does_not_count(real_site):
    first = put(real_site, key="index:7")
    assert put(real_site, key="index:7") == first
    with real_site.database.writing() as session:
        assert services.claim(session, "a worker").id == first
    assert put(real_site, key="index:7") != first


def test_a_failing_job_waits_longer_each_time_and_dies_with_its_reason(real_site):
    def fail(_site, _args):
        raise ValueError("no such page")

    job_id = put(real_site)
    waits = []
    with time_machine.travel(now(), tick=False) as travel:
        for _attempt in range(services.ATTEMPTS):
            assert Worker(real_site, {"note": fail}, []).run_due() == 1
            job = job_of(real_site.database, job_id)
            waits.append((job.run_at - now()).total_seconds())
            travel.shift(max(waits[-1], 0) + 1)
    assert job.state == "dead"
    assert job.error == "ValueError: no such page"
    assert waits[:5] == [10, 40, 160, 640, 2560]


def test_a_hopeless_job_and_an_unknown_kind_die_at_once(real_site):
    def refuse(_site, _args):
        raise GiveUp("the file is gone")

    hopeless, unknown = put(real_site), put(real_site, kind="unheard-of")
    Worker(real_site, {"note": refuse}, []).run_due()
    assert job_of(real_site.database, hopeless).error == "the file is gone"
    assert job_of(real_site.database, unknown).state == "dead"
    with real_site.database.reading() as session:
        assert {job.id for job in queries.dead_jobs(session)} == {hopeless, unknown}
        assert queries.counts_by_state(session) == {"dead": 2}


def test_an_abandoned_job_is_taken_again_and_its_first_worker_no_longer_counts(real_site):
    job_id = put(real_site)
    with real_site.database.writing() as session:
        services.claim(session, "lost")
    with time_machine.travel(now() + services.LEASE + timedelta(seconds=1)), real_site.database.writing() as session:
        assert services.claim(session, "second").id == job_id
    with real_site.database.writing() as session:
        services.finish(session, job_id, "lost")
    assert job_of(real_site.database, job_id).state == "running"


def test_a_job_that_kills_its_workers_is_buried(real_site):
    job_id = put(real_site)
    with time_machine.travel(now(), tick=False) as travel:
        for _ in range(services.ATTEMPTS + 1):
            with real_site.database.writing() as session:
                services.claim(session, "dies")
            travel.shift(services.LEASE + timedelta(seconds=1))
    assert job_of(real_site.database, job_id).state == "dead"


def test_many_workers_do_each_job_once(real_site):
    done: list[int] = []
    for number in range(40):
        put(real_site, number=number)
    workers = [Worker(real_site, {"note": lambda s, args: done.append(args["number"])}, []) for _ in range(4)]
    threads = [threading.Thread(target=worker.run_due) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(40))


def test_a_stopped_worker_ends_and_leaves_nothing_leased(real_site):
    begun, free = threading.Event(), threading.Event()

    def wait(_site, _args):
        begun.set()
        free.wait(10)

    job_id = put(real_site)
    worker = Worker(real_site, {"note": wait}, [], threads=1)
    running = threading.Thread(target=worker.run)
    running.start()
    assert begun.wait(10)
    worker.stop()
    free.set()
    running.join(10)
    assert not running.is_alive()
    assert job_of(real_site.database, job_id).state == "done"


def test_the_schedule_is_kept_once_per_period(real_site):
    schedule = [Every(timedelta(hours=1), "hourly")]
    with time_machine.travel("2026-11-22T07:30:00Z", tick=False) as travel:
        counts = [enqueue_scheduled(real_site.database, schedule) for _ in range(2)]
        travel.shift(timedelta(minutes=31))
        counts.append(enqueue_scheduled(real_site.database, schedule))
        Worker(real_site, {"hourly": lambda s, a: None}, []).run_due()
        travel.shift(timedelta(hours=5))  # the hours missed are made up for once
        counts.extend(enqueue_scheduled(real_site.database, schedule) for _ in range(2))
    assert counts == [1, 0, 1, 1, 0]


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_kept(real_site):
    with time_machine.travel("2026-11-01T00:00:00Z"):
        done, dead = put(real_site), put(real_site, kind="unknown")
        Worker(real_site, {"note": lambda s, a: None}, []).run_due()
    with time_machine.travel("2026-11-22T00:00:00Z"), real_site.database.writing() as session:
        services.tidy(session)
    with real_site.database.reading() as session:
        assert session.scalars(select(Job.id)).all() == [dead] != [done]
