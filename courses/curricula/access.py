"""Curricula for those who may read or write them: dependencies that load and authorise."""

from typing import Annotated

from fastapi import Depends

from courses.curricula.models import CurriculumVersion
from courses.curricula.policies import may_approve, may_begin, may_read, may_write
from courses.curricula.queries import find_version
from rmtc.accounts.actors import Actor
from rmtc.accounts.signin import SignedIn
from rmtc.errors import NotAllowed, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads


async def reader(actor: SignedIn) -> Actor:
    """Somebody who may read curricula."""
    if not may_read(actor):
        raise NotAllowed(_("Curricula are for their working groups, experts, reviewers and managers."))
    return actor


Reader = Annotated[Actor, Depends(reader)]


async def beginner(actor: Reader) -> Actor:
    """Somebody who may begin a new curriculum."""
    if not may_begin(actor):
        raise NotAllowed(_("Only authors and managers begin a curriculum."))
    return actor


Beginner = Annotated[Actor, Depends(beginner)]


def version_to_see(code: str, session: Reads, actor: SignedIn, version: int | None = None) -> CurriculumVersion:
    """The version of a curriculum that the address names (?version=2), else the newest."""
    found = find_version(session, code, version) if may_read(actor) else None
    if found is None:
        raise NotFound(_("There is no such curriculum."))
    return found


VersionToSee = Annotated[CurriculumVersion, Depends(version_to_see)]


def version_to_write(version: VersionToSee, actor: SignedIn) -> CurriculumVersion:
    """A version for its working group; whether it is still a draft is the services' question."""
    if not may_write(actor, version.curriculum_id):
        raise NotAllowed(_("Only the working group of this curriculum can change it."))
    return version


VersionToWrite = Annotated[CurriculumVersion, Depends(version_to_write)]


def version_to_approve(version: VersionToSee, actor: SignedIn) -> CurriculumVersion:
    """A version for a manager who decides about it."""
    if not may_approve(actor):
        raise NotAllowed(_("Only a manager of the Centre approves a curriculum."))
    return version


VersionToApprove = Annotated[CurriculumVersion, Depends(version_to_approve)]
