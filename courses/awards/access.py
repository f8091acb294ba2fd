"""Who may see and keep the registers."""

from typing import Annotated

from fastapi import Depends

from courses.awards import queries
from courses.awards.throttle import Throttle
from courses.runs.models import CourseRun
from rmtc.accounts.actors import Actor
from rmtc.accounts.models import RoleName
from rmtc.accounts.signin import SignedIn, require
from rmtc.errors import NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads

verifying = Throttle("verify", "60/minute")
"""How often an address may ask after certificates, by page and by program together."""
READERS = (RoleName.REVIEWER, RoleName.MANAGER, RoleName.ADMIN)


def may_read_records(actor: Actor | None) -> bool:
    """Say whether somebody may read every record."""
    return actor is not None and any(actor.has(role) for role in READERS)


async def records_reader(actor: SignedIn) -> Actor:
    """A person who may read every record: reviewers (who change nothing), managers, administrators."""
    return require(actor, *READERS)


async def registrar(actor: SignedIn) -> Actor:
    """A person who writes decisions and revocations down."""
    return require(actor, RoleName.MANAGER)


RecordsReader = Annotated[Actor, Depends(records_reader)]
Registrar = Annotated[Actor, Depends(registrar)]


def run_on_record(id: int, _actor: RecordsReader, session: Reads) -> CourseRun:  # noqa: A002 - the name in the address
    """The run at this address, for somebody who may read records."""
    found = queries.run_with_course(session, id)
    if found is None:
        raise NotFound(_("There is no such run."))
    return found


def certificate_on_record(serial: str, _actor: RecordsReader, session: Reads) -> queries.Standing:
    """The certificate with this serial number, for somebody who may read records."""
    found = queries.standing(session, serial)
    if found is None:
        raise NotFound(_("The register holds no certificate with this number."))
    return found


RunOnRecord = Annotated[CourseRun, Depends(run_on_record)]
CertificateOnRecord = Annotated[queries.Standing, Depends(certificate_on_record)]
