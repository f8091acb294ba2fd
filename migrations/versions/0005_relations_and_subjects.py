"""Relations between records; names, links and matches of subjects."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from rmtc.search.folding import fold

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "subject_links",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["subjects.id"], name=op.f("fk_subject_links_from_id_subjects"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["subjects.id"], name=op.f("fk_subject_links_to_id_subjects"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_id", "kind", "to_id", name=op.f("pk_subject_links")),
    )
    with op.batch_alter_table("subject_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_links_to_id"), ["to_id"], unique=False)

    op.create_table(
        "subject_matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("uri", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subjects.id"], name=op.f("fk_subject_matches_subject_id_subjects"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_matches")),
        sa.UniqueConstraint("subject_id", "uri", name=op.f("uq_subject_matches_subject_id_uri")),
    )
    op.create_table(
        "subject_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("is_label", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subjects.id"], name=op.f("fk_subject_terms_subject_id_subjects"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_terms")),
    )
    with op.batch_alter_table("subject_terms", schema=None) as batch_op:
        batch_op.create_index("ix_subject_terms_folded", ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_subject_terms_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "resource_relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["resources.id"], name=op.f("fk_resource_relations_from_id_resources"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["resources.id"], name=op.f("fk_resource_relations_to_id_resources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_relations")),
        sa.UniqueConstraint("from_id", "kind", "to_id", name=op.f("uq_resource_relations_from_id_kind_to_id")),
    )
    with op.batch_alter_table("resource_relations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_relations_to_id"), ["to_id"], unique=False)

    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("notes", sa.JSON().with_variant(JSONB(), "postgresql"), server_default="{}", nullable=False)
        )
        batch_op.add_column(sa.Column("uri", sa.String(length=300), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_subjects_uri"), ["uri"])
    _fill()


def _fill() -> None:
    """Write the names of the subjects there are as they are looked up."""
    link = op.get_bind()
    subjects = sa.table("subjects", sa.column("id"), sa.column("labels", sa.JSON), sa.column("others", sa.JSON))
    terms = sa.table(
        "subject_terms", sa.column("subject_id"), sa.column("language"), sa.column("text"), sa.column("folded"),
        sa.column("is_label", sa.Boolean),
    )  # fmt: skip
    for number, labels, others in link.execute(sa.select(subjects)).all():
        names = [(code, text, True) for code, text in labels.items()]
        names += [(code, text, False) for code, texts in others.items() for text in texts]
        seen: set[str] = set()
        for code, text, is_label in names:
            key = fold(text)[:400]
            if key and (is_label or key not in seen):
                values = {"language": code, "text": text[:200], "folded": key, "is_label": is_label}
                link.execute(terms.insert().values(subject_id=number, **values))
            seen.add(key)


def downgrade() -> None:

    with op.batch_alter_table("subjects", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_subjects_uri"), type_="unique")
        batch_op.drop_column("uri")
        batch_op.drop_column("notes")

    with op.batch_alter_table("resource_relations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_relations_to_id"))

    op.drop_table("resource_relations")
    with op.batch_alter_table("subject_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subject_terms_subject_id"))
        batch_op.drop_index("ix_subject_terms_folded")

    op.drop_table("subject_terms")
    op.drop_table("subject_matches")
    with op.batch_alter_table("subject_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subject_links_to_id"))

    op.drop_table("subject_links")
