"""The same queries run by stock Whoosh, step by step: the oracle of the scorer."""

from collections.abc import Sequence
from pathlib import Path

from whoosh import query as wq
from whoosh.searching import Searcher

from rmtc.search.engines.whoosh_contents import NAME, Folder
from rmtc.search.stemming import stems
from rmtc.search.syntax import Part, Phrase, Prefix, Wanted, Word


def _word(key: str) -> wq.Query:
    wanted = stems(key)
    found = [wq.Term("exact", key)]
    found += [wq.Term("stem", each, boost=0.6) for each in wanted]
    found += [wq.Term("title", each, boost=2.0) for each in wanted]
    return wq.Or(found)


def _part(part: Part) -> wq.Query:
    match part:
        case Word(key):
            return _word(key)
        case Prefix(key):
            return wq.Prefix("exact", key)
        case Phrase(keys):
            return wq.Phrase("exact", list(keys)) if len(keys) > 1 else wq.Term("exact", keys[0])
    raise AssertionError(part)


def _any(parts: Sequence[Part]) -> wq.Query:
    return wq.Or([_part(part) for part in parts])


def ids_of(searcher: Searcher) -> dict[int, str]:
    """Give the ids of all documents by their numbers."""
    return {doc: word.decode() for word in searcher.lexicon("id") for doc in searcher.postings("id", word).all_ids()}


def stock_search(folder: Path, wanted: Wanted) -> list[tuple[str, float]]:
    """Give ids and scores of all matches, the best first; ties in the order of indexing."""
    with Folder(str(folder)).open_index(NAME).searcher() as searcher:
        ids = ids_of(searcher)
        positive = wq.And([_any(group) for group in wanted.groups]) if wanted.groups else wq.Every()
        hits = [(ids[doc], score) for score, doc in searcher.search(positive.normalize(), limit=None).top_n]
        if not wanted.without:
            return hits
        gone = {ids[doc] for doc in searcher.docs_for_query(_any(wanted.without).normalize())}
        return [hit for hit in hits if hit[0] not in gone]
