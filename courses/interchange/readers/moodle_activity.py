"""One activity of a Moodle backup: its own file, its module file, and what both say to every kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from courses.interchange.material import StoredFile
from courses.interchange.readers.archives import Unpacked
from courses.interchange.readers.moodle_files import BackupFiles
from courses.interchange.readers.moodle_texts import loss_reasons, read_text, resolver
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, parse_xml_file, text_of
from rmtc.errors import Refusal
from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

UNREAD_ACTIVITIES = {
    "assign": mark("assignments are not read; set the task anew as an assignment"),
    "assignment": mark("assignments are not read; set the task anew as an assignment"),
    "attendance": mark("attendance is kept with the sessions of a run"),
    "choice": mark("polls are not read"),
    "feedback": mark("surveys are not read"),
    "forum": mark("discussions belong to the people who held them; open a new discussion"),
    "glossary": mark("glossaries are not read"),
    "h5pactivity": mark("interactive packages are not read from a backup; upload the package itself"),
    "hsuforum": mark("discussions belong to the people who held them; open a new discussion"),
    "imscp": mark("content packages are not read from a backup; upload the package itself"),
    "lesson": mark("branching lessons are not read"),
    "lti": mark("links to external tools have to be set up anew, with their keys"),
    "questionnaire": mark("surveys are not read"),
    "scorm": mark("packages are not read from a backup; upload the package itself"),
    "survey": mark("surveys are not read"),
    "wiki": mark("wikis are not read"),
    "workshop": mark("peer reviews are not read"),
}


class LeftOut(Exception):  # noqa: N818 (said of a thing of the source, with the reason)
    """The thing cannot be taken; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """How the backup lists an activity."""

    key: str
    kind: str
    title: str
    section: str
    directory: str


class Activity:
    """An activity that is being read; keeps the journal of what it loses."""

    def __init__(self, manifest: Manifest, unpacked: Unpacked, files: BackupFiles, journal: Journal) -> None:
        self.manifest, self._files, self._journal = manifest, files, journal
        self._unpacked = unpacked
        try:
            root = parse_xml_file(unpacked.file(f"{manifest.directory}/{manifest.kind}.xml"))
        except Refusal as refusal:
            raise LeftOut(_("it cannot be read: %(why)s") % {"why": refusal}) from refusal
        body = root.find(manifest.kind)
        if body is None:
            raise LeftOut(_("its content is missing in the backup"))
        self.body, self._context = body, root.get("contextid", "")
        self.module = self._read_module()
        self.items: Mapping[str, str] = {}

    @property
    def title(self) -> str:
        """The name of the activity."""
        return (text_of(self.body, "name") or self.manifest.title).strip() or _("Without a name")

    @property
    def visible(self) -> bool:
        """Whether learners saw it."""
        return text_of(self.module, "visible") != "0"

    def files(self, area: str, item: str | None = None) -> list[StoredFile]:
        """Take the files of one of its areas."""
        return self._files.of(f"mod_{self.manifest.kind}", area, context=self._context, item=item)

    def text(self, name: str, files: list[StoredFile], within: Element | None = None) -> tuple[str, list[str]]:
        """Return one of its texts as Markdown, with what the text lost."""
        element = self.body if within is None else within
        code = text_of(element, f"{name}format") or "1"
        return read_text(text_of(element, name), code, resolver(files, self.items))

    def own_text(self, name: str, area: str) -> str:
        """Return one of its texts as Markdown and enter what it lost into the journal."""
        markdown, losses = self.text(name, self.files(area))
        self.changed(*loss_reasons(losses))
        return markdown

    def intro(self) -> str:
        """Return the description."""
        return self.own_text("intro", "intro")

    def changed(self, *reasons: str) -> None:
        """Enter how it differs from its source."""
        self._journal.changed("activity", self.manifest.key, *reasons)

    def note_rules(self) -> None:
        """Enter the rules of access, completion and groups that every kind may have and none keeps."""
        checks = {
            _("its conditions of access were not taken"): _has_conditions(self.module),
            _("how it is completed was not taken"): text_of(self.module, "completion") in {"1", "2"},
            _("its group mode was not taken"): text_of(self.module, "groupmode") in {"1", "2"},
        }
        self.changed(*(reason for reason, applies in checks.items() if applies))

    def _read_module(self) -> Element | None:
        try:
            return parse_xml_file(self._unpacked.file(f"{self.manifest.directory}/module.xml"))
        except Refusal:
            self.changed(_("its settings as a part of the course could not be read"))
            return None


def _has_conditions(module: Element | None) -> bool:
    dates = any(text_of(module, name) not in {"", "0"} for name in ("availablefrom", "availableuntil"))
    if module is None or dates or module.find("availability_info/availability") is not None:
        return dates or module is not None
    try:
        tree = json.loads(text_of(module, "availability") or "{}")
    except ValueError:
        return True
    return not isinstance(tree, dict) or bool(tree.get("c"))
