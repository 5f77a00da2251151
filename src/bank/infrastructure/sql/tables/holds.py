"""Money set aside, and what was made of it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

hold = Table(
    "hold",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("amount_minor", BigInteger, nullable=False),
    Column("captured_minor", BigInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("audit_event", Uuid, nullable=False),
    Column("sealed_reference", LargeBinary),
    PrimaryKeyConstraint("book", "id"),
    CheckConstraint("captured_minor BETWEEN 0 AND amount_minor", name="captured_within_amount"),
    Index(None, "book", "account", "id"),
    Index(None, "book", "status", "expires_at"),
)

# The entries that turned a hold, or part of it, into postings.
hold_capture = Table(
    "hold_capture",
    metadata,
    Column("book", Integer, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("hold", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "entry"),
    Index(None, "book", "hold"),
)
