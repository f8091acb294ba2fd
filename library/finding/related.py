"""Related words: the names that a topic of the thesaurus has in every language."""

from collections.abc import Iterable, Sequence

from library.collections.models import Subject
from rmtc.search.expanding import Expand, clauses_of
from rmtc.search.folding import fold
from rmtc.search.syntax import parse


def related_words(subjects: Iterable[Subject]) -> Expand:
    """What else a word or term (folded) is called: chosen labels before further names, each spelling once."""
    names: dict[int, list[str]] = {}
    holders: dict[str, list[int]] = {}
    for subject in subjects:
        labels = [text for text in subject.labels.values() if text]
        others = [text for texts in subject.others.values() for text in texts if text]
        names[subject.id] = [*labels, *others]
        for key in {fold(text) for text in names[subject.id]}:
            holders.setdefault(key, []).append(subject.id)

    def expand(text: str) -> Sequence[str]:
        found = [name for subject_id in holders.get(text, ()) for name in names[subject_id]]
        return list({fold(name): name for name in reversed(found)}.values())[::-1]

    return expand


def knows_related(text: str, expand: Expand) -> bool:
    """Say whether related words would widen the search for a text."""
    return bool(clauses_of(parse(text), expand)[1])
