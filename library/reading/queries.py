"""Reading the text of pages, and choosing files of a record."""

from collections.abc import Iterator

from sqlalchemy import select

from library.resources.models import FileState, Resource, ResourceFile, ResourcePage, ResourceVersion
from rmtc.db import ReadSession

PDF = "application/pdf"


def text_pages(session: ReadSession, file: ResourceFile, first: int, last: int) -> list[tuple[int, str]]:
    """Number and text of the pages from first to last."""
    rows = (
        select(ResourcePage.number, ResourcePage.text)
        .where(ResourcePage.file_id == file.id, ResourcePage.number.between(first, last))
        .order_by(ResourcePage.number)
    )
    return [(number, text) for number, text in session.execute(rows)]


def newest_version(resource: Resource) -> ResourceVersion | None:
    """The version that counts, if there is one."""
    return resource.versions[-1] if resource.versions else None


def open_files(resource: Resource, version: ResourceVersion | None, *, for_staff: bool) -> list[ResourceFile]:
    """The files of a version that may be fetched by whom the record was loaded for.

    None while the record's files are closed to them; what was set aside as unsafe or broken stays with the staff.
    """
    if version is None or not resource.files_are_open:
        return []
    return [file for file in version.files if for_staff or file.state is not FileState.QUARANTINED]


def every_file(resource: Resource, *, for_staff: bool) -> Iterator[tuple[ResourceVersion, ResourceFile]]:
    """The files of all versions that may be fetched, the newest version first."""
    for version in reversed(resource.versions):
        for file in open_files(resource, version, for_staff=for_staff):
            yield version, file


def can_be_read(file: ResourceFile) -> bool:
    """Say whether the reader has something to show: pages drawn from a PDF, or text."""
    return file.state is not FileState.QUARANTINED and (file.page_count > 0 or file.stored.media_type == PDF)


def cover_of(resource: Resource) -> str:
    """The SHA-256 of the picture of the newest version's first page; empty where there is none, or it is closed."""
    version = newest_version(resource) if resource.files_are_open else None
    for file in version.files if version else []:
        if file.has_cover and file.facts.get("cover"):
            return str(file.facts["cover"])
    return ""
