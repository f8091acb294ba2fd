"""The words that pages use for remarks."""

from courses.remarks.models import RemarkKind
from rmtc.i18n.texts import gettext as _


def remark_kinds() -> dict[RemarkKind, str]:
    """What became of a version with a remark."""
    return {
        RemarkKind.COMMENT: _("Comment"),
        RemarkKind.AGREED: _("Agrees"),
        RemarkKind.SUBMITTED: _("Sent for approval"),
        RemarkKind.RETURNED: _("Sent back"),
        RemarkKind.APPROVED: _("Approved"),
    }


def part_names() -> dict[str, str]:
    """The parts of a version that remarks are about, beside single outcomes."""
    return {"outcomes": _("Learning outcomes"), "modules": _("Modules and hours"), "assessments": _("Assessments")}
