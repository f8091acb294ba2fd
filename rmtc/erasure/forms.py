"""What is typed before a person is erased."""

from pydantic import Field

from rmtc.accounts.forms import Typed


class ErasureForm(Typed):
    """The address of the person to erase, typed again."""

    email: str = Field(min_length=1, max_length=254)
