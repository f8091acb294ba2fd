"""What the items of a source become in a course: pages, files and quizzes, one step after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from courses.interchange.markdown_text import escape_inline
from courses.interchange.material import Book, FileItem, Folder, Item, Label, Link, Page, Quiz, Section, StoredFile
from courses.interchange.report import Journal
from rmtc.i18n.texts import gettext as _

Thing = tuple[str, str]
"""A thing of the report: its kind and its key."""

LONGEST_SUMMARY = 300
LONGEST_INTRO = 2000
_MARKED = frozenset("*[]<>`#|\\~\n")


@dataclass(frozen=True, slots=True)
class Step:
    """An activity to be written, and what it comes from; `item` is the key that references name, `file` a file's."""

    thing: Thing
    title: str
    body: str
    kind: str = "page"
    item: str = ""
    file: str = ""
    visible: bool = True
    quiz: Quiz | None = None


def steps_of(section: Section, journal: Journal) -> Iterator[Step]:
    """Give the activities of a section in order, and enter into the journal what they change."""
    thing = ("section", section.key)
    if section.summary and not is_plain(section.summary):
        journal.changed(*thing, _("its description became a page"))
        yield Step(thing, _("About this section"), section.summary, visible=section.visible)
    for item in section.items:
        if not (item.visible and section.visible):
            why = _("it was hidden from learners, so it lies among the removed activities")
            journal.changed("activity", item.key, why)
        yield from _MAKERS[type(item)](item, journal, section.visible and item.visible)


def is_plain(summary: str) -> bool:
    """Say whether a description can stand beneath a section's title as it is."""
    return len(summary) <= LONGEST_SUMMARY and not _MARKED & set(summary) and "_" not in summary


def _page(item: Page, _journal: Journal, visible: bool) -> Iterator[Step]:
    yield Step(_thing(item), item.title, _joined(item.intro, item.body), item=item.key, visible=visible)


def _book(item: Book, journal: Journal, visible: bool) -> Iterator[Step]:
    if not item.intro and not item.chapters:
        journal.left_out(*_thing(item), _("it is empty"))
        return
    journal.changed(*_thing(item), _("its chapters became pages of their own"))
    if item.intro:
        yield Step(_thing(item), item.title, item.intro, item=item.key, visible=visible)
    for place, chapter in enumerate(item.chapters):
        thing = ("chapter", f"{item.key}/{place}")
        if chapter.level > 1:
            journal.changed(*thing, _("it stands beside the chapter it was a part of"))
        if visible and not chapter.visible:
            journal.changed(*thing, _("it was hidden from learners, so it lies among the removed activities"))
        key = "" if item.intro or place else item.key
        yield Step(thing, chapter.title, chapter.body, item=key, visible=visible and chapter.visible)


def _label(item: Label, journal: Journal, visible: bool) -> Iterator[Step]:
    journal.changed(*_thing(item), _("it became a short page"))
    yield Step(_thing(item), item.title, item.body, item=item.key, visible=visible)


def _file(item: FileItem, _journal: Journal, visible: bool) -> Iterator[Step]:
    body = _joined(item.intro, _list_of(item.others))
    yield Step(_thing(item), item.title, body, "file", item.key, item.file.key, visible)


def _folder(item: Folder, journal: Journal, visible: bool) -> Iterator[Step]:
    journal.changed(*_thing(item), _("it became a page that lists its files"))
    yield Step(_thing(item), item.title, _joined(item.intro, _list_of(item.files)), item=item.key, visible=visible)


def _link(item: Link, journal: Journal, visible: bool) -> Iterator[Step]:
    journal.changed(*_thing(item), _("it became a page with the link"))
    body = _joined(item.intro, f"[{escape_inline(item.title)}]({item.address})")
    yield Step(_thing(item), item.title, body, item=item.key, visible=visible)


def _quiz(item: Quiz, journal: Journal, visible: bool) -> Iterator[Step]:
    intro = item.intro
    if len(intro) > LONGEST_INTRO or "](course-" in intro:
        journal.changed(*_thing(item), _("its description became a page before it"))
        yield Step(_thing(item), _("About the quiz: %(title)s") % {"title": item.title}, intro, visible=visible)
        intro = ""
    yield Step(_thing(item), item.title, intro, "quiz", item.key, visible=visible, quiz=item)


_MAKERS: dict[type[Item], Callable[[Any, Journal, bool], Iterator[Step]]] = {
    Page: _page,
    Book: _book,
    Label: _label,
    FileItem: _file,
    Folder: _folder,
    Link: _link,
    Quiz: _quiz,
}


def _thing(item: Item) -> Thing:
    return "activity", item.key


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _list_of(files: tuple[StoredFile, ...]) -> str:
    return "\n".join(f"- [{escape_inline(file.folder + file.name)}](course-file:{file.key})" for file in files)
