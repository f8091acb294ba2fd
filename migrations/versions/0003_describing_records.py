"""What records, persons and bodies say of themselves."""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from rmtc.search.folding import fold

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "creator_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("creator_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["creator_id"], ["creators.id"], name=op.f("fk_creator_names_creator_id_creators"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creator_names")),
        sa.UniqueConstraint("creator_id", "name", name=op.f("uq_creator_names_creator_id_name")),
    )
    with op.batch_alter_table("creator_names", schema=None) as batch_op:
        batch_op.create_index("ix_creator_names_folded", ["folded"], unique=False)

    op.create_table(
        "resource_identifiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resources.id"],
            name=op.f("fk_resource_identifiers_resource_id_resources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_identifiers")),
        sa.UniqueConstraint(
            "resource_id", "scheme", "value", name=op.f("uq_resource_identifiers_resource_id_scheme_value")
        ),
    )
    with op.batch_alter_table("resource_identifiers", schema=None) as batch_op:
        batch_op.create_index("ix_identifiers_value", ["value"], unique=False)

    with op.batch_alter_table("creators", schema=None) as batch_op:
        batch_op.add_column(sa.Column("folded", sa.String(length=400), server_default="", nullable=False))
        batch_op.add_column(sa.Column("address", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("note", sa.String(length=500), server_default="", nullable=False))
        batch_op.create_index("ix_creators_folded", ["folded"], unique=False)

    with op.batch_alter_table("resource_creators", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=20), server_default="author", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_resource_creators_resource_id_creator_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_resource_creators_resource_id_creator_id_role"), ["resource_id", "creator_id", "role"]
        )

    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("date", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("date_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("date_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("period", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("period_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("period_to", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("details", sa.JSON().with_variant(JSONB(), "postgresql"), server_default="{}", nullable=False)
        )
        batch_op.add_column(sa.Column("rights", sa.String(length=500), server_default="", nullable=False))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_resources_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resources_period_from"), ["period_from"], unique=False)
        batch_op.create_index(batch_op.f("ix_resources_period_to"), ["period_to"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_resources_merged_into_id_resources"), "resources", ["merged_into_id"], ["id"]
        )

    _fill()


def _fill() -> None:
    """Fold the names there are, say years as dates, and give learners the role of the runs they are in."""
    link = op.get_bind()
    for number, name in link.execute(sa.text("SELECT id, name FROM creators")).all():
        fill = sa.text("UPDATE creators SET folded = :folded WHERE id = :id")
        link.execute(fill, {"folded": fold(name)[:400], "id": number})
    table = sa.table(
        "resources", sa.column("id"), sa.column("year"), sa.column("date"),
        sa.column("date_from", sa.Date), sa.column("date_to", sa.Date),
    )  # fmt: skip
    for number, year in link.execute(sa.select(table.c.id, table.c.year).where(table.c.year.is_not(None))).all():
        values = {"date": f"{year:04d}", "date_from": date(year, 1, 1), "date_to": date(year, 12, 31)}
        link.execute(table.update().where(table.c.id == number).values(**values))
    op.execute(
        "INSERT INTO roles (person_id, name, scope_kind, scope_id, granted_at) "
        "SELECT e.person_id, 'learner', 'run', e.run_id, e.created_at FROM enrolments e "
        "WHERE e.state IN ('active', 'completed', 'failed') AND NOT EXISTS (SELECT 1 FROM roles r "
        "WHERE r.person_id = e.person_id AND r.name = 'learner' AND r.scope_kind = 'run' AND r.scope_id = e.run_id)"
    )


def downgrade() -> None:

    op.execute("DELETE FROM resource_creators WHERE role != 'author'")
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_resources_merged_into_id_resources"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_resources_period_to"))
        batch_op.drop_index(batch_op.f("ix_resources_period_from"))
        batch_op.drop_index(batch_op.f("ix_resources_merged_into_id"))
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("rights")
        batch_op.drop_column("details")
        batch_op.drop_column("period_to")
        batch_op.drop_column("period_from")
        batch_op.drop_column("period")
        batch_op.drop_column("date_to")
        batch_op.drop_column("date_from")
        batch_op.drop_column("date")

    with op.batch_alter_table("resource_creators", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_resource_creators_resource_id_creator_id_role"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_resource_creators_resource_id_creator_id"), ["resource_id", "creator_id"]
        )
        batch_op.drop_column("role")

    with op.batch_alter_table("creators", schema=None) as batch_op:
        batch_op.drop_index("ix_creators_folded")
        batch_op.drop_column("note")
        batch_op.drop_column("address")
        batch_op.drop_column("folded")

    with op.batch_alter_table("resource_identifiers", schema=None) as batch_op:
        batch_op.drop_index("ix_identifiers_value")

    op.drop_table("resource_identifiers")
    with op.batch_alter_table("creator_names", schema=None) as batch_op:
        batch_op.drop_index("ix_creator_names_folded")

    op.drop_table("creator_names")
