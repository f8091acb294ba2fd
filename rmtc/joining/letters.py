"""Letters about accounts: plain text in the language of the person who reads them."""

from dataclasses import dataclass

from rmtc.accounts.models import Person
from rmtc.db import WriteSession
from rmtc.i18n.languages import speaking
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import mark
from rmtc.mail.services import post


@dataclass(frozen=True)
class Letter:
    """A subject and a text, both marked for translation; `%(name)s` and others are filled in when it is sent."""

    subject: str
    text: str


GREETING = mark("Dear %(name)s,")
CLOSING = mark("Regional Migration Training Centre")

INVITATION = Letter(
    mark("Your account at the Regional Migration Training Centre"),
    mark(
        "an account for the campus and the library of the Centre has been prepared for you.\n\n"
        "Choose a password within seven days on this page:\n%(link)s\n\n"
        "If you did not expect this letter, do nothing: without a password nobody can use the account."
    ),
)
CONFIRMATION = Letter(
    mark("Please confirm your address"),
    mark(
        "you asked for an account at the Centre’s campus and library.\n\n"
        "Confirm your address and choose a password within two days on this page:\n%(link)s\n\n"
        "Your institution’s training coordinator then looks at your request.\n\n"
        "If it was not you who asked, do nothing; the request will lapse."
    ),
)
KNOWN_ADDRESS = Letter(
    mark("You already have an account"),
    mark(
        "somebody, perhaps you, asked for a new account with this address. There is one already.\n\n"
        "If you have forgotten your password, ask for a new one here:\n%(link)s\n\n"
        "If you did not ask, you need not do anything."
    ),
)
PASSWORD = Letter(
    mark("Choose a new password"),
    mark(
        "you asked for a new password. Choose one within thirty minutes on this page:\n%(link)s\n\n"
        "If it was not you who asked, do nothing; your password stays as it is."
    ),
)
REQUEST = Letter(
    mark("A request for an account waits for you"),
    mark("%(applicant)s (%(address)s) has asked for an account.\n\nLook at the request here:\n%(link)s"),
)
WELCOME = Letter(
    mark("Welcome to the campus"),
    mark("your account is open. Sign in with your address and the password you chose:\n%(link)s"),
)
DECLINED = Letter(
    mark("Your request for an account"),
    mark(
        "your request for an account was not approved. Please speak with the training coordinator of your institution, "
        "or write to the Centre."
    ),
)
NEW_ADDRESS = Letter(
    mark("Please confirm your new address"),
    mark(
        "you asked to use this address for your account.\n\nConfirm it within two days on this page:\n%(link)s\n\n"
        "If it was not you who asked, do nothing."
    ),
)
CHANGED = Letter(
    mark("Something about your account has changed"),
    mark(
        "%(change)s\n\nIf it was you, there is nothing to do. If it was not, choose a new password at once and write "
        "to the Centre:\n%(link)s"
    ),
)

NEW_PASSWORD = mark("The password of your account has been changed.")
NEW_FACTOR = mark("Signing in to your account now asks for a code from your authenticator app.")
RESET_FACTOR = mark(
    "The Centre has switched off the code from your authenticator app, as you asked. Your password is enough again; "
    "you can set the second step up anew on the page of your account."
)
NO_FACTOR = mark("Signing in to your account no longer asks for a code.")
MOVED = mark("The address of your account has been changed to another one.")


def send(session: WriteSession, letter: Letter, person: Person, *, to: str = "", **values: str) -> None:
    """Write a letter to a person, `to` another address of theirs if given; values are texts for its gaps."""
    with speaking(person.language):
        filled = {name: _(value) if name == "change" else value for name, value in values.items()}
        parts = (_(GREETING) % {"name": person.name}, _(letter.text) % filled, _(CLOSING))
        subject = _(letter.subject)
        post(session, to=to or person.email, subject=subject, text="\n\n".join(parts) + "\n", language=person.language)
