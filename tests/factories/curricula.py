"""Curricula for tests, made by the services."""

from typing import Any

from courses.curricula import services
from courses.curricula.forms import AssessmentForm, CurriculumForm, ModuleForm, OutcomeForm
from courses.curricula.models import CurriculumVersion
from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession

FACTS: dict[str, Any] = {"code": "MG", "title": "Migration and Gender", "level": 5, "ects": 2.0}
OUTCOME = {"code": "K1", "kind": "knowledge", "level": 5, "verb": "describe", "text": "gendered patterns of migration"}
SKILL = {"code": "S1", "kind": "skill", "level": 5, "verb": "carry out", "text": "a basic gender analysis"}
MODULE = {"number": 1, "title": "Concepts", "contact": 10, "guided": 20, "self_study": 16, "outcomes": ["K1", "S1"]}
ASSESSMENT = {"title": "Final quiz", "kind": "quiz", "weight": 100, "outcomes": ["K1", "S1"], "modules": [1]}


def a_curriculum(session: WriteSession, by: Actor, **facts: Any) -> CurriculumVersion:
    """A draft with two outcomes, one module and one assessment; four hours short of its two credits."""
    version = services.add_curriculum(session, CurriculumForm(**FACTS | facts), by=by)
    services.set_outcomes(session, version, [OutcomeForm(**OUTCOME), OutcomeForm(**SKILL)], by=by)
    services.set_modules(session, version, [ModuleForm(**MODULE)], by=by)
    services.set_assessments(session, version, [AssessmentForm(**ASSESSMENT)], by=by)
    session.commit()
    return version
