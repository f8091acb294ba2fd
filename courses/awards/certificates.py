"""A certificate as a tagged PDF with a code that leads to its verification."""

from io import BytesIO
from pathlib import Path

import segno

from courses.awards.models import Certificate
from rmtc.i18n.formats import day, local, number
from rmtc.i18n.texts import gettext as _
from rmtc.typesetting import typeset

TEMPLATE = Path(__file__).parent / "documents" / "certificate.typ"


def level_words(level: int, status: str) -> str:
    """A level with what stands behind it; never the level alone."""
    words = {
        "indicative": _("EQF level %(level)s, indicative: no accreditation decision stands behind it"),
        "accredited": _("EQF level %(level)s, accredited"),
        "registered": _("EQF level %(level)s, included in a national register"),
    }
    return words[status] % {"level": level}


def verification_url(site_url: str, certificate: Certificate) -> str:
    """Where the code on the certificate leads."""
    return f"{site_url}/verify/{certificate.serial}?code={certificate.code}"


def certificate_pdf(certificate: Certificate, *, site_url: str, centre: str, small_print: str) -> bytes:
    """Set a certificate; the same certificate gives the same bytes."""
    url = verification_url(site_url, certificate)
    issued = local(certificate.issued_at).date()
    facts = [
        (_("Curriculum"), certificate.curriculum_code),
        (_("Level"), level_words(certificate.level, certificate.level_status)),
        (
            _("Workload"),
            _("%(ects)s ECTS, %(hours)s hours") % {"ects": number(certificate.ects), "hours": certificate.hours},
        ),
        (_("Serial number"), certificate.serial),
        (_("Issued"), day(issued)),
    ]
    if certificate.mark is not None:
        facts.insert(3, (_("Result"), _("%(mark)s of 100") % {"mark": number(certificate.mark)}))
    data = {
        "title": _("Certificate %(serial)s") % {"serial": certificate.serial},
        "heading": _("Certificate"),
        "centre": centre,
        "date": [issued.year, issued.month, issued.day],
        "certifies": _("The Centre certifies that"),
        "holder": certificate.holder,
        "completed": _("has completed, by decision of the examination board,"),
        "programme": certificate.programme,
        "facts": facts,
        "signatory": _("For the Centre"),
        "board": _("For the examination board"),
        "verify": _("Verify at %(url)s with the code %(code)s")
        % {"url": f"{site_url}/verify/{certificate.serial}", "code": certificate.code},
        "small": small_print,
        "qr": _qr(url),
        "qr_alt": _("Code that leads to the verification of this certificate"),
    }
    return typeset(TEMPLATE, data)


def _qr(url: str) -> str:
    drawn = BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", scale=4, dark="#0a3550")
    return drawn.getvalue().decode()
