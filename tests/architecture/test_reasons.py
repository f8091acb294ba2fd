"""Reasons of reports speak the reader's language: no sentence is written there without the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses.interchange.report_words import KINDS, OUTCOMES

ROOT = Path(__file__).parents[2]
FOLDERS = ("courses/interchange", "courses/question_files")
REPORTING = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "commands" not in path.stem)
TRANSLATED = {"_", "gettext", "ngettext", "mark"}
REASONS_FROM = {"changed": 2, "left_out": 2, "_note": 1, "Unusable": 0, "LeftOut": 0, "Refusal": 0}
"""What takes reasons, and the place of the first of them; an activity that is read knows its own kind and key."""
SENTENCE = re.compile(r"[A-Za-z]+,? [a-z]+,? [a-z]+")
WORD = re.compile(r"[A-Za-z]{2}")


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts_in(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts within a node, but for those that a catalogue translates."""
    if isinstance(node, ast.Call) and name_of(node) in TRANSLATED:
        return
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Dict):
        for value in [node.left, *node.right.values]:
            yield from texts_in(value)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from texts_in(child)


def reasons_of(call: ast.Call) -> list[ast.expr]:
    name = name_of(call)
    if name == "Entry":
        return [*call.args[4:5], *(one.value for one in call.keywords if one.arg == "why")]
    if name not in REASONS_FROM:
        return []
    own = name == "changed" and isinstance(call.func, ast.Attribute) and "journal" not in ast.unparse(call.func.value)
    starred = sum(isinstance(one, ast.Starred) for one in call.args[:1])  # a thing of the report: its kind and its key
    return call.args[0 if own else REASONS_FROM[name] - (starred if REASONS_FROM[name] > 1 else 0) :]


def untranslated_reasons(source: str) -> list[str]:
    """The bare texts that a module hands to a report as reasons, and the sentences that stand elsewhere in it."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    reasons = [one for call in calls for one in reasons_of(call) if not isinstance(one, ast.Call)]
    bare = {text.value for reason in reasons for text in texts_in(reason) if WORD.search(str(text.value))}
    said = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef)
    }
    said |= {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    said |= {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    sentences = {text.value for text in texts_in(tree) if SENTENCE.search(text.value) and "\n" not in text.value}
    return sorted(str(text) for text in (bare | sentences) - said - set(KINDS))


@pytest.mark.parametrize("path", REPORTING, ids=lambda path: str(path.relative_to(ROOT)))
def test_reasons_go_through_the_catalogue(path: Path) -> None:
    assert untranslated_reasons(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'journal.changed("question", key, "cut")',
        'journal.left_out(*thing, f"{number} lost")',
        'self.changed("cut")',
        'raise Unusable("empty")',
        'entry = Entry("taken", "file", name, "", "cut")',
        'entry = Entry("taken", "file", name, "", why="cut")',
        'checks = {"its mark is not in the file": mark != 1}',
    ],
)
def test_the_rule_finds_bare_reasons(line: str) -> None:
    assert untranslated_reasons(f'"""A reader of question files."""\n{line}\n')


def test_every_kind_and_outcome_has_a_name() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in REPORTING]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = {
        call.args[0].value for call in calls if name_of(call) == "found" and isinstance(call.args[0], ast.Constant)
    }
    assert len(found) > 8
    assert found <= set(KINDS)
    assert set(OUTCOMES) == {"taken", "changed", "left_out"}
