"""Remarks about versions of curricula."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "curriculum_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comment",
                "agreed",
                "submitted",
                "returned",
                "approved",
                name="remarkkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_curriculum_remarks_person_id_people")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["curriculum_versions.id"],
            name=op.f("fk_curriculum_remarks_version_id_curriculum_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_remarks")),
    )
    with op.batch_alter_table("curriculum_remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_curriculum_remarks_version_id"), ["version_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("curriculum_remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_curriculum_remarks_version_id"))

    op.drop_table("curriculum_remarks")
