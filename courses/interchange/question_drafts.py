"""Questions of the neutral material as the bank takes them."""

from dataclasses import replace
from typing import Any

from courses.interchange.material import Answer, Question
from courses.interchange.references import without_references
from courses.questions.forms import QuestionDraft


def draft_from(question: Question) -> QuestionDraft:
    """A question as the bank takes it; ValidationError when the bank does not."""
    return QuestionDraft(
        kind=question.kind,
        name=question.name[:200] or question.stem[:80],
        stem=question.stem,
        data=_data(question),
        mark=float(question.default_mark),
        feedback=question.general_feedback,
    )


def in_words(question: Question) -> tuple[Question, int]:
    """A question without pictures and links into the course, which the bank cannot show, and how many it had."""
    stem, lost = without_references(question.stem)
    feedback, more = without_references(question.general_feedback)
    lost += more
    answers: list[Answer] = []
    for answer in question.answers:
        text, of_text = without_references(answer.text) if question.kind in {"single", "multiple"} else (answer.text, 0)
        remark, of_remark = without_references(answer.feedback)
        lost += of_text + of_remark
        answers.append(replace(answer, text=text, feedback=remark))
    return replace(question, stem=stem, general_feedback=feedback, answers=tuple(answers)), lost


def _data(question: Question) -> dict[str, Any]:
    answers = question.answers
    if question.kind == "true_false":
        remarks = {f"feedback_{answer.text}": answer.feedback for answer in answers}
        return {"answer": any(answer.text == "true" and answer.fraction == 1 for answer in answers), **remarks}
    if question.kind == "numerical":
        numbers = [{**_row(answer), "value": answer.text, "tolerance": f"{answer.tolerance:f}"} for answer in answers]
        return {"answers": numbers}
    rows = [{**_row(answer), "text": answer.text} for answer in answers]
    if question.kind == "short":
        return {"answers": rows, "case_sensitive": question.case_sensitive}
    return {"choices": rows, "shuffle": question.shuffle}


def _row(answer: Answer) -> dict[str, Any]:
    return {"fraction": float(answer.fraction), "feedback": answer.feedback}
