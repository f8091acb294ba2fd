"""Presentations (.pptx): a slide with its speaker's notes is a page."""

from library.intake.outcomes import Limits, Unreadable
from library.intake.readers.office import facts_of, paragraphs
from library.intake.readers.packages import Package, opened
from library.intake.readers.reading import Reading


def read(path: str, limits: Limits) -> Reading:
    """Read a presentation in the order of its slide files."""
    with opened(path, limits) as package:
        slides = package.numbered("ppt/slides/slide")
        if len(slides) > limits.pages:
            raise Unreadable("too_many_pages")
        pages = ["\n".join([*paragraphs(package.tree(slide)), *_notes(package, slide)]) for slide in slides]
        return Reading(facts_of(package, "pptx", len(pages)), pages)


def _notes(package: Package, slide: str) -> list[str]:
    relations = package.tree(f"ppt/slides/_rels/{slide.rpartition('/')[2]}.rels")
    targets = [] if relations is None else [str(each.get("Target", "")) for each in relations]
    names = [f"ppt/notesSlides/{target.rpartition('/')[2]}" for target in targets if "notesSlide" in target]
    return [text for name in names for text in paragraphs(package.tree(name))]
