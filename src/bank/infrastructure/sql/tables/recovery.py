"""Resets of the factors of people who lost them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

factor_reset = Table(
    "factor_reset",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("requested_by", String(128), nullable=False),
    Column("requested_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("confirmed_by", String(128)),
    Column("ended_at", Moment),
    PrimaryKeyConstraint("book", "id"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    CheckConstraint("confirmed_by <> requested_by", name="two_people"),
    Index(None, "book", "principal"),
    Index(None, "book", "state", "due_at"),
)
