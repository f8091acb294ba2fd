"""Versions for those who comment on them: dependencies that load and authorise."""

from typing import Annotated

from fastapi import Depends

from courses.curricula.access import VersionToSee, VersionToWrite
from courses.curricula.models import CurriculumVersion, VersionState
from courses.curricula.policies import may_remark
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, Refusal
from rmtc.i18n.texts import gettext as _


def version_to_remark(version: VersionToSee, actor: SignedIn) -> CurriculumVersion:
    """A version for its working group, experts and managers, until it is approved."""
    if not may_remark(actor, version.curriculum_id):
        raise NotAllowed(_("Only experts and the working group comment on a curriculum."))
    if version.state in {VersionState.APPROVED, VersionState.RETIRED}:
        raise Refusal(_("This version is approved and never changes. Begin a new version instead."))
    return version


VersionToRemark = Annotated[CurriculumVersion, Depends(version_to_remark)]


async def version_to_settle(version: VersionToRemark, _written: VersionToWrite) -> CurriculumVersion:
    """A version for its working group, which says when a comment is settled."""
    return version


VersionToSettle = Annotated[CurriculumVersion, Depends(version_to_settle)]
