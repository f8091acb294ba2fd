"""Make the tables of the search index, on PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:

    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_table(
        "index_state",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.Column("title_words", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_index_state")),
    )
    op.create_table(
        "index_documents",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(collation="C"), nullable=False),
        sa.Column("creators_key", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("first_year", sa.SmallInteger(), nullable=False),
        sa.Column("last_year", sa.SmallInteger(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("title_length", sa.Integer(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("access", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_index_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_index_documents_id")),
    )
    op.create_index("ix_index_documents_words", "index_documents", ["words"], postgresql_using="gin")
    op.create_table(
        "index_passages",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"],
            ["index_documents.number"],
            name=op.f("fk_index_passages_document_index_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_index_passages")),
    )
    op.create_index(op.f("ix_index_passages_document"), "index_passages", ["document"])
    op.create_index("ix_index_passages_words", "index_passages", ["words"], postgresql_using="gin")
    op.create_table(
        "index_words",
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_index_words")),
    )


def downgrade() -> None:

    if op.get_bind().dialect.name != "postgresql":
        return
    for name in ("index_words", "index_passages", "index_documents", "index_state"):
        op.drop_table(name)
