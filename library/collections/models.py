"""Collections and subjects: how the library is arranged."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class Collection(Model):
    """A shelf; `titles` and `descriptions` by language code."""

    __tablename__ = "collections"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("collections.id"))
    titles: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)


class Subject(Model):
    """A concept of the thesaurus; `labels` by language code, `others` holds further names to be found by."""

    __tablename__ = "subjects"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"))
    labels: Mapped[dict[str, Any]]
    others: Mapped[dict[str, Any]]
