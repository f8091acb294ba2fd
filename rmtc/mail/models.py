"""The outbox."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class Mail(Model):
    """A message to one person, kept until it is delivered and thirty days longer.

    `stops_at` is the address that ends letters of its kind, empty where they answer what somebody did.
    """

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    stops_at: Mapped[str] = mapped_column(String(500), default="", server_default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
