"""Refusals that the domain may raise; rmtc.web turns each into a page or a problem document."""


class Refusal(Exception):  # noqa: N818 - the word of the domain; every refusal is also an answer
    """A rule of the domain said no; the message is shown to the person."""

    status = 409


class NotFound(Refusal):
    """There is no such thing, or this person may not know of it."""

    status = 404


class NotAllowed(Refusal):
    """The person may know of the thing, but not do this with it."""

    status = 403


class SignInFirst(Refusal):
    """Nobody is signed in, and this page is for someone."""

    status = 401


class TooOften(Refusal):
    """Too many tries in too short a time."""

    status = 429


class FieldRefusal(Refusal):
    """A rule that only the database can check said no to one field of a form; `str` of the message says it."""

    status = 422

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


class SavedMeanwhile(FieldRefusal):
    """Somebody saved the same thing after this form was opened; `newest` is the stamp of what they saved."""

    def __init__(self, message: str, newest: str) -> None:
        super().__init__("seen", message)
        self.newest = newest
