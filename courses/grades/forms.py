"""What is typed about a grade."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _with_point(value: Any) -> Any:
    return value.replace(",", ".").strip() if isinstance(value, str) else value


class GradeForm(BaseModel):
    """A grade in percent for one thing that is marked: "activity-7" or "assessment-3"; a correction needs a reason."""

    model_config = ConfigDict(str_strip_whitespace=True)

    item: str = Field(pattern=r"^(activity|assessment)-\d{1,12}$")
    value: Annotated[float, BeforeValidator(_with_point), Field(ge=0, le=100, allow_inf_nan=False)]
    reason: str = Field("", max_length=300)
