"""Whether the design of a version is complete: hours against credits, and where each outcome is taught and assessed.

Sources: ECTS Users' Guide 2015 (25 to 30 hours of all learning a credit); ESG 2015, standard 1.2 (expected workload,
alignment of outcomes and assessment).
"""

from dataclasses import dataclass

from courses.curricula.models import CurriculumVersion, LearningOutcome
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext

FULL_WEIGHT = 100


@dataclass(frozen=True)
class Workload:
    """Hours by component and in all, and the hours that the credits stand for."""

    contact: int
    guided: int
    self_study: int
    assessment: int
    owed: float

    @property
    def total(self) -> int:
        """All hours of all modules."""
        return self.contact + self.guided + self.self_study + self.assessment

    @property
    def most(self) -> int:
        """The largest component, the measure of the bars (at least 1)."""
        return max(self.contact, self.guided, self.self_study, self.assessment, 1)

    @property
    def is_met(self) -> bool:
        """Say whether the hours are exactly what the credits stand for."""
        return self.total == self.owed

    @property
    def missing(self) -> float:
        """Hours that are missing; negative where there are too many."""
        return self.owed - self.total


@dataclass(frozen=True)
class Row:
    """An outcome with the numbers of the modules that teach it and the ids of what assesses it."""

    outcome: LearningOutcome
    modules: frozenset[int]
    assessments: frozenset[int]

    @property
    def is_gap(self) -> bool:
        """Say whether the outcome is missing on one side."""
        return not self.modules or not self.assessments


def workload_of(version: CurriculumVersion) -> Workload:
    """Add up the hours of a version's modules."""
    modules = version.modules
    return Workload(
        contact=sum(module.contact for module in modules),
        guided=sum(module.guided for module in modules),
        self_study=sum(module.self_study for module in modules),
        assessment=sum(module.assessment for module in modules),
        owed=version.ects * version.hours_per_credit,
    )


def matrix_of(version: CurriculumVersion) -> list[Row]:
    """Where each outcome is taught and where it is assessed."""
    return [
        Row(
            outcome,
            frozenset(module.number for module in version.modules if outcome.code in module.outcomes),
            frozenset(one.id for one in version.assessments if outcome.code in one.outcomes),
        )
        for outcome in version.outcomes
    ]


def gaps_of(version: CurriculumVersion) -> list[str]:
    """What reviewers will ask about, in sentences."""
    rows, workload = matrix_of(version), workload_of(version)
    found = _missing_parts(version)
    if version.modules and not workload.is_met:
        found.append(
            _("The modules add up to %(total)s hours; %(ects)s ECTS stand for %(owed)s.")
            % {"total": workload.total, "ects": f"{version.ects:g}", "owed": f"{workload.owed:g}"}
        )
    if untaught := sum(not row.modules for row in rows):
        found.append(ngettext("%(num)s outcome is taught nowhere.", "%(num)s outcomes are taught nowhere.", untaught))
        found[-1] %= {"num": untaught}
    if unassessed := sum(not row.assessments for row in rows):
        found.append(
            ngettext("%(num)s outcome is not assessed.", "%(num)s outcomes are not assessed.", unassessed)
            % {"num": unassessed}
        )
    weight = sum(one.weight for one in version.assessments)
    if version.assessments and weight != FULL_WEIGHT:
        found.append(_("The weights of the assessments add up to %(weight)s %%.") % {"weight": weight})
    return found


def _missing_parts(version: CurriculumVersion) -> list[str]:
    parts = (
        (version.outcomes, _("There are no outcomes yet.")),
        (version.modules, _("There are no modules yet.")),
        (version.assessments, _("There are no assessments yet.")),
    )
    return [sentence for part, sentence in parts if not part]
