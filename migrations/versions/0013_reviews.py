"""Reviews: steps and answers about personal data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "personal_data_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_personal_data_checks_by_people")),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_personal_data_checks_resource_id_resources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_data_checks")),
    )
    with op.batch_alter_table("personal_data_checks", schema=None) as batch_op:
        batch_op.create_index("ix_personal_data_checks_resource", ["resource_id", "id"], unique=False)

    op.create_table(
        "review_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("asked", "commented", "returned", "published", name="stepkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_review_steps_by_people")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_review_steps_resource_id_resources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_steps")),
    )
    with op.batch_alter_table("review_steps", schema=None) as batch_op:
        batch_op.create_index("ix_review_steps_resource", ["resource_id", "id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("review_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_review_steps_resource")

    op.drop_table("review_steps")
    with op.batch_alter_table("personal_data_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_personal_data_checks_resource")

    op.drop_table("personal_data_checks")
