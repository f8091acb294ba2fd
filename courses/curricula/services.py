"""Writing, approving and copying curricula; an approved version refuses every change."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from courses.curricula.design import gaps_of
from courses.curricula.forms import AssessmentForm, CurriculumForm, FactsForm, ModuleForm, OutcomeForm
from courses.curricula.models import (
    Assessment,
    Curriculum,
    CurriculumVersion,
    LearningOutcome,
    Module,
    VersionState,
)
from courses.curricula.queries import curriculum_with_code, reread_version
from courses.remarks.models import RemarkKind
from courses.remarks.services import add_remark
from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal, Refusal
from rmtc.i18n.texts import gettext as _

Part = LearningOutcome | Module | Assessment
PartForm = OutcomeForm | ModuleForm | AssessmentForm
TABLES: dict[type[PartForm], type[Part]] = {
    OutcomeForm: LearningOutcome,
    ModuleForm: Module,
    AssessmentForm: Assessment,
}


def add_curriculum(session: WriteSession, form: CurriculumForm, *, by: Actor) -> CurriculumVersion:
    """Begin a curriculum; returns its first version, a draft."""
    if curriculum_with_code(session, form.code):
        raise FieldRefusal("code", _("There is a curriculum with this code already."))
    moment = now()
    curriculum = Curriculum(code=form.code, title=form.title, created_at=moment)
    session.add(curriculum)
    session.flush()
    version = CurriculumVersion(
        curriculum_id=curriculum.id,
        curriculum=curriculum,
        number=1,
        state=VersionState.DRAFT,
        created_at=moment,
        **form.model_dump(exclude={"code"}),
    )
    session.add(version)
    session.flush()
    record(session, "curriculum.added", ("curriculum", curriculum.id), by=by.id, code=form.code, title=form.title)
    return version


def edit_facts(session: WriteSession, version: CurriculumVersion, form: FactsForm, *, by: Actor) -> CurriculumVersion:
    """Change the facts of a draft."""
    _refuse_frozen(version)
    for name, value in form.model_dump(exclude={"code"}).items():
        setattr(version, name, value)
    if version.number == 1:
        curriculum = session.get_one(Curriculum, version.curriculum_id)
        curriculum.title = form.title
    _note(session, "facts_edited", version, by)
    return version


def set_outcomes(session: WriteSession, version: CurriculumVersion, forms: Sequence[OutcomeForm], *, by: Actor) -> None:
    """Replace all outcomes of a draft."""
    _replace(session, version, LearningOutcome, forms, by)


def set_modules(session: WriteSession, version: CurriculumVersion, forms: Sequence[ModuleForm], *, by: Actor) -> None:
    """Replace all modules of a draft."""
    _replace(session, version, Module, forms, by)


def set_assessments(
    session: WriteSession, version: CurriculumVersion, forms: Sequence[AssessmentForm], *, by: Actor
) -> None:
    """Replace all assessments of a draft."""
    _replace(session, version, Assessment, forms, by)


def save_part(
    session: WriteSession, version: CurriculumVersion, part: Part | None, form: PartForm, *, by: Actor
) -> Part:
    """Add an outcome, a module or an assessment to a draft, or change one that is there."""
    _refuse_frozen(version)
    table = TABLES[type(form)]
    key = {LearningOutcome: "code", Module: "number"}.get(table)
    if key is not None:
        _refuse_taken(session, version, table, key, getattr(form, key), part)
    if part is None:
        part = table(version_id=version.id, **form.model_dump(), **_place(session, version, table))
        session.add(part)
    else:
        for name, value in form.model_dump().items():
            setattr(part, name, value)
    session.flush()
    _note(session, f"{table.__name__.lower()}_saved", version, by, part=part.id)
    return part


def remove_part(session: WriteSession, version: CurriculumVersion, part: Part, *, by: Actor) -> None:
    """Take an outcome, a module or an assessment out of a draft."""
    _refuse_frozen(version)
    facts = {name: getattr(part, name) for name in ("code", "number", "title", "text") if hasattr(part, name)}
    _note(session, f"{type(part).__name__.lower()}_removed", version, by, **facts)
    session.delete(part)
    session.flush()


def submit_version(session: WriteSession, version: CurriculumVersion, *, by: Actor) -> CurriculumVersion:
    """Send a draft for approval; managers may send it back."""
    if version.state is not VersionState.DRAFT:
        raise Refusal(_("Only a draft can be sent for approval."))
    version.state = VersionState.IN_REVIEW
    add_remark(session, version.id, RemarkKind.SUBMITTED, by=by)
    _note(session, "submitted", version, by)
    return version


def return_version(session: WriteSession, version: CurriculumVersion, reason: str, *, by: Actor) -> CurriculumVersion:
    """Send a version back to its authors."""
    if version.state is not VersionState.IN_REVIEW:
        raise Refusal(_("Only a version that waits for approval can be sent back."))
    version.state = VersionState.DRAFT
    add_remark(session, version.id, RemarkKind.RETURNED, text=reason, by=by)
    _note(session, "returned", version, by, reason=reason)
    return version


def approve_version(session: WriteSession, version: CurriculumVersion, *, by: Actor) -> CurriculumVersion:
    """Approve a version; from now on it refuses every change. Earlier approved versions are retired."""
    _refuse_frozen(version)
    whole = reread_version(session, version)
    if not (whole.outcomes and whole.modules and whole.assessments):
        raise Refusal(_("A version without outcomes, modules and assessments cannot be approved."))
    earlier = select(CurriculumVersion).where(
        CurriculumVersion.curriculum_id == version.curriculum_id, CurriculumVersion.state == VersionState.APPROVED
    )
    for old in session.scalars(earlier):
        old.state = VersionState.RETIRED
    version.state, version.approved_at, version.approved_by = VersionState.APPROVED, now(), by.id
    add_remark(session, version.id, RemarkKind.APPROVED, by=by)
    _note(session, "approved", version, by, gaps=gaps_of(whole))
    session.flush()
    return version


def copy_version(session: WriteSession, version: CurriculumVersion, *, by: Actor) -> CurriculumVersion:
    """Begin a new version, a draft that has everything this one has; the level is indicative again."""
    numbers = select(func.max(CurriculumVersion.number)).where(CurriculumVersion.curriculum_id == version.curriculum_id)
    kept = FactsForm.model_validate(version, from_attributes=True).model_dump(exclude={"level_status"})
    copy = CurriculumVersion(
        curriculum_id=version.curriculum_id,
        number=(session.scalar(numbers) or 0) + 1,
        created_at=now(),
        **kept | {"level_decision": "", "level_decided_on": None},
    )
    session.add(copy)
    session.flush()
    version = reread_version(session, version)
    for part in (*version.outcomes, *version.modules, *version.assessments):
        values = {column.key: getattr(part, column.key) for column in type(part).__table__.columns}
        session.add(type(part)(**values | {"id": None, "version_id": copy.id}))
    session.flush()
    _note(session, "version_begun", copy, by, number=copy.number, copied_from=version.number)
    return copy


def _replace(
    session: WriteSession, version: CurriculumVersion, table: type[Part], forms: Sequence[PartForm], by: Actor
) -> None:
    _refuse_frozen(version)
    session.execute(delete(table).where(table.version_id == version.id))
    for position, form in enumerate(forms, 1):
        place = {} if table is Module else {"position": position}
        session.add(table(version_id=version.id, **form.model_dump(), **place))
    session.flush()
    session.expire(version, ["outcomes", "modules", "assessments"])
    _note(session, f"{table.__name__.lower()}s_set", version, by, count=len(forms))


def _place(session: WriteSession, version: CurriculumVersion, table: type[Part]) -> dict[str, Any]:
    if table is Module:
        return {}
    assert table is not Module
    last = session.scalar(select(func.max(table.position)).where(table.version_id == version.id))  # type: ignore[union-attr]
    return {"position": (last or 0) + 1}


def _refuse_taken(
    session: WriteSession, version: CurriculumVersion, table: type[Part], key: str, value: object, part: Part | None
) -> None:
    wanted = select(table.id).where(table.version_id == version.id, getattr(table, key) == value)
    found = session.scalar(wanted)
    if found is not None and (part is None or part.id != found):
        raise FieldRefusal(key, _("Another one has %(value)s already.") % {"value": value})


def _refuse_frozen(version: CurriculumVersion) -> None:
    if version.state in {VersionState.APPROVED, VersionState.RETIRED}:
        raise Refusal(_("This version is approved and never changes. Begin a new version instead."))


def _note(session: WriteSession, what: str, version: CurriculumVersion, by: Actor, **details: Any) -> None:
    facts = {"number": version.number} | details
    record(session, f"curriculum.{what}", ("curriculum", version.curriculum_id), by=by.id, **facts)
