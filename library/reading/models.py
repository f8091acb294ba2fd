"""What a reader marks for themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class Highlight(Model):
    """Words of a page that somebody marked, with a note; nobody else sees it.

    It holds on to the text by the words themselves and those around them, so that it outlives a new reading of the
    file and a new version of the record; `page` is where they stood, and where they are looked for first.
    """

    __tablename__ = "highlights"
    __table_args__ = (Index("ix_highlights_person", "person_id", "resource_id", "page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("resource_files.id", ondelete="SET NULL"))
    page: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(200), default="")
    suffix: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
