import time

from hypothesis import given
from hypothesis import strategies as st

from rmtc.search.folding import WORD, fold_word, words_beginning
from rmtc.search.snippets import Marker, Snippet, snippets

FILLER = "Општина и њени становници. " * 30


def marked(snippet: Snippet) -> list[str]:
    return [text for text, is_hit in snippet.parts if is_hit]


def plain(snippet: Snippet) -> str:
    return "".join(text for text, _ in snippet.parts)


def test_the_page_of_the_hit_is_given_and_every_spelling_is_marked() -> None:
    pages = [(1, FILLER), (2, FILLER + "Права избеглица и izbjeglice у Бoсни."), (3, FILLER)]
    (found,) = snippets(pages, Marker("izbeglice"))
    assert found.page == 2
    assert marked(found) == ["избеглица", "izbjeglice"]


def test_look_alike_letters_are_marked_too() -> None:
    (found,) = snippets([(7, "Лoкaлни акциони планови")], Marker("lokalni"))
    assert marked(found) == ["Лoкaлни"]
    assert plain(found) == "Лoкaлни акциони планови"


def test_the_page_with_most_different_words_comes_first() -> None:
    pages = [(1, "azil azil azil"), (4, "azil i readmisija"), (5, "readmisija")]
    first, second = snippets(pages, Marker("azil readmisija"), most=2)
    assert (first.page, second.page) == (4, 1)


def test_a_phrase_is_shown_where_all_its_words_stand() -> None:
    pages = [(1, "Boja ili rod, jezik ili vera, ili drugo."), (2, "Niko ne sme biti podvrgnut mučenju ili svirepom.")]
    (found,) = snippets(pages, Marker('"mučenju ili svirepom"'), most=1)
    assert found.page == 2
    assert marked(found) == ["mučenju", "ili", "svirepom"]


def test_a_snippet_is_short_and_shows_where_it_was_cut() -> None:
    (found,) = snippets([(1, FILLER + "readmisija " + FILLER)], Marker("readmisij*"), width=120)
    text = plain(found)
    assert text.startswith("… ")
    assert text.endswith("\N{NO-BREAK SPACE}…")
    assert len(text) <= 124
    assert marked(found) == ["readmisija"]


def test_phrases_prefixes_and_excluded_words() -> None:
    text = "Lokalni akcioni plan za migracije"
    (found,) = snippets([(1, text)], Marker('"akcioni plan" migr* -lokalni'))
    assert marked(found) == ["akcioni", "plan", "migracije"]


def test_without_a_hit_the_beginning_is_shown_without_a_page() -> None:
    (found,) = snippets([(1, "Uvod\r\nu  migracije"), (2, "x")], Marker("azil"))
    assert found == Snippet(None, (("Uvod u migracije", False),))
    assert snippets([], Marker("azil")) == []


def test_text_is_given_as_it_stands_so_that_the_template_escapes_it() -> None:
    parts = Marker("b").parts("<b>azil</b> & b")
    assert "".join(text for text, _ in parts) == "<b>azil</b> & b"
    assert [text for text, is_hit in parts if is_hit] == ["b", "b", "b"]


def test_a_page_without_blanks_and_a_huge_document_are_no_trouble() -> None:
    (found,) = snippets([(1, "x" * 5000 + " azil")], Marker("azil"))
    assert marked(found) == ["azil"]
    started = time.process_time()
    snippets([(number, FILLER * 3) for number in range(2000)], Marker("azil"))
    assert time.process_time() - started < 5


@given(st.text(alphabet="aBčЧcСjЈѓđĐљdž\u0301 1ö", max_size=40), st.sampled_from("acsčđ1lo"))
def test_passing_over_words_quickly_passes_over_no_hit(text: str, letter: str) -> None:
    key = fold_word(letter)
    slow = [match.span() for match in WORD.finditer(text) if fold_word(match[0])[:1] == key]
    quick = {match.span() for match in words_beginning(frozenset(key)).finditer(text)}
    assert quick >= set(slow)
