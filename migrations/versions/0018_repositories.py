"""Add repositories of partners."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "partner_repositories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("part", sa.String(length=120), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("publishes", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collections.id"],
            name=op.f("fk_partner_repositories_collection_id_collections"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_repositories")),
        sa.UniqueConstraint("name", name=op.f("uq_partner_repositories_name")),
    )
    op.create_table(
        "repository_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repository_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state", sa.Enum("going", "done", "failed", name="visitstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("reasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["partner_repositories.id"],
            name=op.f("fk_repository_visits_repository_id_partner_repositories"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repository_visits")),
    )
    with op.batch_alter_table("repository_visits", schema=None) as batch_op:
        batch_op.create_index("ix_repository_visits_repository", ["repository_id", "id"], unique=False)

    op.create_table(
        "taken_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("repository_id", sa.Integer(), nullable=False),
        sa.Column("identifier", sa.String(length=300), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["repository_id"],
            ["partner_repositories.id"],
            name=op.f("fk_taken_records_repository_id_partner_repositories"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_taken_records_resource_id_resources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_records")),
        sa.UniqueConstraint("repository_id", "identifier", name=op.f("uq_taken_records_repository_id_identifier")),
    )
    with op.batch_alter_table("taken_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taken_records_resource_id"), ["resource_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("taken_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taken_records_resource_id"))

    op.drop_table("taken_records")
    with op.batch_alter_table("repository_visits", schema=None) as batch_op:
        batch_op.drop_index("ix_repository_visits_repository")

    op.drop_table("repository_visits")
    op.drop_table("partner_repositories")
