"""The words that pages use for kinds, states and components of curricula."""

from typing import Any

from courses.curricula.models import LevelStatus, OutcomeKind, VersionState
from rmtc.i18n import languages
from rmtc.i18n.texts import gettext as _


def outcome_kinds() -> list[tuple[str, str]]:
    """The three kinds of outcomes (EQF, Annex II) in their order."""
    return [
        (OutcomeKind.KNOWLEDGE, _("Knowledge")),
        (OutcomeKind.SKILL, _("Skills")),
        (OutcomeKind.AUTONOMY, _("Responsibility and autonomy")),
    ]


def states() -> dict[VersionState, str]:
    """The states of a version."""
    return {
        VersionState.DRAFT: _("draft"),
        VersionState.IN_REVIEW: _("waits for approval"),
        VersionState.APPROVED: _("approved"),
        VersionState.RETIRED: _("replaced by a later version"),
    }


def level_statuses() -> list[tuple[str, str]]:
    """What may stand behind a level."""
    return [
        (LevelStatus.INDICATIVE, _("indicative: the Centre’s own estimate")),
        (LevelStatus.ACCREDITED, _("accredited by a decision")),
        (LevelStatus.REGISTERED, _("in a national register")),
    ]


def modes() -> list[tuple[str, str]]:
    """How a curriculum is delivered."""
    return [("online", _("Online")), ("blended", _("Online and in Plandište")), ("presence", _("In Plandište"))]


def assessment_kinds() -> list[tuple[str, str]]:
    """Kinds of assessment."""
    return [
        ("quiz", _("Quiz")),
        ("exercise", _("Exercise")),
        ("brief", _("Written brief")),
        ("case", _("Case study")),
        ("simulation", _("Simulation")),
        ("role_play", _("Role play")),
        ("plan", _("Plan of action")),
        ("portfolio", _("Portfolio")),
        ("exam", _("Examination")),
    ]


def choices() -> dict[str, Any]:
    """Everything that the forms of a curriculum offer."""
    return {
        "outcome_kinds": outcome_kinds(),
        "level_statuses": level_statuses(),
        "modes": modes(),
        "assessment_kinds": assessment_kinds(),
        "language_options": [(code, language.name) for code, language in languages.LANGUAGES.items()],
        "levels": [(number, str(number)) for number in range(1, 9)],
    }
