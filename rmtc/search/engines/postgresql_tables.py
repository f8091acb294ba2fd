"""The tables of the search index on PostgreSQL; other databases do not have them.

Raise VERSION with every change in what is written here, in folding or in stemming: an index of another version is
rebuilt.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from rmtc.db import NAMES

VERSION: Final = 1

metadata = MetaData(naming_convention=NAMES)

state = Table(
    "index_state",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("documents", Integer, nullable=False),
    Column("words", BigInteger, nullable=False),
    Column("title_words", BigInteger, nullable=False),
)
"""One row: its version, the number of documents, of all their words and of those in titles. No row: no index."""

documents = Table(
    "index_documents",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("id", Text, unique=True, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text(collation="C"), nullable=False),
    Column("creators_key", Text(collation="C"), nullable=False),
    Column("day", Integer, nullable=False),
    Column("first_year", SmallInteger, nullable=False),
    Column("last_year", SmallInteger, nullable=False),
    Column("length", Integer, nullable=False),
    Column("title_length", Integer, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("access", ARRAY(Text), nullable=False),
    Column("words", TSVECTOR, nullable=False),
    Index("ix_index_documents_words", "words", postgresql_using="gin"),
)
"""`fields` holds "name=value"; `words` all lexemes of a document, see `postgresql_lexemes`."""

passages = Table(
    "index_passages",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("document", ForeignKey("index_documents.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("words", TSVECTOR, nullable=False),
    Index("ix_index_passages_words", "words", postgresql_using="gin"),
)
"""Overlapping stretches of a document with the places of its words, for phrases: one tsvector holds few places."""

words = Table(
    "index_words",
    metadata,
    Column("word", Text(collation="C"), primary_key=True),
    Column("documents", Integer, nullable=False),
)
"""Every lexeme with the number of documents that hold it."""
