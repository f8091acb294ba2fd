"""Presentations (.pptx): a slide with its speaker's notes is a page."""

from typing import Final

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.office import facts_of, paragraphs
from library.intake.readers.packages import Package, opened
from library.intake.readers.reading import Reading

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read(path: str, limits: Limits) -> Reading:
    """Read a presentation in the order in which its slides are shown."""
    with opened(path, limits) as package:
        slides = _shown(package)
        if len(slides) > limits.pages:
            raise Unreadable("too_many_pages")
        pages = ["\n".join([*paragraphs(package.tree(slide)), *_notes(package, slide)]) for slide in slides]
        return Reading(facts_of(package, "pptx", len(pages)), pages)


def _shown(package: Package) -> list[str]:
    """Give the slides in the order of the presentation, then those it does not name."""
    files = package.numbered("ppt/slides/slide")
    order, relations = package.tree("ppt/presentation.xml"), package.tree("ppt/_rels/presentation.xml.rels")
    if order is None or relations is None:
        return files
    places = {str(each.get("Id")): f"ppt/slides/{str(each.get('Target', '')).rpartition('/')[2]}" for each in relations}
    named = [places.get(str(each.get(_RELATION)), "") for each in order.iter("{*}sldId")]
    first = [place for place in dict.fromkeys(named) if place in files]
    return [*first, *(place for place in files if place not in first)]


def _notes(package: Package, slide: str) -> list[str]:
    relations = package.tree(f"ppt/slides/_rels/{slide.rpartition('/')[2]}.rels")
    targets = [] if relations is None else [str(each.get("Target", "")) for each in relations]
    names = [f"ppt/notesSlides/{target.rpartition('/')[2]}" for target in targets if "notesSlide" in target]
    return [text for name in names for text in paragraphs(package.tree(name))]
