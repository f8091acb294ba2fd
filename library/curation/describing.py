"""What a record says, as the form that would say it again."""

from library.collections.queries import all_collections, subjects_with_ids
from library.description.fields import ROLES
from library.description.identifiers import Identifier
from library.resources.forms import ResourceForm
from library.resources.models import Resource
from library.resources.policies import holder_key
from rmtc.db import ReadSession

SAID = (
    "kind", "title", "titles", "abstract", "abstracts", "language", "year", "date", "period", "number", "publisher",
    "licence", "rights", "details", "access", "files_access", "files_open_on", "proofread",
)  # fmt: skip


def form_of(session: ReadSession, resource: Resource) -> ResourceForm:
    """The form of a record, which needs its people, identifiers and places loaded."""
    shelves = {one.id: one.key for one in all_collections(session)}
    topics = subjects_with_ids(session, [place.subject_id for place in resource.subjects])
    return ResourceForm(
        **{name: getattr(resource, name) for name in SAID},
        creators=[one.name for one in resource.authors],
        contributors={role: names for role in ROLES if (names := [one.name for one in resource.people_as(role)])},
        readers=[holder_key(one.holder_kind, one.holder_id) for one in resource.readers],
        identifiers=[Identifier(one.scheme, one.value).text for one in resource.identifiers],
        collections=[shelves[place.collection_id] for place in resource.collections],
        subjects=[one.key for one in topics.values()],
    )
