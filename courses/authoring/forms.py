"""What trainers type into the editor: a form for each kind of activity."""

from typing import Any, ClassVar

from pydantic import Field

from courses.content.forms import ActivityForm
from courses.curricula.forms import Typed


class EditorForm(Typed):
    """What every activity has; a box that is not ticked is not sent. `minutes` is the time a learner needs.

    `seen` is the stamp of what was saved when the editor was opened.
    """

    kind: ClassVar[str]

    title: str = Field(min_length=2, max_length=200)
    minutes: int = Field(0, ge=0, le=6000)
    required: bool = False
    outcomes: list[str] = Field(default_factory=list)
    seen: str = Field("", max_length=40)

    def settings(self) -> dict[str, Any]:
        """What the kind keeps beside the text."""
        return {}

    def activity(self) -> ActivityForm:
        """The activity as the services take it."""
        common = {name: getattr(self, name) for name in ("title", "minutes", "required", "outcomes")}
        return ActivityForm(kind=self.kind, body=getattr(self, "body", ""), settings=self.settings(), **common)


class LessonForm(EditorForm):
    """A lesson; `body` is Markdown of at most 200,000 characters."""

    kind: ClassVar[str] = "page"
    body: str = Field("", max_length=200_000)


class ReadingForm(EditorForm):
    """A reading; `pages` in words, `page` the page of the file to open (0: none), `body` what to look for."""

    kind: ClassVar[str] = "reading"
    resource_id: int = Field(ge=1, lt=2**31)
    pages: str = Field("", max_length=120)
    page: int = Field(0, ge=0, le=100_000)
    body: str = Field("", max_length=20_000)

    def settings(self) -> dict[str, Any]:
        """Where to read."""
        return {"resource_id": self.resource_id, "pages": self.pages, "page": self.page}


class ReadingListForm(EditorForm):
    """A reading list; `body` stands above it, its items are put together on a page of their own."""

    kind: ClassVar[str] = "readings"
    body: str = Field("", max_length=20_000)


class FileForm(EditorForm):
    """A file of the course; `body` says what it is for."""

    kind: ClassVar[str] = "file"
    file: str = Field(min_length=1, max_length=200)
    body: str = Field("", max_length=20_000)

    def settings(self) -> dict[str, Any]:
        """Which file."""
        return {"file": self.file}


class QuizForm(EditorForm):
    """The place of a quiz in the course; its questions and rules have a page of their own."""

    kind: ClassVar[str] = "quiz"


KINDS = (LessonForm, ReadingForm, ReadingListForm, FileForm, QuizForm)
FORMS: dict[str, type[EditorForm]] = {form.kind: form for form in KINDS}
