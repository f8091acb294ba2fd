"""Texts of Moodle as Markdown, with the addresses in them turned into ours."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from courses.interchange.markdown_text import Resolve, plain_to_markdown, resolve_in_markdown
from courses.interchange.material import StoredFile
from courses.interchange.readers.html_to_markdown import html_to_markdown
from courses.interchange.report import counted
from rmtc.i18n.texts import gettext as _

HTML, MOODLE, PLAIN, MARKDOWN = "1", "0", "2", "4"
_FORMATS = {"html": HTML, "moodle_auto_format": MOODLE, "moodle": MOODLE, "plain_text": PLAIN, "plain": PLAIN}
_CODED = re.compile(r"^\$@[A-Z0-9_]*?VIEWBY(?:ID)?[A-Z]*\*(\d+)(?:\*\d+)*@\$(?:#.*)?$")
_FILE = re.compile(r"^@@PLUGINFILE@@/?([^?#]*)")
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")


def format_code(name: str) -> str:
    """Return Moodle's number of a text format for its name in question files; unknown ones are HTML."""
    return MARKDOWN if name == "markdown" else _FORMATS.get(name, HTML)


def resolver(files: Iterable[StoredFile], items: Mapping[str, str]) -> Resolve:
    """Return what turns `@@PLUGINFILE@@/…` and `$@PAGEVIEWBYID*5@$` into `course-file:` and `course-item:`."""
    keys = {f"{file.folder}{file.name}": file.key for file in files}

    def resolve(address: str) -> str | None:
        attached = _FILE.match(address)
        if attached:
            key = keys.get(unquote(attached.group(1)).lstrip("/")) or keys.get(attached.group(1).lstrip("/"))
            return f"course-file:{key}" if key else None
        coded = _CODED.match(address)
        if coded:
            return f"course-item:{coded.group(1)}" if coded.group(1) in items else None
        return None if address.startswith(("$@", "course-")) else address

    return resolve


def read_text(text: str, code: str, resolve: Resolve) -> tuple[str, list[str]]:
    """Return a text of Moodle as Markdown with the names of what was dropped; `code` is Moodle's format number."""
    if code == MARKDOWN:
        return resolve_in_markdown(text.strip(), resolve), []
    if code == PLAIN or (code == MOODLE and not _TAG.search(text)):
        return plain_to_markdown(text), []
    source = text.replace("\n", "<br>") if code == MOODLE and "<p" not in text and "<br" not in text else text
    converted = html_to_markdown(source, resolve)
    return converted.markdown, list(converted.losses)


def loss_reasons(losses: Iterable[str]) -> list[str]:
    """Return the sentence that names what a text lost, no sentence if nothing."""
    names = counted(losses)
    return [_("its text lost or changed: %(things)s") % {"things": ", ".join(names)}] if names else []
