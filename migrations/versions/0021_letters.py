"""How letters end, and who wants no reminders of plans."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "plan_silences",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_plan_silences_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_plan_silences")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stops_at", sa.String(length=500), server_default="", nullable=False))


def downgrade() -> None:

    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_column("stops_at")

    op.drop_table("plan_silences")
