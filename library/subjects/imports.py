"""Taking a thesaurus in: what is new is added, what is known is completed, nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from library.collections.forms import SubjectForm
from library.collections.models import Subject, SubjectLink
from library.collections.queries import all_subjects
from library.collections.services import add_subject
from library.subjects.matching import note_match
from library.subjects.readers.concepts import Concept
from library.subjects.readers.linked import read_linked
from library.subjects.readers.skos import read_skos
from library.subjects.readers.tables import read_table
from library.subjects.readers.turtle import read_turtle
from library.subjects.services import edit_subject, tell_records
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _

MOST_BYTES: Final = 50_000_000


@dataclass
class Tally:
    """What became of the concepts of a file: numbers, and what was left out with why."""

    added: int = 0
    completed: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


def read_concepts(name: str, data: bytes) -> list[Concept]:
    """Read a file of one of the formats, told by its name, else by how it begins; raises Refusal."""
    if name.lower().endswith((".ttl", ".turtle")) or data.lstrip()[:7].lower() in {b"@prefix", b"prefix "}:
        return read_turtle(data)
    is_json = name.lower().endswith((".json", ".jsonld")) or data.lstrip()[:1] in {b"{", b"["}
    if name.lower().endswith(".jsonld") or (is_json and b'"@' in data):
        return read_linked(data)
    return read_table(data) if is_json else read_skos(data)


def import_concepts(session: WriteSession, concepts: list[Concept], *, source: str, by: Actor | None) -> Tally:
    """Take concepts in; `source` says where matches with other thesauri come from."""
    tally = Tally()
    known = all_subjects(session)
    by_uri, by_key = {one.uri: one for one in known if one.uri}, {one.key: one for one in known}
    made: dict[str, Subject] = dict(by_uri)
    for concept in concepts:
        if not concept.labels:
            tally.left_out.append((concept.uri or concept.key, _("It has no name in a language of the library.")))
            continue
        subject = _take(session, concept, by_uri, by_key, tally, by)
        by_key[subject.key] = subject
        made[concept.uri or concept.key] = subject
    for concept in concepts:
        if here := made.get(concept.uri or concept.key):
            _place(session, here, concept, made, tally)
            _match(session, here, concept, source)
    session.flush()
    return tally


def _take(
    session: WriteSession,
    concept: Concept,
    by_uri: Mapping[str, Subject],
    by_key: Mapping[str, Subject],
    tally: Tally,
    by: Actor | None,
) -> Subject:
    subject = by_uri.get(concept.uri) if concept.uri else by_key.get(concept.key)
    if subject is None:
        tally.added += 1
        form = SubjectForm(
            key=_free(concept.key, by_key), labels=concept.labels, others=concept.others, notes=concept.notes,
            uri=concept.uri or None,
        )  # fmt: skip
        return add_subject(session, form, by=by)
    tally.completed += 1
    others = {code: list(texts) for code, texts in subject.others.items()}
    for code, texts in concept.others.items():
        others[code] = list(dict.fromkeys([*others.get(code, []), *texts]))
    parent = session.get(Subject, subject.parent_id) if subject.parent_id else None
    form = SubjectForm(
        key=subject.key, labels={**concept.labels, **subject.labels}, others=others,
        notes={**concept.notes, **subject.notes}, parent=parent.key if parent else "",
    )  # fmt: skip
    return edit_subject(session, subject, form, by=by)


def _free(key: str, taken: Mapping[str, Subject]) -> str:
    key = key if len(key) > 1 else f"concept-{key}"
    found, number = key, 2
    while found in taken:
        found, number = f"{key}-{number}", number + 1
    return found


def _place(
    session: WriteSession, subject: Subject, concept: Concept, made: Mapping[str, Subject], tally: Tally
) -> None:
    """Put a concept under its first broader one; further ones, and related ones, become links."""
    over = [made[uri] for uri in concept.broader if uri in made and made[uri].id != subject.id]
    if over and subject.parent_id is None:
        parent = over.pop(0)
        try:
            _hang(session, subject, parent)
        except FieldRefusal as refusal:
            tally.left_out.append((concept.uri, str(refusal)))
    for other in over:
        if other.id != subject.parent_id:
            _link(session, subject.id, "broader", other.id)
    for uri in concept.related:
        if uri in made and made[uri].id != subject.id:
            first, second = sorted((subject.id, made[uri].id))
            _link(session, first, "related", second)


def _hang(session: WriteSession, subject: Subject, parent: Subject) -> None:
    form = SubjectForm(
        key=subject.key, labels=subject.labels, others=subject.others, notes=subject.notes, parent=parent.key
    )
    edit_subject(session, subject, form, by=None)


def _link(session: WriteSession, first: int, kind: str, second: int) -> None:
    if session.get(SubjectLink, (first, kind, second)) is None:
        session.add(SubjectLink(from_id=first, kind=kind, to_id=second))
        session.flush()
        if kind == "broader":
            tell_records(session, first)


def _match(session: WriteSession, subject: Subject, concept: Concept, source: str) -> None:
    for kind, uris in (("exact", concept.exact), ("close", concept.close)):
        for uri in uris:
            note_match(session, subject, kind, uri, source)
