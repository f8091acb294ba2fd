"""Background work put together: which handler does which kind of job, and what comes again by itself."""

from collections.abc import Mapping
from datetime import timedelta

from courses.attempts.jobs import expire
from library.care.jobs import check_files, check_links, forget_by_rule, forget_vain_words
from library.coverage.jobs import send_reminders
from library.deposit.jobs import end_abandoned, take_sent_file
from library.deposit.services import TAKE_JOB, TAKE_PACKAGE_JOB
from library.finding.jobs import index, tidy_index
from library.gathering.jobs import gather, gather_all
from library.gathering.services import GATHER_JOB
from library.intake.jobs import extract
from library.leave.jobs import forget_requests, open_files
from library.packages import jobs as packages
from library.packages import services as package_jobs
from library.packages.watching import watch
from library.removals.jobs import forget_askers
from library.resources.services import EXTRACT_JOB, INDEX_JOB
from library.searches.jobs import tell_of_matches
from rmtc.audit.jobs import seal
from rmtc.files.jobs import sweep_incoming
from rmtc.jobs.jobs import tidy
from rmtc.jobs.schedule import DAILY, Every
from rmtc.jobs.worker import Handler, Worker
from rmtc.mail.jobs import deliver, forget_delivered
from rmtc.site import Site

HANDLERS: Mapping[str, Handler] = {
    "audit.seal": seal,
    "files.sweep_incoming": sweep_incoming,
    "files.check": check_files,
    "library.check_links": check_links,
    "library.forget_words": forget_vain_words,
    "library.forget": forget_by_rule,
    GATHER_JOB: gather,
    "library.gather_all": gather_all,
    "jobs.tidy": tidy,
    EXTRACT_JOB: extract,
    TAKE_JOB: take_sent_file,
    TAKE_PACKAGE_JOB: packages.take_sent_package,
    package_jobs.CHECK_JOB: packages.check_package,
    package_jobs.TAKE_JOB: packages.take_package,
    "library.end_packages": packages.end_untaken,
    "library.watch": watch,
    "library.forget_askers": forget_askers,
    "library.end_abandoned": end_abandoned,
    INDEX_JOB: index,
    "library.forget_requests": forget_requests,
    "library.open_files": open_files,
    "library.tidy_index": tidy_index,
    "library.remind": send_reminders,
    "library.tell_of_matches": tell_of_matches,
    "mail.deliver": deliver,
    "mail.forget_delivered": forget_delivered,
    "quizzes.expire": expire,
}

SCHEDULE: list[Every] = [
    Every(timedelta(minutes=1), "quizzes.expire"),
    Every(timedelta(minutes=10), INDEX_JOB),
    Every(timedelta(minutes=1), "audit.seal"),
    Every(timedelta(minutes=10), "library.open_files"),
    Every(DAILY, "library.remind", after=timedelta(hours=5)),
    Every(DAILY, "library.tell_of_matches", after=timedelta(hours=4, minutes=40)),
    Every(timedelta(minutes=1), "library.watch"),
    Every(DAILY, "library.forget_askers", after=timedelta(hours=1, minutes=35)),
    Every(DAILY, "library.end_packages", after=timedelta(hours=1, minutes=45)),
    Every(DAILY, "library.end_abandoned", after=timedelta(hours=1, minutes=40)),
    Every(DAILY, "files.sweep_incoming", after=timedelta(hours=1, minutes=50)),
    Every(DAILY, "library.check_links", after=timedelta(hours=3, minutes=30)),
    Every(DAILY, "library.gather_all", after=timedelta(hours=3)),
    Every(DAILY, "files.check", after=timedelta(hours=2, minutes=30)),
    Every(DAILY, "library.forget_words", after=timedelta(hours=1, minutes=30)),
    Every(DAILY, "library.forget", after=timedelta(hours=1, minutes=25)),
    Every(DAILY, "jobs.tidy", after=timedelta(hours=2)),
    Every(DAILY, "library.forget_requests", after=timedelta(hours=2, minutes=30)),
    Every(DAILY, "library.tidy_index", after=timedelta(hours=2, minutes=20)),
    Every(DAILY, "mail.forget_delivered", after=timedelta(hours=2, minutes=10)),
]


def make_worker(site: Site, threads: int = 2) -> Worker:
    """A worker that knows every kind of job."""
    return Worker(site, HANDLERS, SCHEDULE, threads)
