"""What a librarian says of a person or a body."""

from pydantic import BaseModel, ConfigDict, Field


class AuthorityForm(BaseModel):
    """A person or body as typed; further names one on a line."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=200)
    is_body: bool = False
    names: str = Field("", max_length=5000)
    address: str = Field("", max_length=300, pattern=r"^(https?://\S+)?$")
    note: str = Field("", max_length=500)

    @property
    def further(self) -> list[str]:
        """The further names, each once."""
        lines = (line.strip()[:200] for line in self.names.splitlines())
        return list(dict.fromkeys(line for line in lines if line and line != self.name))


class MergerForm(BaseModel):
    """Into whom somebody is merged: a name as it is written there, or the number."""

    model_config = ConfigDict(str_strip_whitespace=True)

    into: str = Field(min_length=1, max_length=200)
