"""Local action plans, their topics and the reminders sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "action_plans",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.Column("period_note", sa.String(length=300), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column(
            "adopted_by",
            sa.Enum("unknown", "assembly", "council", "other", name="adoptingbody", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("decision", sa.String(length=200), nullable=False),
        sa.Column(
            "council",
            sa.Enum("unknown", "formed", "none", name="migrationcouncil", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("council_formed_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("budget_note", sa.String(length=300), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_action_plans_changed_by_people")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_action_plans_institution_id_institutions")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["action_plans.resource_id"],
            name=op.f("fk_action_plans_replaces_id_action_plans"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_action_plans_resource_id_resources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_action_plans")),
    )
    with op.batch_alter_table("action_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_plans_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plans_municipality"), ["municipality"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_plans_replaces_id"), ["replaces_id"], unique=False)

    op.create_table(
        "plan_reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plans.resource_id"],
            name=op.f("fk_plan_reminders_plan_id_action_plans"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_reminders")),
        sa.UniqueConstraint("plan_id", "days", "last_day", name=op.f("uq_plan_reminders_plan_id_days_last_day")),
    )
    op.create_table(
        "plan_topics",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("axis", sa.Enum("group", "theme", name="axis", native_enum=False, length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["action_plans.resource_id"],
            name=op.f("fk_plan_topics_plan_id_action_plans"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "axis", "key", name=op.f("pk_plan_topics")),
    )
    with op.batch_alter_table("plan_topics", schema=None) as batch_op:
        batch_op.create_index("ix_plan_topics_axis_key", ["axis", "key"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("plan_topics", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_topics_axis_key")

    op.drop_table("plan_topics")
    op.drop_table("plan_reminders")
    with op.batch_alter_table("action_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_plans_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_action_plans_municipality"))
        batch_op.drop_index(batch_op.f("ix_action_plans_institution_id"))

    op.drop_table("action_plans")
