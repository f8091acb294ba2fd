"""Course and activity backups of Moodle 2.4 to 4.x (.mbz as zip or tar.gz, or unpacked) as neutral material.

The list in moodle_backup.xml drives the reading, never the folders that happen to be there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courses.interchange.material import Item, Material, Reading
from courses.interchange.readers.archives import Unpacked, opened
from courses.interchange.readers.moodle_activities import READERS
from courses.interchange.readers.moodle_activity import UNREAD_ACTIVITIES, Activity, LeftOut, Manifest
from courses.interchange.readers.moodle_files import BackupFiles
from courses.interchange.readers.moodle_questions import Bank, list_bank, read_bank
from courses.interchange.readers.moodle_quiz import list_slots, read_quiz
from courses.interchange.readers.moodle_remainder import count_remainder
from courses.interchange.readers.moodle_sections import read_sections
from courses.interchange.readers.moodle_texts import loss_reasons, read_text, resolver
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, parse_xml_file, text_of
from rmtc.errors import Refusal
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _


@contextmanager
def moodle_backup(source: Path) -> Iterator[Reading]:
    """Give what a backup holds; its files can be read until the end. Refusal if it is no backup of Moodle."""
    with opened(source) as unpacked:
        yield _Backup(_at_manifest(unpacked)).reading()


def _at_manifest(unpacked: Unpacked) -> Unpacked:
    """Some people pack the folder instead of its content."""
    inner = [child for child in unpacked.root.iterdir() if (child / "moodle_backup.xml").is_file()]
    if not (unpacked.root / "moodle_backup.xml").is_file() and len(inner) == 1:
        return Unpacked(inner[0], unpacked.junk, unpacked.guessed)
    return unpacked


def _manifest(unpacked: Unpacked) -> Element:
    try:
        information = parse_xml_file(unpacked.file("moodle_backup.xml")).find("information")
    except Refusal as refusal:
        raise Refusal(_("This is not a backup of Moodle that can be read. %(why)s") % {"why": refusal}) from refusal
    if information is None or information.find("contents") is None:
        raise Refusal(_("This is not a backup of Moodle that can be read: it does not list its contents."))
    return information


class _Backup:
    """Reads one backup, in the order in which its parts depend on each other."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked, self._journal = unpacked, Journal()
        self._information = _manifest(unpacked)
        self._files = BackupFiles(unpacked, self._journal)
        self._activities: dict[str, Activity] = {}

    def reading(self) -> Reading:
        """Return the material and the report."""
        course = self._optional("course/course.xml")
        self._journal.found("course", "course", self._title(course), _("backup"))
        self._open_activities()
        bank = list_bank(self._optional("questions.xml"), self._journal)
        names = {key: activity.title for key, activity in self._activities.items()}
        read_bank(bank, self._used(bank), self._files, names, self._journal)
        items = self._items(bank)
        sections = read_sections(self._unpacked, self._information, items, self._files, self._journal)
        summary = self._summary(course, names)
        count_remainder(self._unpacked, self._journal)
        material = Material(
            self._title(course),
            text_of(course, "lang"),
            text_of(course, "shortname") or text_of(self._information, "original_course_shortname"),
            summary,
            sections,
            tuple(bank.taken.values()),
            self._files.finish(),
        )
        return Reading(material, self._journal.report())

    def _title(self, course: Element | None) -> str:
        name = text_of(course, "fullname") or text_of(self._information, "original_course_fullname")
        return name.strip() or _("Without a name")

    def _optional(self, name: str) -> Element | None:
        path = self._unpacked.file(name)
        return parse_xml_file(path) if path.is_file() else None

    def _open_activities(self) -> None:
        for place, element in enumerate(self._information.findall("contents/activities/activity")):
            manifest = _listed(element)
            key = manifest.key or f"place{place}"
            self._journal.found("activity", key, manifest.title or _("Without a name"), manifest.kind)
            try:
                self._activities[key] = self._opened(manifest)
            except LeftOut as reason:
                self._journal.left_out("activity", key, str(reason))
        for activity in self._activities.values():
            activity.items = {key: one.title for key, one in self._activities.items() if one.manifest.kind in _LINKABLE}

    def _opened(self, manifest: Manifest) -> Activity:
        if manifest.kind not in {*READERS, "quiz", "subsection"}:
            why = UNREAD_ACTIVITIES.get(manifest.kind, mark("activities of the kind “%(kind)s” are not read"))
            raise LeftOut(_(why) % {"kind": manifest.kind})
        return Activity(manifest, self._unpacked, self._files, self._journal)

    def _quizzes(self) -> list[Activity]:
        return [activity for activity in self._activities.values() if activity.manifest.kind == "quiz"]

    def _used(self, bank: Bank) -> set[str]:
        return {place.question for quiz in self._quizzes() for place in list_slots(quiz, bank)}

    def _items(self, bank: Bank) -> dict[str, Item]:
        items: dict[str, Item] = {}
        for key, activity in self._activities.items():
            try:
                items[key] = self._item(activity, bank)
                activity.note_rules()
            except LeftOut as reason:
                self._journal.left_out("activity", key, str(reason))
        return items

    def _item(self, activity: Activity, bank: Bank) -> Item:
        if activity.manifest.kind == "quiz":
            return read_quiz(activity, bank, self._journal)
        if activity.manifest.kind == "subsection":
            raise LeftOut(_("what it holds became a section of its own"))
        return READERS[activity.manifest.kind](activity, self._journal)

    def _summary(self, course: Element | None, names: dict[str, str]) -> str:
        files = self._files.of("course", "summary")
        markdown, losses = read_text(
            text_of(course, "summary"), text_of(course, "summaryformat") or "1", resolver(files, names)
        )
        dates = any(text_of(course, name) not in {"", "0"} for name in ("startdate", "enddate"))
        reasons = [_("its dates belong to a run and were not taken")] if dates else []
        self._journal.changed("course", "course", *loss_reasons(losses), *reasons)
        return markdown


_LINKABLE = {*READERS, "quiz"} - {"label"}


def _listed(element: Element) -> Manifest:
    names = ("moduleid", "modulename", "title", "sectionid", "directory")
    return Manifest(*(text_of(element, name).strip() for name in names))
