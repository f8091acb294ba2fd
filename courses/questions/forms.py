"""What a trainer writes into the question bank."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from courses.questions.kinds import KINDS

KindName = Literal["single", "multiple", "true_false", "numerical", "short"]


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


class QuestionDraft(BaseModel):
    """A question as it enters the bank, whatever it came from: a form, a file, demonstration data.

    `data` is checked by its kind; `stem`, `feedback` and the texts within are Markdown; `mark` is the full mark.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: KindName
    name: str = Field(min_length=1, max_length=200)
    stem: str = Field(min_length=1, max_length=20_000)
    data: dict[str, Any]
    mark: float = Field(1.0, ge=0, le=1000)
    feedback: str = Field("", max_length=20_000)
    outcome: str = Field("", max_length=6)

    @model_validator(mode="after")
    def _data_is_of_its_kind(self) -> Self:
        self.data = KINDS[self.kind].validate(self.data)
        return self


class QuestionForm(BaseModel):
    """The page of a question: what all kinds share, and the rows of answers.

    `right` holds the numbers of the rows that are right; `share` is what a row earns in percent, empty for the usual.
    `seen` is the number of the version that the page was filled with.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    kind: KindName
    name: str = Field(min_length=1, max_length=200)
    stem: str = Field(min_length=1, max_length=20_000)
    mark: float = Field(1.0, ge=0, le=1000)
    feedback: str = Field("", max_length=20_000)
    outcome: str = Field("", max_length=6)
    lesson: Annotated[int | None, BeforeValidator(_none_if_empty)] = None
    heading: str = Field("", max_length=200)
    paragraph: Annotated[Annotated[int, Field(ge=1, le=200)] | None, BeforeValidator(_none_if_empty)] = None
    text: list[str] = Field(default_factory=list, max_length=40)
    right: list[int] = Field(default_factory=list, max_length=40)
    share: list[str] = Field(default_factory=list, max_length=40)
    tolerance: list[str] = Field(default_factory=list, max_length=40)
    remark: list[str] = Field(default_factory=list, max_length=40)
    shuffle: bool = False
    case_sensitive: bool = False
    unit: str = Field("", max_length=20)
    truth: Literal["", "true", "false"] = ""
    remark_true: str = Field("", max_length=4000)
    remark_false: str = Field("", max_length=4000)
    seen: str = Field("", max_length=20)
