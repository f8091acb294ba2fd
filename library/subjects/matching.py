"""Saying that a concept is the same, or nearly, as one of another thesaurus."""

from sqlalchemy import select

from library.collections.models import Subject, SubjectMatch
from rmtc.db import WriteSession


def note_match(session: WriteSession, subject: Subject, kind: str, uri: str, source: str) -> bool:
    """Note a match ("exact" or "close") with where it is said; False where it is known, or no address."""
    known = select(SubjectMatch.id).where(SubjectMatch.subject_id == subject.id, SubjectMatch.uri == uri)
    if not uri.startswith(("http://", "https://")) or session.scalar(known) is not None:
        return False
    session.add(SubjectMatch(subject_id=subject.id, kind=kind, uri=uri, source=source[:300]))
    session.flush()
    return True
