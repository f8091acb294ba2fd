"""Run a judged collection through the search index and print nDCG@10 and MAP.

`python bench/relevance.py [--engine postgresql] [--language en] [--least-ndcg 0.385] [--least-map 0.31]
DOCUMENTS QUERIES JUDGEMENTS` (for PostgreSQL the aims are 80 % of those for Whoosh, see `bench/engines.py`)

Three files in the manner of TREC, in the shapes that `bench/judged_files.py` reads: DOCUMENTS
`id<TAB>title<TAB>text[<TAB>language]`; QUERIES `id<TAB>words`; JUDGEMENTS `query 0 document grade` (blanks). All words
of a query are alternatives. Without files, the small collection beside this program is used. Exits with 1 below the
least values, and with 2 where nothing is judged.
"""

import argparse
import math
import statistics
import sys
from pathlib import Path

import judged_files
from engines import ENGINES, an_index

from rmtc.search.folding import words
from rmtc.search.index import Document, Query

PUBLIC = frozenset({"public"})
OWN = Path(__file__).with_name("judged")
DEEPEST = 1000
STOP_WORDS = """
a an and are as at be by can do does for from has have how in is it of on or that the there this to was were what
which with
i u je da na se za od su o sa kako dhe te ne per i e te se во на и за од
"""
STOP = frozenset(STOP_WORDS.split())


def ndcg(ranked: list[str], graded: dict[str, int], depth: int = 10) -> float:
    def gain(grades: list[int]) -> float:
        return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades[:depth]))

    ideal = gain(sorted(graded.values(), reverse=True))
    return gain([graded.get(each, 0) for each in ranked]) / ideal


def average_precision(ranked: list[str], graded: dict[str, int]) -> float:
    wanted = {each for each, grade in graded.items() if grade}
    found, total = 0, 0.0
    for place, each in enumerate(ranked, start=1):
        if each in wanted:
            found += 1
            total += found / place
    return total / len(wanted)


def question(text: str) -> str:
    kept = [word for word in words(text) if word.lower() not in STOP] or words(text)
    return " OR ".join(word.lower() for word in kept[:16])  # a query has at most 32 parts, each OR is one


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--engine", choices=ENGINES, default="whoosh")
    options.add_argument("--language", default="en")
    options.add_argument("--least-ndcg", type=float, default=0.0)
    options.add_argument("--least-map", type=float, default=0.0)
    given = options.parse_args()
    documents, queries, judged = given.files or (OWN / "documents.tsv", OWN / "queries.tsv", OWN / "judgements.txt")
    graded = judged_files.judgements(judged)
    with an_index(given.engine) as make:
        index = make()
        index.rebuild(
            Document(number, title, (text,), language=language or given.language, access=PUBLIC)
            for number, title, text, language in judged_files.documents(documents)
        )
        gains, precisions = [], []
        for number, text in judged_files.queries(queries):
            if number not in graded:
                continue
            hits = index.search(Query(question(text), PUBLIC, limit=DEEPEST)).hits
            ranked = [hit.id for hit in hits]
            gains.append(ndcg(ranked, graded[number]))
            precisions.append(average_precision(ranked, graded[number]))
    if not gains:
        print(
            "No query is judged: the ids of queries and judgements differ, or a file is in another shape.",
            file=sys.stderr,
        )
        return 2
    mean_gain, mean_precision = statistics.mean(gains), statistics.mean(precisions)
    print(f"{given.engine}   {len(gains)} queries   nDCG@10 {mean_gain:.4f}   MAP {mean_precision:.4f}")
    return int(mean_gain < given.least_ndcg or mean_precision < given.least_map)


if __name__ == "__main__":
    sys.exit(main())
