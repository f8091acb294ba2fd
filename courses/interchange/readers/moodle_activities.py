"""The activities of Moodle that become items here, but for the quiz: one short reader for each kind."""

from collections.abc import Callable

from courses.interchange.markdown_text import kept_address
from courses.interchange.material import Book, Chapter, FileItem, Folder, Item, Label, Link, Page
from courses.interchange.readers.moodle_activity import Activity, LeftOut
from courses.interchange.readers.moodle_texts import loss_reasons
from courses.interchange.report import Journal
from courses.interchange.xml_documents import Element, text_of
from rmtc.i18n.texts import gettext as _

_NO_PARAMETERS = {"", "a:0:{}"}


def read_page(activity: Activity, _journal: Journal) -> Item:
    """Read a page."""
    body = activity.own_text("content", "content")
    return Page(activity.manifest.key, activity.title, activity.intro(), body, activity.visible)


def read_book(activity: Activity, journal: Journal) -> Item:
    """Read a book; its chapters stand in the order of their page numbers, not of the file."""
    elements = sorted(activity.body.findall("chapters/chapter"), key=_page_number)
    chapters = tuple(_chapter(activity, place, element, journal) for place, element in enumerate(elements))
    return Book(activity.manifest.key, activity.title, activity.intro(), chapters, activity.visible)


def read_label(activity: Activity, _journal: Journal) -> Item:
    """Read a label."""
    return Label(activity.manifest.key, activity.title, activity.intro(), activity.visible)


def read_resource(activity: Activity, _journal: Journal) -> Item:
    """Read a file with those that lie beside it."""
    files = activity.files("content")
    if not files:
        raise LeftOut(_("its file is not in the backup, or damaged"))
    if len(files) > 1:
        activity.changed(_("it has several files: the first is opened, the others lie beside it"))
    main, *others = files
    return FileItem(activity.manifest.key, activity.title, activity.intro(), main, tuple(others), activity.visible)


def read_folder(activity: Activity, _journal: Journal) -> Item:
    """Read a folder."""
    files = tuple(activity.files("content"))
    return Folder(activity.manifest.key, activity.title, activity.intro(), files, activity.visible)


def read_url(activity: Activity, _journal: Journal) -> Item:
    """Read a link; only addresses of the web and of mail are taken."""
    address = kept_address(text_of(activity.body, "externalurl"), lambda text: text)
    if address is None or address.startswith("course-"):
        raise LeftOut(_("its address is not one of the web"))
    if text_of(activity.body, "parameters").strip() not in _NO_PARAMETERS:
        activity.changed(_("what it added to its address for each learner was not taken"))
    return Link(activity.manifest.key, activity.title, activity.intro(), address, activity.visible)


READERS: dict[str, Callable[[Activity, Journal], Item]] = {
    "page": read_page,
    "book": read_book,
    "label": read_label,
    "resource": read_resource,
    "folder": read_folder,
    "url": read_url,
}


def _page_number(chapter: Element) -> int:
    text = text_of(chapter, "pagenum")
    return int(text) if text.isdecimal() else 0


def _chapter(activity: Activity, place: int, element: Element, journal: Journal) -> Chapter:
    title = text_of(element, "title").strip()
    key = f"{activity.manifest.key}/{place}"
    journal.found("chapter", key, title or _("Without a name"), activity.title)
    body, losses = activity.text("content", activity.files("chapter", element.get("id")), element)
    journal.changed("chapter", key, *loss_reasons(losses))
    level = 2 if text_of(element, "subchapter") == "1" and place else 1
    return Chapter(title, body, level, text_of(element, "hidden") != "1")
