"""Where a record could show: each surface says of which levels it shows something to somebody."""

from collections.abc import Callable

from tests.library.rights.world import COMMON, INNER, LEVELS, WORDS, World

Surface = Callable[[World, str], set[str]]
HEADING, PASSAGE = 0, 1
OK, TOMBSTONE = 200, 410


def _in(text: str, which: int) -> set[str]:
    """The levels whose word is in a text."""
    return {level for level in LEVELS if WORDS[level][which] in text.lower()}


def named_in(text: str) -> set[str]:
    """The levels of which a text says anything."""
    return _in(text, HEADING) | _in(text, PASSAGE)


def _each(address: str, which: int) -> Surface:
    """An address of every record, which shows one where it answers 200 with its word."""

    def look(world: World, who: str) -> set[str]:
        found = set()
        for level, number in world.ids.items():
            heading, passage = WORDS[level]
            where = address.format(id=number, heading=heading, passage=passage, key=level.replace("_", "-"))
            answer = world.get(who, where)
            told = [word for word in WORDS[level] if word in answer.text.lower()]
            if answer.status_code == TOMBSTONE:
                assert (level, told) == ("withdrawn", [heading]), (where, who)
            elif answer.status_code != OK:
                assert not told, (where, who, told)
            elif WORDS[level][which] in answer.text.lower():
                found.add(level)
        return found

    return look


def _bytes(address: str) -> Surface:
    """An address of every record that gives bytes which hold the name of its level."""

    def look(world: World, who: str) -> set[str]:
        found = set()
        for level, number in world.ids.items():
            answer = world.get(who, address.format(id=number, passage=WORDS[level][PASSAGE]))
            if answer.status_code == OK and level.encode() in answer.content:
                found.add(level)
        return found

    return look


def _all(address: str, which: int) -> Surface:
    """One address that shows all."""
    return lambda world, who: _in(world.get(who, address.format(world=world)).text, which)


def _total(which: int) -> Surface:
    """What is counted of a word that only one record holds."""

    def look(world: World, who: str) -> set[str]:
        counts = {
            level: world.get(who, f"/api/v1/library/search?q={words[which]}").json() for level, words in WORDS.items()
        }
        for level, answer in counts.items():
            assert answer["total"] == len(answer["hits"]) <= 1, (level, answer)
        return {level for level, answer in counts.items() if answer["total"]}

    return look


def _facet(name: str, prefix: str) -> Surface:
    """The values of a facet that count something."""

    def look(world: World, who: str) -> set[str]:
        counts = world.get(who, f"/api/v1/library/search?q={COMMON}").json()["facets"].get(name, {})
        assert set(counts.values()) <= {1}
        found = {key.removeprefix(prefix).replace("-", "_") for key in counts}
        # what counts those under it tells no more than they do
        assert ("above" in found) == (name == "collection" and "collection" in found)
        return found - {"above"}

    return look


def _suggested(which: int) -> Surface:
    """Words that are completed while one types."""

    def look(world: World, who: str) -> set[str]:
        answers = (world.get(who, f"/library/suggestions?q={words[which][:-3]}").text for words in WORDS.values())
        return _in("\n".join(answers), which)

    return look


def _corrected(which: int) -> Surface:
    """Misspelt words that are mended."""

    def look(world: World, who: str) -> set[str]:
        found = set()
        for level, words in WORDS.items():
            word = words[which]
            typo = word[:4] + word[5] + word[4] + word[6:]
            if word in world.get(who, f"/api/v1/library/search?q={typo}").json()["correction"]:
                found.add(level)
        return found

    return look


def _feed(which: int) -> Surface:
    """The feed of a kept search, read without signing in; a visitor has the public one."""

    def look(world: World, who: str) -> set[str]:
        return _in(world.get("visitor", world.feeds.get(who, f"/feeds/library.atom?q={COMMON}")).text, which)

    return look


def _snippets(world: World, who: str) -> set[str]:
    """Pieces of text beside what was found by its title."""
    return _in(world.get(who, f"/library?q={COMMON}+{INNER}&limit=50").text, PASSAGE) | _in(
        "".join(world.get(who, f"/library?q={words[HEADING]}+OR+{INNER}&limit=50").text for words in WORDS.values()),
        PASSAGE,
    )


def _counted(address: str, label: str) -> Surface:
    """Numbers beside names in a tree."""

    def look(world: World, who: str) -> set[str]:
        text = world.get(who, address).text
        found = set()
        for level in LEVELS:
            begin = text.find(f">{label} {level}</a>")
            assert begin > 0, (address, level)
            if "1 record" in text[begin : text.find("</li>", begin)]:
                found.add(level)
        return found

    return look


def _lesson(name: str) -> Surface:
    """A lesson that names every record."""
    return lambda world, who: _in(world.get(who, world.lessons[name]).text, HEADING)


def _used(world: World, who: str) -> set[str]:
    """Records whose page says in which course they are used."""
    pages = {level: world.get(who, f"/library/{number}") for level, number in world.ids.items()}
    return {level for level, answer in pages.items() if "The course of all" in answer.text}


def _held(world: World, who: str) -> set[str]:
    """Records that a deposit names because they hold what was sent; without leave it only says that they are there."""
    answer = world.get(who, world.deposits.get(who, world.deposits["learner"]))
    assert who == "visitor" or answer.text.count("The library holds this file already") == len(LEVELS) - 1
    return _in(answer.text, HEADING)


def above(world: World, who: str) -> set[str]:
    """What the collection above gives; the draft under it is nobody's there."""
    return _in(world.get(who, f"/api/v1/library/search?q={COMMON}&collection=above").text, HEADING)


OF_RECORDS: dict[str, Surface] = {
    "record page": _each("/library/{id}", HEADING),
    "citation RIS": _each("/library/{id}/citations/ris", HEADING),
    "citation BibTeX": _each("/library/{id}/citations/bib", HEADING),
    "citation CSL-JSON": _each("/library/{id}/citations/json", HEADING),
    "used in courses": _used,
}
"""What is seen of a record, also of drafts by those at the desk."""

OF_LISTS: dict[str, Surface] = {
    "API record": _each("/api/v1/library/resources/{id}", HEADING),
    "search hits": _all(f"/library?q={COMMON}&limit=50", HEADING),
    "everything, newest first": _all("/library?limit=50", HEADING),
    "API hits": _all(f"/api/v1/library/search?q={COMMON}&limit=50", HEADING),
    "total of a word of the title": _total(HEADING),
    "facet collection": _facet("collection", "shelf-"),
    "facet subject": _facet("subject", "topic-"),
    "suggestions of titles": _suggested(HEADING),
    "did you mean, titles": _corrected(HEADING),
    "collection page": _each("/library/collections/shelf-{key}", HEADING),
    "tree of collections": _counted("/library/collections", "Shelf"),
    "tree of subjects": _counted("/library/subjects", "topic"),
    "related records": _all("/library/{world.hub}", HEADING),
    "feed of a kept search": _feed(HEADING),
    "bibliography of a course": _all("/courses/{world.course}/bibliography", HEADING),
    "bibliography as RIS": _all("/courses/{world.course}/bibliography/ris", HEADING),
}
"""Where published records are listed, counted, completed."""

OF_MACHINES: dict[str, Surface] = {
    "Atom": _all("/feeds/library.atom", HEADING),
    "Atom of a search": _all(f"/feeds/library.atom?q={COMMON}", HEADING),
    "OPDS": _all("/feeds/library.opds", HEADING),
    "OAI oai_dc": _all("/oai?verb=ListRecords&metadataPrefix=oai_dc", HEADING),
    "OAI oai_openaire": _all("/oai?verb=ListRecords&metadataPrefix=oai_openaire", HEADING),
    "sitemap": lambda world, who: {
        level
        for level, number in world.ids.items()
        if f"/library/{number}</loc>" in world.get(who, "/sitemap.xml").text
    },
}
"""What is made for everybody: the same whoever asks."""

OF_LESSONS: dict[str, Surface] = {
    "reading list of a lesson": _lesson("readings"),
    "sources of a lesson": _lesson("sources"),
}
"""Where a course names records to those who learn in it."""

OF_DEPOSITS: dict[str, Surface] = {"duplicate warning of a deposit": _held}
"""Where somebody sends what the library holds."""

OF_TEXT: dict[str, Surface] = {
    "file": _bytes("/library/{id}/files/{passage}.pdf"),
    "cover": _bytes("/library/{id}/cover"),
    "reader": _each("/library/{id}/read", PASSAGE),
    "reader, text of pages": _each("/library/{id}/read?at=1&q=feldspar", PASSAGE),
    "names of files on the record page": _each("/library/{id}", PASSAGE),
}
"""What is read of files, also of drafts by those at the desk."""

OF_TEXT_IN_LISTS: dict[str, Surface] = {
    "API files": _each("/api/v1/library/resources/{id}", PASSAGE),
    "snippets": _snippets,
    "files in the feed of a kept search": _feed(PASSAGE),
}
"""What is shown of files where published records are listed."""

OF_SEARCHED_TEXT: dict[str, Surface] = {
    "total of a word of the text": _total(PASSAGE),
    "suggestions from the text": _suggested(PASSAGE),
    "did you mean, text": _corrected(PASSAGE),
}
"""What the text of files is found by."""

OF_TEXT_FOR_MACHINES: dict[str, Surface] = {
    "files in Atom": _all("/feeds/library.atom", PASSAGE),
    "files in OPDS": _all("/feeds/library.opds", PASSAGE),
    "files in OpenAIRE": _all("/oai?verb=ListRecords&metadataPrefix=oai_openaire", PASSAGE),
}
"""Addresses of files that everybody is told."""
