"""Add links that are watched."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "watched_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("records", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_links")),
        sa.UniqueConstraint("url", name=op.f("uq_watched_links_url")),
    )
    with op.batch_alter_table("watched_links", schema=None) as batch_op:
        batch_op.create_index("ix_watched_links_checked_at", ["checked_at"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("watched_links", schema=None) as batch_op:
        batch_op.drop_index("ix_watched_links_checked_at")

    op.drop_table("watched_links")
