"""A site that has grown: people, posts and library records by the hundred, among the named ones of a campus."""

from datetime import date, timedelta
from itertools import cycle

from library.care.models import WatchedLink
from library.collections.models import Collection, CollectionRole, Subject, SubjectTerm
from library.gathering.models import TakenRecord, Visit, VisitState
from library.leave.models import AccessRequest
from library.plans.models import ActionPlan
from library.reading.models import Highlight
from library.resources.models import (
    Creator,
    CreatorName,
    FileState,
    Grant,
    Resource,
    ResourceCollection,
    ResourceCreator,
    ResourceFile,
    ResourceRelation,
    ResourceState,
    ResourceSubject,
    ResourceVersion,
)
from library.searches.models import SavedSearch
from library.usage.models import UsageDay, VainSearch
from rmtc.accounts.models import ApiToken, Institution, Person, PersonState, Role, RoleName, SignInSession
from rmtc.audit.models import AuditEntry
from rmtc.clock import now, today
from rmtc.db import WriteSession
from rmtc.files.models import Fixity, FixityCheck
from rmtc.front.kinds import PostKind, PostState
from rmtc.front.models import Post, PostVersion
from rmtc.jobs.models import Job
from rmtc.mail.models import Mail
from tests.factories.campus import Campus
from tests.factories.rows import add_rows, put_rows, stamped

MANY = 200
"""How many institutions and curricula a large site has: the Centre's region has no more."""
SHELVES = 30
"""How many collections a large library has."""
PARTS = 40
"""How many parts a single thing has at most in a large site: files of a record, sittings of one quiz, and so on."""


def people(session: WriteSession, campus: Campus, numbers: range) -> list[int]:
    """Institutions, learners with accounts, and what the personas' accounts list."""
    some = range(numbers.start, min(numbers.stop, MANY))
    rows = [{"name": f"Crowd office {n:04}", "country": "RS", "partner_role": "partner"} for n in some]
    institutions = add_rows(session, Institution, rows)
    states = cycle((PersonState.ACTIVE,) * 9 + (PersonState.WAITING,))
    facts = [
        stamped(
            name=f"Crowd person {n:04}",
            folded_name=f"crowd person {n:04}",
            email=f"crowd.{n}@test.example",
            state=next(states),
            institution_id=campus.ministry.id if n % 2 else institutions[n % len(some)],
        )
        for n in numbers
    ]
    ids = add_rows(session, Person, facts)
    put_rows(session, Role, [{"person_id": one, "name": RoleName.LEARNER, "granted_at": now()} for one in ids])
    shelf = session.query(Collection.id).filter_by(key="shelf").scalar()
    held = {"collection_id": shelf, "role": "submitter", "holder_kind": "person", "given_at": now()}
    put_rows(session, CollectionRole, [held | {"holder_id": one} for one in ids[:PARTS]])
    _accounts(session, campus, numbers)
    _searches(session, campus, numbers)
    return ids


def _searches(session: WriteSession, campus: Campus, numbers: range) -> None:
    few = range(numbers.start, min(numbers.stop, MANY))
    searches = [
        stamped(person_id=campus.arta.id, name=f"Crowd search {n:04}", query="q=crowd&subject=returns", looked_at=now())
        for n in few
    ]
    put_rows(session, SavedSearch, searches)
    quote = {"person_id": campus.arta.id, "resource_id": campus.record.id, "file_id": campus.file.id, "page": 1}
    quotes = [stamped(**quote, quote=f"Crowd quote {n:04}", updated_at=now()) for n in few]
    put_rows(session, Highlight, quotes)


def _accounts(session: WriteSession, campus: Campus, numbers: range) -> None:
    moment, few = now(), range(numbers.start, min(numbers.stop, PARTS))
    browsers = [
        stamped(token_hash=f"crowd {n}", person_id=campus.arta.id, seen_at=moment, expires_at=moment + timedelta(1))
        for n in few
    ]
    put_rows(session, SignInSession, browsers)
    tokens = [stamped(token_hash=f"crowd {n}", person_id=campus.ada.id, name=f"Crowd token {n:04}") for n in few]
    put_rows(session, ApiToken, tokens)
    subjects = (("person", campus.arta.id), ("course", campus.course.id), ("resource", campus.record.id))
    entries = [
        {"at": moment, "what": "crowd.noted", "subject_kind": kind, "subject_id": ident, "by": None, "digest": "0" * 64}
        for kind, ident in subjects
        for _ in numbers
    ]
    put_rows(session, AuditEntry, entries)
    jobs = [stamped(kind="jobs.tidy", args={}, key=f"crowd {n}", run_at=moment + timedelta(1)) for n in numbers]
    put_rows(session, Job, jobs)
    letter = {"subject": "Crowd letter", "text": "Words.", "language": "en"}
    put_rows(session, Mail, [stamped(to=f"crowd.{n}@test.example", **letter) for n in numbers])


def posts(session: WriteSession, campus: Campus, numbers: range) -> None:
    """News, coming and past events, and pages."""
    day = today()
    for kind in PostKind:
        facts = [
            stamped(
                kind=kind,
                slug=f"crowd-{n}",
                state=PostState.PUBLISHED,
                published_on=day - timedelta(days=2 + n % 9),
                starts=day + timedelta(days=n % 80 - 40) if kind is PostKind.EVENT else None,
            )
            for n in numbers
        ]
        told = [
            {"post_id": one, "language": "en", "title": f"Crowd {kind} {n:04}", "summary": "S.", "updated_at": now()}
            for n, one in zip(numbers, add_rows(session, Post, facts), strict=True)
        ]
        put_rows(session, PostVersion, told)


def library(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Records with makers, subjects, files and relations; every tenth is a draft."""
    moment = now()
    names = [f"Crowd maker {n:04}" for n in numbers]
    makers = add_rows(session, Creator, [{"name": name, "folded": name.lower()} for name in names])
    subjects = _subjects(session, campus, numbers)
    records = add_rows(session, Resource, [_record(n) for n in numbers])
    rows = list(zip(numbers, records, makers, subjects, strict=True))
    made = [{"resource_id": one, "creator_id": maker, "position": 1} for _, one, maker, _s in rows]
    made += [{"resource_id": one, "creator_id": campus.maker.id, "position": 2} for one in records]
    put_rows(session, ResourceCreator, made)
    about = [{"resource_id": one, "subject_id": subject} for _, one, _m, subject in rows]
    about += [{"resource_id": one, "subject_id": campus.subject.id} for one in records]
    put_rows(session, ResourceSubject, about)
    shelf = session.query(Collection.id).filter_by(key="shelf").scalar()
    put_rows(session, ResourceCollection, [{"resource_id": one, "collection_id": shelf} for one in records])
    some = range(numbers.start, min(numbers.stop, SHELVES))
    facts = [{"key": f"crowd-{n}", "titles": {"en": f"Crowd shelf {n:04}"}, "descriptions": {}} for n in some]
    add_rows(session, Collection, facts)
    versions = add_rows(session, ResourceVersion, [stamped(resource_id=one, number=1) for one in records])
    states = cycle(FileState)
    files = [
        {
            "version_id": one,
            "sha256": campus.file.sha256,
            "name": f"crowd-{n:04}.txt",
            "state": next(states),
            "facts": {},
            "changed_at": moment,
        }
        for n, one in zip(numbers, versions, strict=True)
    ]
    put_rows(session, ResourceFile, files)
    day = today()
    put_rows(session, UsageDay, [{"resource_id": one, "day": day, "views": 2, "downloads": 1} for one in records])
    put_rows(session, VainSearch, [{"day": day, "words": f"crowd word {n:04}", "many": 1} for n in numbers])
    links = [
        {"url": f"https://crowd.example/{n}", "failures": 9, "failed_since": moment, "why": "Gone."} for n in numbers
    ]
    put_rows(session, WatchedLink, links)
    put_rows(session, FixityCheck, [{"sha256": campus.file.sha256, "checked_at": moment, "outcome": Fixity.CHANGED}])
    asked = {"resource_id": campus.closed.id, "email": "a@test.example", "language": "en", "reason": "To know more."}
    waiting = [asked | {"name": f"Crowd asker {n:04}", "asked_at": moment, "state": "waiting"} for n in numbers]
    put_rows(session, AccessRequest, waiting)
    taken = [{"identifier": f"oai:partner:{n}", "resource_id": one} for n, one in zip(numbers, records, strict=True)]
    from_partner = {"repository_id": campus.repository.id, "taken_at": moment}
    put_rows(session, TakenRecord, [row | from_partner for row in taken])
    visited = {"repository_id": campus.repository.id, "started_at": moment, "counts": {"changed": 3}, "reasons": []}
    put_rows(session, Visit, [visited | {"state": VisitState.DONE} for _ in numbers])
    kin = [{"from_id": campus.record.id, "kind": "goes_with", "to_id": one} for one in records]
    put_rows(session, ResourceRelation, kin)
    lent = [{"resource_id": one, "holder_kind": "person", "holder_id": campus.arta.id, "granted_at": moment}
            for one in records]  # fmt: skip
    lent += [{"resource_id": campus.record.id, "holder_kind": "person", "holder_id": campus.arta.id,
              "granted_at": moment} for _ in range(numbers.start, min(numbers.stop, PARTS))]  # fmt: skip
    put_rows(session, Grant, lent)
    further = [f"Crowd name {n:04}" for n in range(numbers.start, min(numbers.stop, PARTS))]
    put_rows(session, CreatorName, [{"creator_id": campus.maker.id, "name": n, "folded": n.lower()} for n in further])


def _record(n: int) -> dict[str, object]:
    state = ResourceState.PUBLISHED if n % 10 else ResourceState.DRAFT
    return stamped(
        kind="report",
        state=state,
        title=f"Crowd record {n:04}",
        titles={},
        abstracts={},
        language="en",
        year=1990 + n % 35,
        changed_at=now(),
        published_at=now() if n % 10 else None,
        details={},
    )


def _subjects(session: WriteSession, campus: Campus, numbers: range) -> list[int]:
    """Concepts in three layers under the campus's own."""
    facts = [
        {
            "key": f"crowd-{n}",
            "parent_id": campus.subject.id if n % 10 == 0 else None,
            "labels": {"en": f"Crowd subject {n:04}"},
            "others": {},
        }
        for n in numbers
    ]
    ids = add_rows(session, Subject, facts)
    terms = [
        {"subject_id": one, "language": "en", "text": f"Crowd subject {n:04}", "folded": f"crowd subject {n:04}",
         "is_label": True} for n, one in zip(numbers, ids, strict=True)
    ]  # fmt: skip
    put_rows(session, SubjectTerm, terms)
    return ids


def plans(session: WriteSession, campus: Campus, numbers: range) -> None:
    """Plans of every local government in turn, as many as records."""
    moment, keys = now(), campus.governments
    rows = [_record(n) | {"kind": "action_plan", "title": f"Crowd plan {n:04}", "state": ResourceState.PUBLISHED}
            for n in numbers]  # fmt: skip
    facts = [
        {
            "resource_id": one,
            "municipality": keys[n % len(keys)],
            "starts": date(2015 + n // len(keys), 1, 1),
            "ends": date(2018 + n // len(keys), 12, 31),
            "source": "The assembly",
            "checked_on": date(2026, 1, 15),
            "changed_at": moment,
        }
        for n, one in zip(numbers, add_rows(session, Resource, rows), strict=True)
    ]
    put_rows(session, ActionPlan, facts)
