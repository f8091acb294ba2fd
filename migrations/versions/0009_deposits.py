"""Deposits: files sent together, each piece by piece."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "deposits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column(
            "access",
            sa.Enum("public", "signed_in", "staff", name="accesslevel", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("collection", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_deposits_created_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposits")),
    )
    with op.batch_alter_table("deposits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deposits_created_by"), ["created_by"], unique=False)

    op.create_table(
        "sent_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deposit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "arriving", "arrived", "taken", "known", "refused", name="sendingstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposits.id"], name=op.f("fk_sent_files_deposit_id_deposits"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["resource_files.id"], name=op.f("fk_sent_files_file_id_resource_files"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_sent_files_resource_id_resources"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_files")),
        sa.UniqueConstraint("part", name=op.f("uq_sent_files_part")),
    )
    with op.batch_alter_table("sent_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sent_files_file_id"), ["file_id"], unique=False)
        batch_op.create_index("ix_sent_files_kept", ["keep_until"], unique=False)
        batch_op.create_index("ix_sent_files_place", ["deposit_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_sent_files_resource_id"), ["resource_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("sent_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sent_files_resource_id"))
        batch_op.drop_index("ix_sent_files_place")
        batch_op.drop_index("ix_sent_files_kept")
        batch_op.drop_index(batch_op.f("ix_sent_files_file_id"))

    op.drop_table("sent_files")
    with op.batch_alter_table("deposits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deposits_created_by"))

    op.drop_table("deposits")
