"""What people type about themselves and others."""

from pydantic import BaseModel, ConfigDict, Field


class SignInForm(BaseModel):
    """An address and a password; `next` is where the person wanted to go."""

    model_config = ConfigDict(str_strip_whitespace=True)

    email: str = Field(min_length=3, max_length=254)
    password: str = Field(min_length=1, max_length=1000)
    next: str = Field("", max_length=1000)
    code: str = Field("", max_length=10)
