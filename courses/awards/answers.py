"""The JSON API of the register of certificates."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from courses.awards import queries
from courses.awards.access import verifying
from courses.awards.verification import verdict_on
from rmtc.errors import NotFound
from rmtc.i18n.formats import local
from rmtc.i18n.texts import gettext as _
from rmtc.web.requests import Reads
from rmtc.web.routing import Router

router = Router(prefix="/api/v1", tags=["certificates"])


class CertificateAnswer(BaseModel):
    """How a certificate stands; `holder` only with the code printed on it."""

    serial: str
    status: str = Field(description="valid or revoked")
    programme: str
    curriculum: str
    year: int
    eqf_level: int
    eqf_level_status: str
    ects: float
    issued: date
    holder: str | None = None


@router.get(
    "/certificates/{serial}",
    name="api.certificate",
    dependencies=[Depends(verifying)],
    response_model_exclude_none=True,
)
def show_certificate(
    serial: str, session: Reads, code: Annotated[str, Query(description="the code printed on the certificate")] = ""
) -> CertificateAnswer:
    """The status of a certificate; the holder's name only with the code printed on it."""
    standing = queries.standing(session, serial)
    if standing is None:
        raise NotFound(_("The register holds no certificate with this number."))
    verdict = verdict_on(standing, code)
    return CertificateAnswer(
        **{name: getattr(verdict, name) for name in ("serial", "status", "programme", "curriculum", "year", "ects")},
        eqf_level=verdict.level,
        eqf_level_status=verdict.level_status,
        issued=local(verdict.issued_at).date(),
        holder=verdict.holder or None,
    )
