"""Packages sent piece by piece."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("deposits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_package", sa.Boolean(), server_default="0", nullable=False))

    with op.batch_alter_table("sent_files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("package_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_sent_files_package_id"), ["package_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_sent_files_package_id_packages"), "packages", ["package_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:

    with op.batch_alter_table("sent_files", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_sent_files_package_id_packages"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_sent_files_package_id"))
        batch_op.drop_column("package_id")

    with op.batch_alter_table("deposits", schema=None) as batch_op:
        batch_op.drop_column("is_package")
