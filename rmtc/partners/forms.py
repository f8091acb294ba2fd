"""What managers write about an institution."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

PartnerRole = Literal["", "lead", "partner", "associated", "beneficiary", "contractor", "expert"]


class PartnerForm(BaseModel):
    """An institution as the public sees it; without a role it is not shown among the partners."""

    model_config = ConfigDict(str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=200)
    name_sr: str = Field("", max_length=200)
    country: str = Field(pattern=r"^[A-Z]{2}$")
    partner_role: PartnerRole = ""
    url: str = Field("", max_length=300, pattern=r"^(https?://\S+)?$")
    about: str = Field("", max_length=2000)
    about_sr: str = Field("", max_length=2000)
    position: int = Field(0, ge=0, le=9999)
