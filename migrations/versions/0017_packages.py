"""Packages that are handed in, and their lines."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking", "checked", "running", "done", "refused", name="packagestate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_packages_created_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packages")),
        sa.UniqueConstraint("part", name=op.f("uq_packages_part")),
    )
    op.create_table(
        "package_rows",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f("fk_package_rows_package_id_packages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_package_rows_resource_id_resources"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("package_id", "number", name=op.f("pk_package_rows")),
    )
    with op.batch_alter_table("package_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_package_rows_resource_id"), ["resource_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("package_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_rows_resource_id"))

    op.drop_table("package_rows")
    op.drop_table("packages")
