"""Links and pictures of lessons that lead nowhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from sqlalchemy import select

from courses.catalogue.models import Course
from courses.content.models import Activity, CourseFile
from courses.content.rendering import AWAY, FILE, ITEM, REFERENCE
from library.resources.models import Resource, ResourceState
from rmtc.db import ReadSession
from rmtc.i18n.texts import gettext as _
from rmtc.texts.markdown import render_markdown

_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass
class Targets:
    """What a text points at: links, and files (pictures among them)."""

    links: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def link(self, target: str) -> str | None:
        """Note where a link leads."""
        if target.startswith(FILE):
            return self.picture(target)
        self.links.append(target)
        return "#"

    def picture(self, target: str) -> str | None:
        """Note which file a picture shows."""
        self.files.append(unquote(target.removeprefix(FILE)))
        return "#"


@dataclass(frozen=True)
class Known:
    """What there is to point at: records that the library shows, files and activities of the course."""

    records: set[int]
    files: set[str]
    activities: set[int]

    def complaint(self, target: str) -> str:
        """What is wrong with the target of a link; nothing where it leads somewhere."""
        if target.startswith("lib:"):
            found = REFERENCE.fullmatch(target)
            there = found is not None and int(found[1]) in self.records
            return "" if there else _("the library shows no record “%(key)s”") % {"key": target.removeprefix("lib:")}
        if item := ITEM.fullmatch(target):
            return "" if int(item[1]) in self.activities else _("a link leads to an activity that is not there")
        return "" if AWAY.match(target) else _("the link “%(target)s” leads nowhere") % {"target": target[:80]}

    def missing(self, name: str) -> str:
        """What is wrong with a file's name; nothing where the course has it."""
        return "" if name in self.files else _("the course has no file “%(name)s”") % {"name": name[:80]}


def broken_links(session: ReadSession, course: Course, activities: Sequence[Activity]) -> dict[int, list[str]]:
    """Sentences about links and pictures that lead nowhere, by the activity's id; three queries."""
    targets = {activity.id: targets_of(activity.body) for activity in activities if activity.body}
    known = known_to(session, course, list(targets.values()))
    found: dict[int, list[str]] = {}
    for activity in activities:
        for complaint in complaints(targets.get(activity.id, Targets()), known):
            found.setdefault(activity.id, []).append(f"“{activity.title}”: {complaint}.")
    return found


@lru_cache(512)  # whoever builds a course looks at the same texts again and again
def targets_of(text: str) -> Targets:
    """What a text points at."""
    targets = Targets()
    render_markdown(text, link=targets.link, image=targets.picture)
    return targets


def known_to(session: ReadSession, course: Course, targets: Sequence[Targets]) -> Known:
    """What of these targets there is."""
    links = [REFERENCE.fullmatch(link) for each in targets for link in each.links]
    ids = {int(link[1]) for link in links if link and len(link[1]) < 10}  # noqa: PLR2004 - digits of the largest id
    shown = select(Resource.id).where(Resource.id.in_(ids), Resource.state == ResourceState.PUBLISHED)
    files = select(CourseFile.name).where(CourseFile.course_id == course.id)
    items = select(Activity.id).where(Activity.course_id == course.id, Activity.removed_at.is_(None))
    return Known(set(session.scalars(shown)), set(session.scalars(files)), set(session.scalars(items)))


def complaints(targets: Targets, known: Known) -> list[str]:
    """What is wrong with the targets of a text, once each."""
    said = [known.complaint(link) for link in targets.links]
    said += [
        _("the picture “%(name)s” is not a file of this course") % {"name": name[:80]}
        if _SCHEME.match(name) or name.startswith("/")
        else known.missing(name)
        for name in targets.files
    ]
    return [sentence for sentence in dict.fromkeys(said) if sentence]
