"""A record as a bag (BagIt, RFC 8493): its files, everything said about it, and the sums that tell a change."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import bagit
from lxml import etree
from sqlalchemy import select

from library.carried.plans_in_bags import plan_in_bag, reviewed_years
from library.carried.relations_in_bags import relations_in_bag
from library.collections.queries import collections_with_keys, subjects_with_ids
from library.curation.describing import form_of
from library.exchange.described import describe
from library.exchange.dublin_core import terms
from library.resources.models import Resource, ResourceFile
from library.resources.queries import resource_with_files
from rmtc.clock import today
from rmtc.db import ReadSession
from rmtc.errors import NotFound, Refusal
from rmtc.files.refusals import refusing_when_full
from rmtc.files.store import Store, open_store
from rmtc.i18n.texts import gettext as _
from rmtc.site import Site

METADATA: Final = "metadata.json"
FORMAT: Final = 1
_DC: Final = "http://purl.org/dc/elements/1.1/"
_XML: Final = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Contents:
    """What goes into a bag: `metadata.json`, `dc.xml`, and the files by their path."""

    metadata: dict[str, Any]
    dublin_core: bytes
    files: dict[str, ResourceFile]


def contents_of(session: ReadSession, resource_id: int, site_url: str) -> Contents:
    """Gather everything said about a record in whatever state; raises NotFound."""
    resource = resource_with_files(session, resource_id)
    if resource is None:
        raise NotFound(_("There is no such record."))
    form = form_of(session, resource)
    topics = subjects_with_ids(session, [place.subject_id for place in resource.subjects])
    shelves = collections_with_keys(session, form.collections)
    newest = resource.versions[-1].files if resource.versions else []
    labels = {number: topic.labels for number, topic in topics.items()}
    files = {f"files/{v.number}/{file.name}": file for v in resource.versions for file in v.files}
    metadata = {
        "format": FORMAT,
        "number": resource.id,
        "address": f"{site_url}/library/{resource.id}",
        "state": resource.state,
        "withdrawn_reason": str(resource.withdrawn_reason),
        "published_at": resource.published_at.isoformat() if resource.published_at else None,
        "record": form.model_dump(mode="json") | {"key": resource.key},
        "collections": {key: shelf.titles for key, shelf in shelves.items()},
        "subjects": {topic.key: topic.labels for topic in topics.values()},
        "versions": _versions(resource),
        "relations": relations_in_bag(session, resource_id),
        "plan": plan_in_bag(session, resource_id),
        "report_of": reviewed_years(session, resource_id),
    }
    return Contents(metadata, _dublin_core(describe(resource, newest, labels, site_url)), files)


def write_bag(site: Site, resource_id: int, target: Path) -> None:
    """Write a record as a bag: a ZIP where the name ends so, else a folder that is not there yet."""
    if target.exists():
        raise Refusal(_("%(name)s is there already.") % {"name": target.name})
    with refusing_when_full():
        if target.suffix.lower() != ".zip":
            target.mkdir(parents=True)
            _fill(site, resource_id, target)
            return
        with TemporaryDirectory(prefix="rmtc-bag-") as room:
            folder = Path(room) / f"record-{resource_id}"
            folder.mkdir()
            _fill(site, resource_id, folder)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
                for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                    archive.write(path, path.relative_to(folder.parent).as_posix())


def every_record(session: ReadSession) -> Iterator[int]:
    """The numbers of all records, in whatever state."""
    return iter(session.scalars(select(Resource.id).order_by(Resource.id)).all())


def _fill(site: Site, resource_id: int, folder: Path) -> None:
    with site.database.reading() as session:
        contents = contents_of(session, resource_id, site.settings.site_url)
    text = json.dumps(contents.metadata, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / METADATA).write_text(text + "\n", encoding="utf-8")
    (folder / "dc.xml").write_bytes(contents.dublin_core)
    store = open_store(site.settings)
    for name, file in contents.files.items():
        _copy(store, file.sha256, folder / name)
    info = {
        "Source-Organization": "RMTC",
        "External-Identifier": contents.metadata["address"],
        "External-Description": contents.metadata["record"]["title"],
        "Bagging-Date": today().isoformat(),
    }
    bagit.make_bag(str(folder), info, checksums=["sha256"])


def _copy(store: Store, sha256: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(store.read(sha256))


def _versions(resource: Resource) -> list[dict[str, Any]]:
    return [
        {
            "number": version.number,
            "note": version.note,
            "files": [
                {"name": file.name, "path": f"files/{version.number}/{file.name}", "sha256": file.sha256}
                for file in version.files
            ],
        }
        for version in resource.versions
    ]


def _dublin_core(described: Any) -> bytes:
    root = etree.Element("metadata", nsmap={"dc": _DC})
    for term in terms(described):
        made = etree.SubElement(root, f"{{{_DC}}}{term.name}")
        made.text = term.value
        if term.language:
            made.set(f"{{{_XML}}}lang", term.language)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
