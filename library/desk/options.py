"""What the pages of the desk offer to choose from, and what a form shows of a record."""

from collections.abc import Iterable
from typing import Any

from library.collections.labels import label
from library.collections.queries import all_collections, subjects_called, subjects_with_ids
from library.description.fields import FIELDS, Field
from library.description.identifiers import Identifier
from library.description.licences import LICENCES
from library.desk.forms import TRANSLATIONS, input_name, shown, translation_name
from library.desk.readers import ReaderSource, reader_names
from library.resources.kinds import KINDS
from library.resources.models import AccessLevel, Resource
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _

PLAIN = (
    "title",
    "kind",
    "language",
    "date",
    "period",
    "number",
    "publisher",
    "abstract",
    "licence",
    "rights",
    "access",
    "files_access",
    "files_open_on",
)


def options(session: ReadSession) -> dict[str, Any]:
    """What a librarian chooses from."""
    language = languages.current()
    codes = languages.LANGUAGES
    return {
        "kinds": [(kind, _(name)) for kind, name in KINDS.items()],
        "kind_fields": FIELDS,
        "input_name": input_name,
        "translation_name": translation_name,
        "translations": [(code, codes[code].name) for code in TRANSLATIONS],
        "choices_of": choices_of,
        "licences": list(LICENCES),
        "codes": [(code, one.name) for code, one in codes.items()],
        "access_levels": [
            (AccessLevel.PUBLIC, _("Everyone")),
            (AccessLevel.SIGNED_IN, _("People with an account")),
            (AccessLevel.NAMED, _("The institutions and course runs named below")),
            (AccessLevel.COLLECTION, _("Reviewers and curators of its collections")),
            (AccessLevel.STAFF, _("Librarians and managers only")),
        ],
        "file_levels": [
            (AccessLevel.SIGNED_IN, _("Only people with an account")),
            (AccessLevel.NAMED, _("Only the institutions and course runs named above")),
            (AccessLevel.COLLECTION, _("Only reviewers and curators of its collections")),
            (AccessLevel.STAFF, _("Only librarians and managers: others find the description")),
        ],
        "shelves": [(one.key, label(one.titles, language, one.key).text) for one in all_collections(session)],
    }


def subject_keys(session: ReadSession, names: list[str]) -> list[str]:
    """The keys of the subjects with these names; refuses a name that no subject has."""
    found = subjects_called(session, names)
    if unknown := [name for name in names if name not in found]:
        said = _("There is no subject “%(name)s”. Choose one that is suggested, or add it to the thesaurus first.")
        raise FieldRefusal("subjects", said % {"name": unknown[0][:100]})
    return list(dict.fromkeys(found[name].key for name in names))


def choices_of(one: Field) -> list[tuple[str, str]]:
    """The choices of a field, in the reader's language; numbered ones with their number."""
    return [
        (key, f"{key}. {_(name)}" if key.isdigit() and key != name else _(name)) for key, name in one.choices.items()
    ]


def shown_record(session: ReadSession, resource: Resource, sources: Iterable[ReaderSource] = ()) -> dict[str, Any]:
    """What is there, as the form shows it."""
    shelves = {one.id: one.key for one in all_collections(session)}
    topics = subjects_with_ids(session, [place.subject_id for place in resource.subjects])
    language = languages.current()
    return {name: getattr(resource, name) for name in PLAIN} | {
        "creators": "\n".join(one.name for one in resource.authors),
        "identifiers": "\n".join(Identifier(one.scheme, one.value).text for one in resource.identifiers),
        "collections": [shelves[place.collection_id] for place in resource.collections],
        "subjects": "\n".join(label(one.labels, language, one.key).text for one in topics.values()),
        "readers": "\n".join(reader_names(session, sources, resource.readers)),
        "unproofread": "" if resource.proofread else "on",
        **{translation_name("title", code): resource.titles.get(code, "") for code in TRANSLATIONS},
        **{translation_name("abstract", code): resource.abstracts.get(code, "") for code in TRANSLATIONS},
        **_details(resource),
    }


def _details(resource: Resource) -> dict[str, Any]:
    kind = resource.kind
    values = {one.name: shown(one, resource.details.get(one.name, "")) for one in FIELDS.get(kind, ())}
    for one in FIELDS.get(kind, ()):
        if one.shape == "names":
            values[one.name] = "\n".join(each.name for each in resource.people_as(one.name))
    return {input_name(kind, one): values[one.name] for one in FIELDS.get(kind, ())}
