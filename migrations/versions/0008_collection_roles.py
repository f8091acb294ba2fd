"""Add roles in collections."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "collection_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("submitter", "reviewer", "curator", name="collectionrolename", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("holder_kind", sa.String(length=12), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collections.id"],
            name=op.f("fk_collection_roles_collection_id_collections"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_collection_roles_given_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_roles")),
        sa.UniqueConstraint(
            "collection_id",
            "role",
            "holder_kind",
            "holder_id",
            name=op.f("uq_collection_roles_collection_id_role_holder_kind_holder_id"),
        ),
    )
    with op.batch_alter_table("collection_roles", schema=None) as batch_op:
        batch_op.create_index("ix_collection_roles_holder", ["holder_kind", "holder_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("collection_roles", schema=None) as batch_op:
        batch_op.drop_index("ix_collection_roles_holder")

    op.drop_table("collection_roles")
