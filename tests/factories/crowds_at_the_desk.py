"""What lies on a librarian's desk by the hundred: deposits, the files sent with them, reviews."""

from itertools import cycle

from sqlalchemy import select

from library.deposit.models import Deposit, SendingState, SentFile
from library.packages.models import Package, PackageRow
from library.removals.models import RemovalGround, RemovalRequest
from library.resources.models import Resource, ResourceState
from library.review.models import ReviewStep, StepKind
from rmtc.clock import now
from rmtc.db import WriteSession
from tests.factories.campus import Campus
from tests.factories.rows import put_rows, stamped


def deposits(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Deposits of the librarian, and files of one of them in every state."""
    sender = campus.deposit.created_by
    put_rows(session, Deposit, [stamped(created_by=sender, kind="report", collection="") for _ in numbers])
    states = cycle(SendingState)
    sent = [
        {"deposit_id": campus.deposit.id, "name": f"crowd-sent-{n:04}.pdf", "size": 1000, "received": 500,
         "part": f"crowd-{n}", "state": (state := next(states)), "changed_at": now(),
         "reason": "empty" if state is SendingState.REFUSED else "",
         "resource_id": campus.record.id if state in {SendingState.TAKEN, SendingState.KNOWN} else None,
         "file_id": campus.file.id if state is SendingState.TAKEN else None}
        for n in numbers
    ]  # fmt: skip
    put_rows(session, SentFile, sent)


def reviews(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Every draft waits for its review, and much has been said about one record."""
    drafts = session.scalars(select(Resource.id).where(Resource.state == ResourceState.DRAFT)).all()
    asked = [{"resource_id": one, "kind": StepKind.ASKED, "text": "", "at": now()} for one in drafts]
    said = [
        {"resource_id": campus.record.id, "kind": StepKind.COMMENTED, "text": f"Word {n}", "at": now()} for n in numbers
    ]
    put_rows(session, ReviewStep, asked + said)


def packages(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Packages, and lines of one of them with every outcome."""
    many = [stamped(name=f"crowd-package-{n}.zip", size=10, part=f"crowd-package-{n}", state="done") for n in numbers]
    put_rows(session, Package, many)
    outcomes = cycle(("added", "known", "refused", "would add"))
    lines = [
        {"package_id": campus.package.id, "number": n + 1, "name": f"crowd-line-{n:04}.pdf", "what": next(outcomes),
         "sentence": "Words.", "title": "A title", "resource_id": campus.record.id}
        for n in numbers
    ]  # fmt: skip
    put_rows(session, PackageRow, lines)


def removals(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Requests to take down every record there is, and many for one."""
    asked = {
        "name": "Ana",
        "email": "ana@test.example",
        "ground": RemovalGround.OTHER,
        "text": "Words.",
        "language": "en",
    }
    records = session.scalars(select(Resource.id).where(Resource.title.startswith("Crowd record"))).all()
    put_rows(session, RemovalRequest, [{"resource_id": one, "at": now(), **asked} for one in records[: len(numbers)]])
