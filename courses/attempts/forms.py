"""What is typed in an attempt."""

from pydantic import BaseModel, Field


class AnswerForm(BaseModel):
    """An answer to one question; `seq` is the browser's own count, `go` where to go on."""

    answer: list[str] = Field(default_factory=list, max_length=50)
    seq: int = Field(0, ge=0, le=10**9)
    go: str = Field("", max_length=10)


class SubmissionForm(BaseModel):
    """Handing in; the question on the screen may come along, so that its last letters are not lost."""

    answer: list[str] = Field(default_factory=list, max_length=50)
    seq: int = Field(0, ge=0, le=10**9)
    slot: int = Field(0, ge=0, le=1000)
