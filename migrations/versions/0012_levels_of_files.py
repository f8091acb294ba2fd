"""Open records to named readers, close files for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "resource_readers",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("holder_kind", sa.String(length=12), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_readers_resource_id_resources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_id", "holder_kind", "holder_id", name=op.f("pk_resource_readers")),
    )
    with op.batch_alter_table("resource_readers", schema=None) as batch_op:
        batch_op.create_index("ix_resource_readers_holder", ["holder_kind", "holder_id"], unique=False)

    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "files_access",
                sa.Enum(
                    "public",
                    "signed_in",
                    "named",
                    "collection",
                    "staff",
                    name="accesslevel",
                    native_enum=False,
                    length=20,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("files_open_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_resources_files_open_on"), ["files_open_on"], unique=False)


def downgrade() -> None:
    """Close what the earlier levels cannot say."""
    op.execute("UPDATE resources SET access = 'staff' WHERE access IN ('named', 'collection')")
    op.execute("UPDATE resources SET access = 'staff' WHERE files_access IS NOT NULL OR files_open_on IS NOT NULL")

    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resources_files_open_on"))
        batch_op.drop_column("files_open_on")
        batch_op.drop_column("files_access")

    with op.batch_alter_table("resource_readers", schema=None) as batch_op:
        batch_op.drop_index("ix_resource_readers_holder")

    op.drop_table("resource_readers")
