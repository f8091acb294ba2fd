"""A concept as a librarian types it."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from library.collections.forms import KEY, SubjectForm
from library.collections.models import Subject

LANGUAGES = ("en", "sr-Cyrl", "sq", "mk", "bs", "cnr")
"""Languages a concept has names in; Serbian Latin is derived."""


class ConceptForm(BaseModel):
    """The names of a concept by language, further ones one on a line; what stands over it by key."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(min_length=2, max_length=80, pattern=KEY)
    parent: str = Field("", max_length=80)
    label_en: str = Field(min_length=1, max_length=200)
    note_en: str = Field("", max_length=2000)

    def subject_form(self, before: Subject | None = None) -> SubjectForm:
        """The same for the service; languages this form does not show are kept."""
        labels = dict(before.labels) if before else {}
        others = dict(before.others) if before else {}
        for code in LANGUAGES:
            _put(labels, code, getattr(self, input_name("label", code), ""))
            lines = getattr(self, input_name("others", code), "").splitlines()
            _put(others, code, [line.strip()[:200] for line in lines if line.strip()])
        notes = dict(before.notes) if before else {}
        _put(notes, "en", self.note_en)
        return SubjectForm(key=self.key, labels=labels, others=others, notes=notes, parent=self.parent)


def input_name(part: str, code: str) -> str:
    """The name of the input of a concept's names in a language."""
    return f"{part}_{code.replace('-', '_')}"


def shown(subject: Subject, parent: Subject | None) -> dict[str, Any]:
    """What is there, as the form shows it."""
    return {
        "key": subject.key,
        "parent": parent.key if parent else "",
        "note_en": subject.notes.get("en", ""),
        **{input_name("label", code): subject.labels.get(code, "") for code in LANGUAGES},
        **{input_name("others", code): "\n".join(subject.others.get(code, [])) for code in LANGUAGES},
    }


def _put(texts: dict[str, Any], code: str, value: Any) -> None:
    if value:
        texts[code] = value
    else:
        texts.pop(code, None)


_LABELS: dict[str, Any] = {
    input_name("label", code): (Annotated[str, Field(max_length=200)], "") for code in LANGUAGES if code != "en"
}
_OTHERS: dict[str, Any] = {
    input_name("others", code): (Annotated[str, Field(max_length=5000)], "") for code in LANGUAGES
}
CONCEPT_FORM: type[ConceptForm] = create_model("CONCEPT_FORM", __base__=ConceptForm, **_LABELS, **_OTHERS)
