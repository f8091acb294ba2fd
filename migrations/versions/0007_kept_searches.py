"""Searches that people keep."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column(
            "letters", sa.Enum("never", "daily", "weekly", name="letters", native_enum=False, length=20), nullable=False
        ),
        sa.Column("feed_round", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_saved_searches_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    with op.batch_alter_table("saved_searches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_searches_letters"), ["letters"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_searches_person_id"), ["person_id"], unique=False)

    op.create_table(
        "known_matches",
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("ids", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["saved_searches.id"],
            name=op.f("fk_known_matches_search_id_saved_searches"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("search_id", name=op.f("pk_known_matches")),
    )


def downgrade() -> None:

    op.drop_table("known_matches")
    with op.batch_alter_table("saved_searches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_searches_person_id"))
        batch_op.drop_index(batch_op.f("ix_saved_searches_letters"))

    op.drop_table("saved_searches")
