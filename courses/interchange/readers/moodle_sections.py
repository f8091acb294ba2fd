"""The sections of a Moodle backup, in the order of their numbers, with their items in the order of their lists."""

from collections.abc import Mapping

from courses.interchange.material import Item, Section
from courses.interchange.readers.archives import Unpacked
from courses.interchange.readers.moodle_files import BackupFiles
from courses.interchange.readers.moodle_texts import loss_reasons, read_text, resolver
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, parse_xml_file, text_of
from rmtc.errors import Refusal
from rmtc.i18n.texts import gettext as _


def read_sections(
    unpacked: Unpacked, information: Element, items: Mapping[str, Item], files: BackupFiles, journal: Journal
) -> tuple[Section, ...]:
    """Read all sections; items of no known section stand in one of their own at the end."""
    homes = {
        text_of(element, "moduleid"): text_of(element, "sectionid")
        for element in information.findall("contents/activities/activity")
    }
    placed: set[str] = set()
    found: list[tuple[int, Section]] = []
    for listed in information.findall("contents/sections/section"):
        key = text_of(listed, "sectionid")
        journal.found("section", key, _listed_name(text_of(listed, "title").strip()), _("course"))
        try:
            root = parse_xml_file(unpacked.file(f"{text_of(listed, 'directory')}/section.xml"))
        except Refusal as refusal:
            journal.left_out("section", key, _("it cannot be read: %(why)s") % {"why": refusal})
            continue
        keys = _keys(root, key, homes)
        inside = tuple(items[one] for one in keys if one in items and one not in placed)
        placed.update(keys)
        found.append((_number(root), _section(root, key, inside, files, items, journal)))
    sections = [section for _place, section in sorted(found, key=lambda pair: pair[0])]
    homeless = tuple(item for key, item in items.items() if key not in placed)
    return (*sections, *((Section("", "", homeless),) if homeless else ()))


def _keys(root: Element, section: str, homes: Mapping[str, str]) -> list[str]:
    """Return the activities of a section: those in its list first, then others that name it as their home."""
    listed = [key.strip() for key in text_of(root, "sequence").split(",")]
    return list(dict.fromkeys([*listed, *(key for key, home in homes.items() if home == section)]))


def _listed_name(title: str) -> str:
    """Sections without a name are listed by their number."""
    if title and not title.isdecimal():
        return title
    return _("section %(number)s") % {"number": title} if title else _("section without a name")


def _number(root: Element) -> int:
    text = text_of(root, "number")
    return int(text) if text.isdecimal() else 0


def _section(
    root: Element, key: str, items: tuple[Item, ...], files: BackupFiles, known: Mapping[str, Item], journal: Journal
) -> Section:
    attached = files.of("course", "section", item=key)
    names = {one: item.title for one, item in known.items()}
    code = text_of(root, "summaryformat") or "1"
    summary, losses = read_text(text_of(root, "summary"), code, resolver(attached, names))
    journal.changed("section", key, *loss_reasons(losses))
    dated = any(text_of(root, name) not in {"", "0"} for name in ("availablefrom", "availableuntil"))
    if dated or '"c":[{' in text_of(root, "availabilityjson").replace(" ", ""):
        journal.changed("section", key, _("its conditions of access were not taken"))
    return Section(text_of(root, "name").strip(), summary, items, text_of(root, "visible") != "0", key)
