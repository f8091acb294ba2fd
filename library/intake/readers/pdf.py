"""PDF through pdfium. Runs only in a limited process of its own: a hostile file can abort it."""

import ctypes
from collections.abc import Iterator
from functools import partial
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from library.intake.outcomes import Facts, Limits, Unreadable
from library.intake.readers.reading import Reading

_UNENCRYPTED: Final = -1
_PAGE_CHARACTERS: Final = 500_000
_COVER_PIXELS: Final = 480
_LARGEST_POINTS: Final = 14_400


def open_document(path: str) -> pypdfium2.PdfDocument:
    """Open a PDF; raises Unreadable with the reason pdfium gives."""
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as refused:
        locked = getattr(refused, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise Unreadable("password_protected" if locked else "damaged") from refused


def read(path: str, limits: Limits) -> Reading:
    """Read facts at once and pages one by one."""
    document = open_document(path)
    count = len(document)
    if count > limits.pages:
        raise Unreadable("too_many_pages")
    if not count:
        raise Unreadable("damaged")
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_XFA_FULL:
        raise Unreadable("form_only")  # its pages only say that another program is needed
    return Reading(_facts(document, count), _texts(document, count), partial(draw_cover, path))


def _facts(document: pypdfium2.PdfDocument, count: int) -> Facts:
    meta = document.get_metadata_dict()
    return Facts(
        kind="pdf",
        pages=count,
        title=meta.get("Title", ""),
        creator=meta.get("Author", ""),
        language=_language(document),
        producer=meta.get("Producer", ""),
        created=meta.get("CreationDate", ""),
        tagged=bool(pdfium.FPDFCatalog_IsTagged(document)),
        encrypted=pdfium.FPDF_GetSecurityHandlerRevision(document) != _UNENCRYPTED,
    )


def _language(document: pypdfium2.PdfDocument) -> str:
    size = int(pdfium.FPDFCatalog_GetLanguage(document, None, 0))
    buffer = ctypes.create_string_buffer(max(size, 2))
    pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="ignore").rstrip("\0")


def _texts(document: pypdfium2.PdfDocument, count: int) -> Iterator[str]:
    bad = 0
    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as broken:
            bad += 1
            if bad == count:
                raise Unreadable("damaged") from broken
            yield ""  # one bad page does not spoil the others
            continue
        words = page.get_textpage()
        yield words.get_text_range(0, min(words.count_chars(), _PAGE_CHARACTERS))
        words.close()
        page.close()


def draw_cover(path: str, target: str) -> None:
    """Draw the first page into a WebP of at most 480 pixels; raises Unreadable when it cannot be drawn."""
    document = open_document(path)
    try:
        page = document[0]
        width, height = page.get_size()
        if not 0 < max(width, height) <= 1000 * _LARGEST_POINTS:
            raise Unreadable("damaged")
        image = page.render(scale=_COVER_PIXELS / max(width, height), may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as refused:
        raise Unreadable("damaged") from refused
    image.convert("RGB").save(target, "WEBP", quality=80)
