"""Relations between records."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rmtc.db import Model


class ResourceRelation(Model):
    """The first record replaces, translates, is part of or goes with the second, as its kind says."""

    __tablename__ = "resource_relations"
    __table_args__ = (UniqueConstraint("from_id", "kind", "to_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    to_id: Mapped[int] = mapped_column(ForeignKey("resources.id", ondelete="CASCADE"), index=True)
