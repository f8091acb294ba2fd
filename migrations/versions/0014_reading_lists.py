"""Reading lists."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "reading_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_reading_openings_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_reading_openings_resource_id_resources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_openings")),
        sa.UniqueConstraint(
            "enrolment_id",
            "activity_id",
            "resource_id",
            "page",
            name=op.f("uq_reading_openings_enrolment_id_activity_id_resource_id_page"),
        ),
    )
    with op.batch_alter_table("reading_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_openings_resource_id"), ["resource_id"], unique=False)

    with op.batch_alter_table("activity_sources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_page", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("note", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))


def downgrade() -> None:

    with op.batch_alter_table("activity_sources", schema=None) as batch_op:
        batch_op.drop_column("due")
        batch_op.drop_column("note")
        batch_op.drop_column("version")
        batch_op.drop_column("last_page")

    with op.batch_alter_table("reading_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_openings_resource_id"))

    op.drop_table("reading_openings")
