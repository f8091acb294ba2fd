"""Requests to take documents down."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "removal_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "ground",
            sa.Enum("personal_data", "rights", "wrong", "other", name="removalground", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=5000), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "withdrawn", "kept", name="removalstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("reply", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("forget_on", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_removal_requests_answered_by_people")),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_removal_requests_resource_id_resources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_requests")),
    )
    with op.batch_alter_table("removal_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_requests_forget_on"), ["forget_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_removal_requests_resource_id"), ["resource_id"], unique=False)
        batch_op.create_index("ix_removal_requests_state", ["state", "id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("removal_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_removal_requests_state")
        batch_op.drop_index(batch_op.f("ix_removal_requests_resource_id"))
        batch_op.drop_index(batch_op.f("ix_removal_requests_forget_on"))

    op.drop_table("removal_requests")
