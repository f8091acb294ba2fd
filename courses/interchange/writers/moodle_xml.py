"""Questions written in Moodle's XML format, with their files; nothing of the five kinds is lost."""

import base64
import re
from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import quote

from lxml import etree

from courses.interchange.material import Answer, Question, StoredFile
from courses.interchange.xml_documents import Element

_TYPES = {"true_false": "truefalse", "numerical": "numerical", "short": "shortanswer"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_moodle_xml(questions: Iterable[Question]) -> bytes:
    """Write questions as a file that Moodle imports; texts are Markdown."""
    root = etree.Element("quiz")
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            _child(_child(root, "question", type="category"), "category", f"$course$/top/{category}".rstrip("/"))
        _write(root, question)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write(root: Element, question: Question) -> None:
    element = _child(root, "question", type=_TYPES.get(question.kind, "multichoice"))
    _child(element, "name", question.name)
    _text(element, "questiontext", question.stem, question.files)
    _text(element, "generalfeedback", question.general_feedback, question.files)
    _plain(element, "defaultgrade", f"{question.default_mark:f}")
    if question.kind in {"single", "multiple"}:
        _plain(element, "single", "true" if question.kind == "single" else "false")
        _plain(element, "shuffleanswers", "true" if question.shuffle else "false")
    if question.kind == "short":
        _plain(element, "usecase", "1" if question.case_sensitive else "0")
    for answer in question.answers:
        _answer(element, question, answer)


def _answer(parent: Element, question: Question, answer: Answer) -> None:
    if question.kind in {"single", "multiple"}:
        element = _text(parent, "answer", answer.text, question.files)
    else:
        element = _child(parent, "answer", answer.text, format="plain_text")
    element.set("fraction", _percent(answer.fraction))
    _text(element, "feedback", answer.feedback, question.files)
    if question.kind == "numerical":
        _plain(element, "tolerance", f"{answer.tolerance:f}")


def _percent(fraction: Decimal) -> str:
    percent = f"{fraction * 100:f}"
    return percent.rstrip("0").rstrip(".") if "." in percent else percent


def _text(parent: Element, name: str, markdown: str, files: Iterable[StoredFile]) -> Element:
    """Write a text with the files it shows."""
    shown = [file for file in files if f"(course-file:{file.key})" in markdown]
    for file in shown:
        address = quote(f"{file.folder}{file.name}")
        markdown = markdown.replace(f"(course-file:{file.key})", f"(@@PLUGINFILE@@/{address})")
    element = _child(parent, name, markdown, format="markdown")
    for file in shown:
        part = etree.SubElement(element, "file", name=file.name, path=f"/{file.folder}", encoding="base64")
        part.text = base64.b64encode(file.read()).decode("ascii")
    return element


def _child(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    element = etree.SubElement(parent, name, attributes)
    if text is not None:
        _plain(element, "text", text)
    return element


def _plain(parent: Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = _CONTROL.sub("", text)
