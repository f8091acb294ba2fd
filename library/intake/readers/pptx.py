"""Presentations (.pptx): a slide with its speaker's notes is a page."""

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.office import facts_of, main_part, named_parts, paragraphs, relation_of
from library.intake.readers.packages import Package, opened
from library.intake.readers.reading import Reading


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
    main = main_part(package)
    order, places = package.tree(main), named_parts(package, main)
    named = [places.get(relation_of(each), "") for each in order.iter("{*}sldId")] if order is not None else []
    first = [place for place in dict.fromkeys(named) if place in package.names]
    return [*first, *(place for place in files if place not in first)]


def _notes(package: Package, slide: str) -> list[str]:
    relations = package.tree(f"ppt/slides/_rels/{slide.rpartition('/')[2]}.rels")
    targets = [] if relations is None else [str(each.get("Target", "")) for each in relations]
    names = [f"ppt/notesSlides/{target.rpartition('/')[2]}" for target in targets if "notesSlide" in target]
    return [text for name in names for text in paragraphs(package.tree(name))]
