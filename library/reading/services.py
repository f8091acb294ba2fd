"""Keeping highlights."""

from library.reading.anchoring import PageText, letters
from library.reading.forms import AROUND, HighlightForm, HighlightNoteForm
from library.reading.highlights import MOST, count_in, page_texts
from library.reading.models import Highlight
from library.resources.models import Resource, ResourceFile, ResourcePage
from rmtc.accounts.actors import Actor
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _


def add_highlight(
    session: WriteSession, resource: Resource, file: ResourceFile, form: HighlightForm, *, by: Actor
) -> Highlight:
    """Mark words of a page; refuses typed words that its text does not hold."""
    if not letters(form.quote):
        raise FieldRefusal("quote", _("Please quote at least one word."))
    if file.page_count and form.page > file.page_count:
        raise FieldRefusal("page", _("The document has %(pages)s pages.") % {"pages": file.page_count})
    if count_in(session, by.id, resource.id) >= MOST:
        raise FieldRefusal("quote", _("You have marked %(most)s places in this document already.") % {"most": MOST})
    prefix, suffix = _surroundings(page_texts(session, file.id, ResourcePage.number == form.page).get(form.page), form)
    moment = now()
    highlight = Highlight(
        person_id=by.id,
        resource_id=resource.id,
        file_id=file.id,
        prefix=prefix,
        suffix=suffix,
        created_at=moment,
        updated_at=moment,
        **form.model_dump(include={"page", "quote", "note"}),
    )
    session.add(highlight)
    session.flush()
    return highlight


def _surroundings(text: PageText | None, form: HighlightForm) -> tuple[str, str]:
    """What stands before and after the words, as the browser said or else as the text of the page has it."""
    if form.prefix or form.suffix or text is None or not text.letters:
        return form.prefix, form.suffix
    span = text.find(form.quote)
    if span is None:
        sentence = _("These words do not stand on page %(page)s. Copy them from the page, or correct the page.")
        raise FieldRefusal("quote", sentence % {"page": form.page})
    first, last = span
    return text.text[max(0, first - AROUND) : first].strip(), text.text[last : last + AROUND].strip()


def edit_note(highlight: Highlight, form: HighlightNoteForm) -> Highlight:
    """Change what is noted beside the words."""
    highlight.note, highlight.updated_at = form.note, now()
    return highlight


def delete_highlight(session: WriteSession, highlight: Highlight) -> None:
    """Take a highlight away."""
    session.delete(highlight)
