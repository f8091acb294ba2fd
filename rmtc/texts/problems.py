"""What is wrong with a value, in the reader's language: what Pydantic finds, said as a person would."""

from pydantic_core import ErrorDetails

from rmtc.i18n.marks import mark
from rmtc.i18n.texts import gettext as _

MESSAGES = {
    "missing": mark("Please fill this in."),
    "string_too_short": mark("Please write at least %(min_length)s characters."),
    "string_too_long": mark("Please write at most %(max_length)s characters."),
    "string_pattern_mismatch": mark("This does not have the expected form."),
    "int_parsing": mark("Please write a whole number."),
    "int_from_float": mark("Please write a whole number."),
    "float_parsing": mark("Please write a number."),
    "decimal_parsing": mark("Please write a number."),
    "finite_number": mark("Please write a number."),
    "greater_than_equal": mark("This must be at least %(ge)s."),
    "greater_than": mark("This must be more than %(gt)s."),
    "less_than_equal": mark("This must be at most %(le)s."),
    "less_than": mark("This must be less than %(lt)s."),
    "date_from_datetime_parsing": mark("Please write a date as year-month-day, for example 2026-03-31."),
    "date_parsing": mark("Please write a date as year-month-day, for example 2026-03-31."),
    "datetime_from_date_parsing": mark("Please write a date and a time, for example 2026-03-31 18:00."),
    "datetime_parsing": mark("Please write a date and a time, for example 2026-03-31 18:00."),
    "time_parsing": mark("Please write a time, for example 18:00."),
    "literal_error": mark("Please choose one of the options."),
    "enum": mark("Please choose one of the options."),
    "bool_parsing": mark("Please choose yes or no."),
    "url_parsing": mark("Please write a whole address that begins with https://."),
    "too_short": mark("Please choose at least %(min_length)s."),
    "too_long": mark("Please choose at most %(max_length)s."),
}

FORMS = {
    "@": mark("Please write an e-mail address, for example name@ministry.example."),
    "https?://": mark("Please write a whole address that begins with https://."),
    "(-[a-z0-9]+)*$": mark("Please write small letters and digits, with hyphens between words."),
}
"""What an expected form is, by what its pattern holds."""


def message_for(error: ErrorDetails) -> str:
    """Say in the reader's language what is wrong with a field."""
    if error["type"] == "value_error":
        return str(error.get("ctx", {}).get("error", "")) or _("This is not right.")
    if error["type"] == "string_too_short" and not error["input"]:
        return _("Please fill this in.")
    if error["type"].endswith(("_parsing", "_mismatch")) and error["input"] == "":
        return _("Please fill this in.")
    if error["type"] == "string_pattern_mismatch":
        pattern = str(error.get("ctx", {}).get("pattern", ""))
        return _(next((text for part, text in FORMS.items() if part in pattern), MESSAGES[error["type"]]))
    text = _(MESSAGES.get(error["type"], "This is not right."))
    return text % error.get("ctx", {}) if "%(" in text else text
