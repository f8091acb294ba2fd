"""Note when the public last saw a record change."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_announced", sa.Boolean(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_resources_announced_at"), ["announced_at"], unique=False)
    # What is public now, and what was withdrawn from the public, is known to have been seen.
    op.execute(
        "UPDATE resources SET announced_at = changed_at WHERE access = 'public' AND state IN ('published', 'withdrawn')"
    )
    resources = sa.table("resources", sa.column("is_announced", sa.Boolean), sa.column("access"), sa.column("state"))
    seen = sa.and_(resources.c.access == "public", resources.c.state == "published")
    op.execute(resources.update().where(seen).values(is_announced=True))


def downgrade() -> None:

    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resources_announced_at"))
        batch_op.drop_column("announced_at")
        batch_op.drop_column("is_announced")
